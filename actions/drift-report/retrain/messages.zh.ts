import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

const { amount } = en.messages;

const day = (time: Date): string => time.toISOString().slice(0, 10);

export const messages: Catalogue<typeof en.messages> = {
  amount,
  due: (points, loss, cost, labels) => {
    const lost =
      points === undefined
        ? '有重要列发生漂移'
        : points.metric === undefined
          ? `有重要列发生漂移，按假定会损失 ${amount(points.value)} 个百分点`
          : `${points.metric} 下降了 ${amount(points.value)} 个百分点`;
    const worth =
      loss === undefined || cost === undefined
        ? ''
        : `；若维持现状预计损失 ${amount(loss)}，重新训练的费用为 ${amount(cost)}`;
    return `${lost}${worth}；已有标签的行数为 ${amount(labels)}。`;
  },
  fewLabels: (labels, wanted) =>
    `当前数据中有标签的行为 ${amount(labels)} 行，而需要 ${amount(wanted)} 行。`,
  coolingDown: (last, until) => `上一次请求重新训练是在 ${day(last)}；下一次最早为 ${day(until)}。`,
  lossUnknown: '漂移造成的损失未知：报告中没有相应指标，也未设置 "assumed-points"。',
  lossUnsure: (points) =>
    `${amount(points.value)} 个百分点的下降可能只是偶然：其下界为 ${amount(points.low)}。`,
  notWorth: (loss, cost) =>
    `若维持现状预计损失 ${amount(loss)}，不超过重新训练的费用 ${amount(cost)}。`,
  heldBack: (holds) => `暂不重新训练。${holds.join('')}`,
  wanted: (reason) => `值得重新训练。${reason}`,
  started: (what, url) => `已启动重新训练：${what}${url === undefined ? '' : `，${url}`}。`,
  begunBefore: (at) => `${at} 被停止的一次运行可能已启动重新训练；不会重复启动。`,
  notStarted: (reason) => `未能启动重新训练：${reason}`,
  kindUnknown: (kind, host) =>
    `${host} 无法启动 ${kind}。请在 GitHub 上将 drift.retrain.trigger 设为 "event" 或 "workflow"，在 GitLab 上设为 "pipeline"。`,
  tableTitle: '是否值得重新训练？',
  rows: {
    points: '下降的百分点',
    perDay: '每百分点每天的损失',
    days: '模型还将使用的天数',
    loss: '预计损失（乘积）',
    cost: '一次重新训练的费用',
    labels: '有标签的行',
  },
  assumed: '由配置假定',
  measured: ({ metric, low }) => `${metric}，至少 ${amount(low)}`,
  least: (value) => `至少 ${amount(value)}`,
};
