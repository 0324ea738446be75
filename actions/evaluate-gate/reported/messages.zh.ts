import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import {
  conclusion,
  digitsFor,
  fixed,
  percent,
  rangeText,
  sideName,
  signed,
} from '../messages.zh.ts';
import type * as en from './messages.en.ts';

export const errors: Catalogue<typeof en.errors> = {
  twice: (file, name) =>
    usageError(
      'metrics-file-invalid',
      `${file} 中指标 "${name}" 出现了不止一次。`,
      '每个指标只保留一个值：被评审模型的最终值。',
    ),
  notANumber: (file, name, key, value) =>
    usageError(
      'metrics-file-invalid',
      `${file}："${name}" 的 ${key} 是 ${JSON.stringify(value)}，不是可以评判的数字。`,
      '请把每个指标写成数字，无法计算的就不要写。',
    ),
  notAnInterval: (file, name) =>
    usageError(
      'metrics-file-invalid',
      `${file}："${name}" 的置信区间不包含它的值。`,
      'low 不得高于该值，high 不得低于该值；level 在 0 和 1 之间。',
    ),
  noRules: (names) =>
    usageError(
      'no-rules-for-metrics',
      `挑战者是指标文件（${names.join('、')}），而策略对这些指标都没有规定。`,
      '请在 evaluate.metrics 中，或在 evaluate.custom 中连同方向，说明它们必须满足什么。',
    ),
  championIsNoMetricsFile: (file) =>
    usageError(
      'champion-is-no-metrics-file',
      `挑战者是指标文件，而冠军的 ${file} 不是。`,
      '请把冠军模型的指标写成同样格式的文件，或给出两个模型的预测。',
    ),
  customWithoutFile: (name) =>
    usageError(
      'custom-without-metrics-file',
      `策略在 evaluate.custom 中对 "${name}" 有规则，但没有指标文件，因此什么都不会按它评判。`,
      '请用输入 "metrics" 或 evaluate.metrics-file 给出文件，或在 evaluate.metrics 中指定本步骤会计算的指标。',
    ),
  noMetricsFile: (file) =>
    usageError(
      'metrics-file-invalid',
      `${file} 不是指标文件。`,
      '请给出名称到数字的 JSON，如 {"auc": 0.9}，或名称到 {"value", "standard-error"} 的 JSON，或含有列 name 和 value 的 CSV。',
    ),
  notForMetricsFile: (section) =>
    usageError(
      'not-for-metrics-file',
      `策略含有 evaluate.${section}，它需要逐行的预测，而挑战者是指标文件。`,
      '请给出预测文件，或从策略中去掉这一节。',
    ),
};

export const besideNote: typeof en.besideNote = (titles) =>
  titles.length === 0
    ? ''
    : `来自指标文件，并非在此计算：${titles.join('、')}；两个模型视为分别测量。`;

export const tables: Catalogue<typeof en.tables> = {
  title: (hasChampion) =>
    hasChampion ? '冠军模型 → 挑战者模型（按报告值）' : '挑战者模型（按报告值）',
  note: (level, hasChampion) =>
    `读自指标文件，并非在此计算。各置信区间的置信水平为 ${percent(level)}${hasChampion ? '，并把两个模型视为分别测量：预测文件可以逐行比较，更灵敏' : ''}。`,
};

export const findings: Catalogue<typeof en.findings> = {
  noInterval: (titles, accepted) =>
    accepted
      ? `${titles.join('、')} 没有置信区间：按策略（accept-point-estimates），把单个数值当作精确值评判。`
      : `无法给出 ${titles.join('、')} 的置信区间，因为指标文件里只有单个数值：请加上 standard-error，或 low 和 high，或给出预测文件。accept-point-estimates: true 会把它们当作精确值评判。`,
  noChampionMetrics: (name) =>
    `不知道冠军模型在这些行上的 ${name}，因此无法比较。请在 evaluate.metrics-file.champion 中指定它的指标文件；从下次运行起，记录中就会有。`,
  missing: (name, side, known) =>
    `策略指定了 ${name}，而${sideName(side)}的指标文件中没有。${didYouMean(name, known)}`,
  firstRun: '没有冠军模型：这是首次运行。从下次运行起，请用输入 "champion" 给出它的指标文件。',
};

export const sentence: typeof en.sentence = (metric, judgement, level) => {
  const isChange = judgement.kind === 'regression' || judgement.kind === 'improvement';
  const shown = isChange ? metric.difference : metric.challenger;
  const title = metric.title.charAt(0).toUpperCase() + metric.title.slice(1);
  if (shown === undefined) return `指标文件中没有 ${title}`;
  const { estimate, low, high } = shown;
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => (isChange ? signed(value, digits) : fixed(value, digits));
  if (metric.isPoint && judgement.outcome === 'inconclusive') {
    return `${title} ${write(estimate)}（按报告值）：无法判定，因为单个数值没有置信区间`;
  }
  const range = metric.isPoint ? '单个数值，当作精确值' : rangeText(level, write(low), write(high));
  return `${title} ${write(estimate)}（${range}，按报告值）：${conclusion(judgement)}`;
};

export const summaries: Catalogue<typeof en.summaries> = {
  nothingJudged: '什么都没有评判：策略要求与冠军模型比较，而现在还没有冠军模型',
};
