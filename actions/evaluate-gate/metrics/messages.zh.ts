import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

const models = { challenger: '挑战者模型', champion: '冠军模型' } as const;

export const reasons: Catalogue<typeof en.reasons> = {
  oneCluster: '所有行属于同一个簇，因此无法得知其不确定度',
  oneRowOrCluster: '只有一行或一个簇',
  noWorth: '策略没有说明每种回答的价值；请设置 `worth`',
  oneClassFrom: (whose) => `${models[whose]}对每一行都给出同一类别，因此该指标无定义`,
  oneClass: '每一行的类别都相同，因此该指标无定义',
  oneClassAndAnswer: '每一行的类别和回答都相同',
  twoOfEach: (positives, negatives) =>
    `每个类别至少需要 2 行，而现有 ${positives} 行正类、${negatives} 行负类`,
  fewQueries: '含有相关条目的查询少于两个',
  noBootstrap: (said) => `无法用自助法得到区间（${said}）`,
  sameLabels: '所有标签都相同，因此没有可解释的变异',
  zeroLabels: (zeros, rows) =>
    `${rows} 行中有 ${zeros} 行的标签为 0，而该指标要除以标签；请使用 wape 或 mae`,
  onlyZeros: '所有标签都为 0，而该指标要除以它们',
  noLogarithm: '该指标要取对数，而有标签或预测小于等于 −1',
  noScale: '策略没有说明哪一列是训练集上朴素预测的误差；请设置 `scale`',
  wrongScale: (wrong, rows) => `${rows} 行中有 ${wrong} 行的 scale 缺失或不大于 0`,
  noRange: (whose) => `${models[whose]}没有给出区间两端的列 prediction_low 和 prediction_high`,
  wrongRange: (wrong, whose) => `${models[whose]}有 ${wrong} 行缺少区间的一端，或下端大于上端`,
};
