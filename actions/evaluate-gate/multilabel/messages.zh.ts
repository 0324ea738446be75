import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, sideName } from '../messages.zh.ts';
import type * as en from './messages.en.ts';

const shown = (names: readonly string[]): string =>
  names
    .slice(0, 5)
    .map((name) => JSON.stringify(name))
    .join('、') + (names.length > 5 ? '……' : '');

export const errors: Catalogue<typeof en.errors> = {
  tooFewLabels: (names) =>
    usageError(
      'labels-too-few',
      names.length === 0
        ? '任务是 multilabel，但没有任何一行有标签。'
        : `任务是 multilabel，但只有一个标签 ${shown(names)}。`,
      '请把标签放在一列中，写成列表或用 "|" 分隔的文本，或每个标签一列：label_<名称>。',
    ),
  tooManyLabels: (limit) =>
    usageError(
      'labels-too-many',
      `任务是 multilabel，但不同的标签超过 ${limit} 个。`,
      '请检查标签列：标签之间用 "|"、";" 或 "," 分隔。',
    ),
  noPredictions: (side, prediction) =>
    usageError(
      'column-not-found',
      `${sideName(side)}的文件没有标签的预测：既没有列 "${prediction}"，也没有列 "${prediction}_<标签>"。`,
      '请放在一列中，写成列表或用 "|" 分隔的文本，或每个标签一列。',
    ),
  columnMissing: (side, column, without) =>
    usageError(
      'probability-column-missing',
      `${sideName(side)}的文件为一些标签提供了列 "${column}_<标签>"，但缺少 ${shown(without)} 的列。`,
      '请为留出数据中的每个标签都加一列。',
    ),
  valueMissing: (side, what, name, rows) =>
    usageError(
      `${what}-missing`,
      `${sideName(side)}的文件有 ${count(rows)} 行缺少 "${name}" 的${what === 'label' ? '标签' : '预测'}。`,
      '请补全每一行：标签不成立时写 0。',
    ),
  labelNotZeroOrOne: (side, name) =>
    usageError(
      'label-not-a-class',
      `${sideName(side)}文件中的标签 "${name}" 不是 0 和 1。`,
      '每个标签一列时，成立写 1，不成立写 0。',
    ),
  notAProbability: (side, name, low, high) =>
    usageError(
      'prediction-not-a-probability',
      `${sideName(side)}文件中 "${name}" 的预测在 ${low} 到 ${high} 之间，超出 0 到 1。`,
      '请给出概率，或对预测成立的标签写 1，其余写 0。',
    ),
  disagree: (sides, name, rows) =>
    usageError(
      'labels-disagree',
      `标签 "${name}" 在${sides.map(sideName).join('与')}的文件之间有 ${count(rows)} 行不同。`,
      '两者必须含有相同的留出行：请检查键，以及标签来自哪份数据。',
    ),
};

export const findings: Catalogue<typeof en.findings> = {
  unknownLabels: (side, names) =>
    `${sideName(side)}预测了 ${count(names.length)} 个留出数据中没有的标签（${shown(names)}）；算作错误。`,
};
