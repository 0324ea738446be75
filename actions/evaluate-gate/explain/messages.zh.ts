import { describeMetric } from '../../../shared/domain/metric.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, percent, sideName } from '../messages.zh.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  noMetric: '策略中的指标都无法用该模型的回答计算。',
  noScore: (metric) => `无法得出特征重要性：${describeMetric(metric).title} 在抽样的行上没有取值。`,
  tooManyColumns: (columns) =>
    `模型有 ${count(columns)} 个特征；只解释前 30 个。其他的请用 evaluate.explain.columns 指定。`,
  problem: (message) => `解释：${message}${/[.?。？]$/u.test(message) ? '' : '。'}`,
  weighing: (who, columns) => `正在解释：${count(columns)} 列对${sideName(who)}的重要性`,
  tracing: (column) => `正在解释：对 ${column} 的依赖`,
  scores: '策略要求给出解释，但回答的分数无法再次询问。',
  needsModel:
    '策略要求给出解释，但预测文件无法再次询问：请把模型本身（.onnx 文件、模型文件夹或服务地址）作为挑战者给出，并附上数据。',
};

export const tables: Catalogue<typeof en.tables> = {
  importance: (metric) => `模型依据什么（${describeMetric(metric).title}）`,
  importanceNote: ({ metric, rows, repeats, level }) =>
    `打乱某一列后 ${describeMetric(metric).title} 变差多少，基于 ${count(rows)} 行；${count(repeats)} 次打乱的平均值及其 ${percent(level)} 置信区间。含义相同的列可以互相替代，因此各自看起来可能都不重要。`,
  dependence: '两个模型回答不同之处',
  dependenceNote:
    '挑战者模型与冠军模型的部分依赖之间的最大距离：把每一行都设为同一取值时的平均回答。',
};

export const seriesTitles: Catalogue<typeof en.seriesTitles> = {
  importance: '置换重要性',
  worse: (metric) => `${describeMetric(metric).title} 变差`,
  dependence: (column, of) => `对 ${column} 的依赖${of === undefined ? '' : `，类别 ${of}`}`,
  answer: '平均回答',
};
