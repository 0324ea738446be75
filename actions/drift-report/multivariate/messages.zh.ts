import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

const { percent } = en.messages;

const list = (names: readonly string[]): string => names.join('、');

const by = (carriers: readonly string[]): string =>
  carriers.length === 0 ? '' : `（主要由 ${list(carriers)} 引起）`;

const apiece = (rows: number): string => rows.toLocaleString('en-US');

export const messages: Catalogue<typeof en.messages> = {
  outcomeWords: {
    changed: '已变化',
    'a-little': '确有少量变化',
    same: '无变化',
    undecided: '未定：行数太少',
  },
  percent,
  list,
  headline: (first) => `所有列合起来看已变化。${first}`,
  title: '所有列合并',
  tests: {
    classifier: '分类器能否区分两个样本（AUC）',
    components: '主成分重构误差',
  },
  note: (rows, q) =>
    `以固定随机种子抽取的 ${apiece(rows.reference)} 行参考数据与 ${apiece(rows.current)} 行当前数据。当界达到限值，且两项检验校正后的 p 值不大于 ${q} 时，判为已变化。`,
  apart: (auc, low, limit, carriers) =>
    `可以区分参考行与当前行${by(carriers)}：AUC ${auc.toFixed(3)}（95 % 置信下至少 ${low.toFixed(3)}；限值 ${limit.toFixed(2)}，随机为 0.5）。`,
  rebuilt: (change, limit, carriers) =>
    `列之间的关系已变化${by(carriers)}：参考数据主成分的重构误差变化 ${percent(change)}（参考数据各部分在 ${percent(limit)} 以内）。`,
  explained: (names) => ` ${list(names)} 各自的变化即可解释。`,
  tooFew: (rows, least) => `所有列合并：${rows} 行不足以比较；每侧需要 ${least} 行。`,
  tooFewColumns: '所有列合并：至少需要两个可比较的列。',
  profileOnly: '所有列合并：未作比较，因为参考是轮廓文件，不含数据行。',
};
