import type { Catalogue } from '../../shared/kernel/language.ts';
import type * as en from './threshold-file-messages.en.ts';

export const thresholdFiles: Catalogue<typeof en.thresholdFiles> = {
  unknownMetric: (name) => `阈值文件限制了 "${name}"，而本步骤没有对应的指标。`,
  notANumber: (value) => ({
    message: `阈值文件在应为数字的位置写有 ${JSON.stringify(value)}。`,
    hint: '请更正该文件。',
  }),
  wrongDirection: (said, name, better, title) => ({
    message: `阈值文件对 ${name} 写有 ${JSON.stringify(said)}，但 ${title} 越${better === 'higher' ? '高' : '低'}越好。`,
    hint: '请更正该文件中的方向。',
  }),
  theMetrics: '各指标',
  crossSlices: (written) => ({
    message: `阈值文件为 ${written} 设置了 cross_slice_thresholds：此处没有把一个切片的指标与另一个切片相比的规则。`,
    hint: '要限制各群体所受对待的差异，请在本工具格式的策略中写 `fairness` 及其 `limits`。',
  }),
  slicedBy: (written, by) => `${written}（按 ${by.join('、')}）`,
  unsaid: (named) => ({
    message: `阈值文件中有此处没有对应规则的 per_slice_thresholds：${named.join('；')}。`,
    hint: '此处的切片只有一条规则，即对一个指标在其所有取值上允许的退化：请在本工具格式的策略中写 `slices: { by, metric, max-regression }`。某个切片的下限可以在只含该切片各行的单独运行中判定。',
  }),
};

export const textProto: Catalogue<typeof en.textProto> = {
  invalid: (file, line, found) => ({
    message: `${file}:${line}：${found}。`,
    hint: '该文件按 Protocol Buffers 的文本格式读取；请更正它，或以 JSON 提供 EvalConfig。',
  }),
  strange: (character) => `不应出现 ${character}`,
  twice: (field) => `${field} 出现了两次`,
  misplaced: (text, wanted) => `应为${wanted}的位置是 ${text ?? '文件末尾'}`,
  aField: '字段',
  aValue: '值',
};

export const thresholdNotes: Catalogue<typeof en.thresholdNotes> = {
  onIntervals: (tool) => `${tool} 比较单个数值；此处整个区间都必须满足每个阈值。`,
  everySlice: (written) =>
    `${written} 的 per_slice_thresholds 适用于每个切片：整个区间都超出阈值的切片不通过，并已按切片数量校正。`,
  shownByColumn: (values) => `切片 ${values.join('、')} 与其各列的所有其他取值一并判定。`,
  percent: 'MAPE 在 TFMA 中以百分数表示，此处以比例表示：各限值已除以 100。',
  changeOfTfma: 'TFMA 的变化阈值为负时允许退化，为正时要求改进（对越低越好的指标则相反）。',
  ratio: (written, name, change) =>
    `${name} 的 relative ${written} 按挑战者与冠军之比读取，即变化 ${change}；TFMA 的代码会将其读作变化 ${written}。`,
  straightLines: 'precision_recall_auc 用直线连接各点；此处判定的是平均精度。',
  improvementOfMlflow:
    'MLflow 的 min_absolute_change 和 min_relative_change 要求达到该幅度的改进；它无法表示指标允许变差多少。请为此使用 `max-regression`。',
};
