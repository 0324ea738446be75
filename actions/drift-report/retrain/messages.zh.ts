import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

const { amount } = en.messages;

const day = (time: Date): string => time.toISOString().slice(0, 10);

export const messages: Catalogue<typeof en.messages> = {
  amount,
  due: (points, loss, cost, labels) => {
    const lost =
      points === undefined
        ? '一个重要的列发生了漂移'
        : points.metric === undefined
          ? `一个重要的列发生了漂移，假定损失 ${amount(points.value)} 个点`
          : `${points.metric} 损失了 ${amount(points.value)} 个点`;
    const worth =
      loss === undefined || cost === undefined
        ? ''
        : `；照旧下去预计损失 ${amount(loss)}，重新训练的成本为 ${amount(cost)}`;
    return `${lost}${worth}；${amount(labels)} 行已有标签。`;
  },
  fewLabels: (labels, wanted) =>
    `当前数据有 ${amount(labels)} 行已有标签，需要 ${amount(wanted)} 行。`,
  coolingDown: (last, until) =>
    `上次请求重新训练是在 ${day(last)}；下次可以从 ${day(until)} 开始。`,
  lossUnknown: '不知道漂移的代价：报告中没有指标能说明，也没有设置 "assumed-points"。',
  lossUnsure: (points) =>
    `${amount(points.value)} 个点的损失可能出于偶然：其下界为 ${amount(points.low)}。`,
  notWorth: (loss, cost) =>
    `照旧下去预计损失 ${amount(loss)}，不超过重新训练的成本 ${amount(cost)}。`,
  heldBack: (holds) => `暂缓重新训练。${holds.join('')}`,
  wanted: (reason) => `值得重新训练。${reason}`,
  started: (what, url) => `已启动重新训练：${what}${url === undefined ? '' : `，${url}`}。`,
  event: (name) => `事件 ${name}`,
  workflow: (name) => `工作流 ${name}`,
  pipeline: (ref) => `${ref} 上的流水线`,
  begunBefore: (at) => `一次在 ${at} 被中止的运行可能已经启动了重新训练；不会启动第二次。`,
  notStarted: (reason) => `没有启动重新训练：${reason}`,
  kindUnknown: (kind, host) =>
    `${host} 无法启动 ${kind}。请在 GitHub 上把 drift.retrain.trigger 设为 "event" 或 "workflow"，在 GitLab 上设为 "pipeline"。`,
  tableTitle: '重新训练值得吗？',
  rows: {
    points: '损失的点数',
    perDay: '每点每天的损失',
    days: '模型还会使用的天数',
    loss: '预计损失（乘积）',
    cost: '一次重新训练的成本',
    labels: '已有标签的行数',
  },
  assumed: '由配置假定',
  measured: ({ metric, low }) => `${metric}，至少 ${amount(low)}`,
  least: (value) => `至少 ${amount(value)}`,
};
