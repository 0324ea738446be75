import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, messages as shared, sideName } from '../messages.zh.ts';
import type { JudgedCohort } from './judge.ts';
import type { FollowedMetric } from './measure.ts';
import { titleOf } from './measure.ts';
import type * as en from './messages.en.ts';

const { percent, figure } = shared;

const day = 86_400;

function span(seconds: number): string {
  if (seconds >= 2 * day) return `${Math.round(seconds / day)} 天`;
  if (seconds >= 2 * 3_600) return `${Math.round(seconds / 3_600)} 小时`;
  return `${Math.round(seconds / 60)} 分钟`;
}

const obstacles: Parameters<typeof en.messages.obstacle>[0] extends infer O extends string
  ? Readonly<Record<O, string>>
  : never = {
  'task-not-followed': '只对 binary、multiclass、regression 和 forecasting 任务跟踪性能',
  'label-not-numeric': '标签不是数字，而该任务需要数字',
  'prediction-not-numeric': '预测不是数字，而该任务需要数字',
  'too-many-classes': '标签的类别多于该任务允许的数量；如果是数值，请把任务设为 regression',
  'positive-unknown': '不清楚哪个标签是正类；请用 drift.labels.positive 指定',
  'one-class': '全部数据中标签只有一个类别',
  'no-labels': '还没有标签到达',
};

function cohortName({ window }: { readonly window: string }): string {
  return window === '' ? '当前数据' : window;
}

function change(metric: FollowedMetric, { value, difference }: JudgedCohort): string {
  const now = value?.estimate ?? null;
  const before = difference === undefined || now === null ? undefined : now - difference.estimate;
  const from = before === undefined ? '' : `，参考数据中为 ${figure(before)}`;
  const band =
    value === undefined ? '' : `（在 ${figure(value.low)} 与 ${figure(value.high)} 之间）`;
  return `${titleOf(metric)} ${figure(now)}${band}${from}`;
}

export const messages: Catalogue<typeof en.messages> = {
  stateWords: {
    dropped: '变差超过允许的幅度',
    worse: '确实略有变差',
    held: '保持',
    undecided: '未判定：标签太少',
    shown: '仅展示',
    unknown: '未知',
  },
  undecided: '未判定',
  overdue: (words) => `${words}；标签逾期`,
  tooFew: '标签太少，无法评判',
  overTime: (title) => `${title} 随时间的变化`,
  lines: { realised: '实际', estimated: '估计', reference: '参考', labels: '标签' },
  cohortName,
  span,
  dropped: (metric, cohort) =>
    `${cohortName(cohort)} 的性能下降：${change(metric, cohort)}，基于 ${count(cohort.labelled)} 个标签。`,
  estimatedDrop: (metric, cohort) =>
    `在标签尚未到达的 ${cohortName(cohort)} 中，性能很可能下降：估计 ${change(metric, cohort)}。`,
  blind: (method) =>
    `估计值（${method}）仅由特征和预测得出：它假定特征与标签的关系仍与参考数据相同，看不到这种关系的变化。`,
  notEstimated: (why) => `缺少标签之处没有估计性能：${why}。`,
  noProbabilities: '这需要每个类别的概率，而预测是类别或分数',
  fewReferenceLabels: '参考数据中带标签的预测太少，无法学习',
  waiting: (names) => `${names.join('、')} 的标签尚未全部到达：不按已到达的部分评判该指标。`,
  late: (names, share) =>
    `${names.join('、')} 的标签已逾期：在延迟期内到达的不到 ${percent(share, 0)}。请检查标签的来源。`,
  noLabels: (label) => `列 ${label} 中还没有标签到达：不知道当前数据的性能。`,
  few: (names, min) => `${names.join('、')}：标签少于 ${count(min)} 个，仅展示，不评判。`,
  noBaseline:
    '参考数据没有带标签的预测，因此性能没有可比较的对象。请以测试集的带标签预测作为参考数据，或设置 drift.labels.limit。',
  obstacle: (obstacle) => `没有跟踪性能：${obstacles[obstacle]}。`,
  metricUnfit: (metric, possible) =>
    `没有跟踪性能：无法由这些预测计算 ${metric}。可用的有：${possible.join('、')}。`,
  notDefined: (metric, names) =>
    `${titleOf(metric)} 在 ${names.join('、')} 中没有定义：到达的标签只有一个类别。`,
  percentScores: (column, side, high) =>
    `${column} 在${sideName(side)}数据中介于 0 与 ${figure(high)} 之间：看起来是百分数。请除以 100；在此之前只用它来排序。`,
  outOfRange: (column, side, low, high) =>
    `${column} 在${sideName(side)}数据中不是概率（${figure(low)} 至 ${figure(high)}）：只用它来排序。`,
  scaleChanged: (column) =>
    `${column} 在参考数据中是概率，在当前数据中不是：产生预测的程序改变了其尺度。`,
  missingPredictions: (column, share, side) =>
    `${sideName(side)}数据有 ${percent(share)} 的行在列 ${column} 中没有预测；已略去。`,
  tableNote: (metric, level, allowed) => {
    const limit = allowed === undefined ? '' : `允许比参考数据差 ${figure(allowed)}。`;
    return `每个窗口的 ${titleOf(metric)} 及其 ${percent(level, 0)} 置信区间，标签已到达处为实际值，否则为估计值。${limit}`;
  },
};
