import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

const { percent } = en.messages;

const list = (names: readonly string[]): string => names.join('、');

const by = (carriers: readonly string[]): string =>
  carriers.length === 0 ? '' : `，主要由 ${list(carriers)} 引起`;

export const messages: Catalogue<typeof en.messages> = {
  outcomeWords: {
    changed: '已改变',
    'a-little': '确有小幅变化',
    same: '没有变化',
    undecided: '未判定：行数太少',
  },
  percent,
  list,
  headline: (first) => `所有列作为整体发生了变化。${first}`,
  title: '所有列作为整体',
  tests: {
    classifier: '分类器能区分两份样本（AUC）',
    components: '主成分的误差',
  },
  note: (rows, q) =>
    `以固定的种子随机抽取 ${rows.reference.toLocaleString('en-US')} 行参考数据和 ${rows.current.toLocaleString('en-US')} 行当前数据。当检验的置信界达到限值，且对两项检验校正后的 p 值至多为 ${q} 时，判为改变。`,
  apart: (auc, low, limit, carriers) =>
    `参考行与当前行可以区分${by(carriers)}：AUC ${auc.toFixed(3)}（以 95 % 的置信度至少为 ${low.toFixed(3)}；限值 ${limit.toFixed(2)}，随机为 0.5）。`,
  rebuilt: (change, limit, carriers) =>
    `各列之间的关系改变了${by(carriers)}：参考数据主成分的误差变化 ${percent(change)}（参考数据的各部分不超过 ${percent(limit)}）。`,
  explained: (names) => `${list(names)} 各自的变化已经可以解释它。`,
  tooFew: (rows, least) => `所有列作为整体：${rows} 行太少，无法比较；每边需要 ${least} 行。`,
  tooFewColumns: '所有列作为整体：需要两个可以比较的列。',
  profileOnly: '所有列作为整体：没有比较，因为参考数据是画像，其中没有行。',
};
