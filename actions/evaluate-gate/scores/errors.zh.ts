import { usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import { sideName } from '../messages.zh.ts';
import { count } from '../number-texts.ts';
import * as en from './errors.en.ts';

type Format = Parameters<typeof en.noAttempts>[1];

export const { shown } = en;

const titles: Readonly<Record<Format, string>> = {
  promptfoo: 'promptfoo 结果',
  inspect: 'Inspect AI 日志',
  deepeval: 'DeepEval 结果',
  ragas: 'ragas 结果',
  junit: 'JUnit 报告',
  table: '得分表',
};

const remedies: Readonly<Record<Format, string>> = {
  promptfoo: '请用 `promptfoo eval -o results.json` 写出。',
  inspect:
    '请用 `inspect eval --log-format json` 写出，或用 `inspect log dump` 把日志转换为 JSON。',
  deepeval:
    '请给出 DeepEval 写到文件夹 DEEPEVAL_RESULTS_FOLDER 的测试运行，或 `evaluate()` 返回值的 JSON。',
  ragas: '请用 `result.to_pandas().to_csv("scores.csv", index=False)` 写出。',
  junit: '请给出测试运行器写出的 XML，例如 `pytest --junit-xml=results.xml`。',
  table: '表中每个回答一行，含有列 case 和 score，有多次重复时还有 repeat。',
};

export const notJson: typeof en.notJson = (file, reason) =>
  usageError(
    'results-not-json',
    `${file} 不是完整的 JSON：${reason}。`,
    '被中断的运行会留下半个文件；请重新运行评测。',
  );

export const formatUnknown: typeof en.formatUnknown = (file, keys) => {
  const named = keys.length === 0 ? '其中什么都没有' : `它的键是 ${keys.slice(0, 8).join('、')}`;
  return usageError(
    'results-unknown',
    `${file} 不是此处已知的结果：${named}。`,
    '请给出 promptfoo、Inspect AI、DeepEval、ragas 或 JUnit 的结果，或含有列 case 和 score 的表。',
  );
};

export const malformed: typeof en.malformed = (file, format, problem) =>
  usageError(
    `${format}-malformed`,
    `${file} 按 ${titles[format]}读取，但 ${problem}。`,
    remedies[format],
  );

export const unfinished: typeof en.unfinished = (file, status) =>
  usageError(
    'inspect-unfinished',
    `${file} 是 Inspect AI 日志，其评测以状态 ${shown(status)} 结束，因此缺少用例。`,
    '请用 `inspect eval-retry` 完成，并给出它写出的日志。',
  );

export const zstandardUnknown: typeof en.zstandardUnknown = (file) =>
  usageError(
    'zstandard-unknown',
    `${file} 用 Zstandard 压缩，这个版本的 Node.js 无法解压。`,
    '请使用 Node.js 22.15 或更高版本，或用 `inspect log dump` 把日志转换为 JSON。',
  );

export const noAttempts: typeof en.noAttempts = (file, format) =>
  usageError(
    'results-empty',
    `${file} 是没有任何回答的 ${titles[format]}。`,
    `${format === 'inspect' ? '用 --no-log-samples 写的日志只有总计；请记录样本。' : ''}请检查写出它的步骤。`,
  );

export const columnMissing: typeof en.columnMissing = (side, role, names, known) => {
  const [wanted = role] = names;
  return usageError(
    'scores-column-missing',
    `${sideName(side)}的表没有 ${role} 列（${names.join('、')}）。`,
    `${didYouMean(wanted, known)}请用 \`evaluate.scores.columns.${role}\` 指定。`,
  );
};

export const cellsBreakType: typeof en.cellsBreakType = (side, column, rows) =>
  usageError(
    'scores-not-numbers',
    `${sideName(side)}的表中，列 "${column}" 有 ${count(rows)} 个值不是数字。`,
    '请更正这些行，没有值的请留空。',
  );

export const caseMissing: typeof en.caseMissing = (side, rows) =>
  usageError(
    'case-missing',
    `${sideName(side)}有 ${count(rows)} 个回答没有用例。`,
    '请为每一行给出用例的名称；没有它，回答就没有对应项。',
  );

export const severalVariants: typeof en.severalVariants = (side, variants) =>
  usageError(
    'several-variants',
    `${sideName(side)}的文件含有 ${variants.length} 个提供方、提示词或模型的结果：${variants.slice(0, 6).map(shown).join('、')}。`,
    `请用 \`evaluate.scores.variant.${side}\` 说明评判哪一个。`,
  );

export const variantUnknown: typeof en.variantUnknown = (side, variant, variants) =>
  usageError(
    'variant-unknown',
    `${sideName(side)}的文件没有 ${shown(variant)} 的结果。`,
    didYouMean(variant, variants),
  );

export const repeatTwice: typeof en.repeatTwice = (side, name, repeat) =>
  usageError(
    'repeat-twice',
    `${sideName(side)}的文件中，用例 ${shown(name)} 的第 ${shown(repeat)} 次重复在同一准则和评判者下出现了两次。`,
    '请为重复编号，把准则或评判者写在单独的列中，或去掉第二行。',
  );

export const outOfRange: typeof en.outOfRange = (side, name, criterion, score, [lowest, highest]) =>
  usageError(
    'score-out-of-range',
    `${sideName(side)}按 ${shown(criterion)} 给用例 ${shown(name)} 打分 ${score}，超出 ${lowest} 到 ${highest} 的范围。`,
    '请用 `evaluate.scores.range` 说明分数的范围，例如 [0, 100] 或 [1, 5]，或用该指标的 `range`。',
  );

export const noCommonCases: typeof en.noCommonCases = (example) =>
  usageError(
    'no-common-cases',
    `挑战者模型与冠军模型没有共同的用例：一个有 ${shown(example[0])}，另一个有 ${shown(example[1])}。`,
    '请用两者运行相同的用例，并给用例稳定的名称：description（promptfoo）、id（Inspect AI）、name（DeepEval）。',
  );

export const casesMissing: typeof en.casesMissing = (missing, of) =>
  usageError(
    'cases-missing',
    `冠军模型的 ${count(of)} 个用例中，挑战者模型缺少 ${count(missing.length)} 个：${listed(missing)}。`,
    '请用挑战者模型运行每个用例；模型不能只在自己挑选的用例上评判。如果是有意去掉某个用例，请让冠军模型也不运行它。',
  );

export const criterionMissing: typeof en.criterionMissing = (criterion, missing) =>
  usageError(
    'criterion-missing',
    `冠军模型按 ${shown(criterion)} 评判过的用例中，挑战者模型有 ${count(missing.length)} 个没有该项：${listed(missing)}。`,
    '请用相同的准则评判两者。',
  );

export const tooFewCases: typeof en.tooFewCases = (cases) =>
  usageError(
    'too-few-cases',
    `只有 ${cases} 个用例可供评判；置信区间至少需要 2 个，有用的需要几十个。`,
    '请增加用例。同一用例多重复几次，并不能说明其他用例。',
  );

export const sliceValueDiffers: typeof en.sliceValueDiffers = (name, column, values) =>
  usageError(
    'slice-value-differs',
    `用例 ${shown(name)} 有多个 ${shown(column)} 的值：${values.map(shown).join(' 和 ')}。`,
    '请让一个用例在每一行和两个文件中的值相同，或按另一列切片。',
  );

export const notForScores: typeof en.notForScores = (section) =>
  usageError(
    'not-for-scores',
    `\`evaluate.${section}\` 用于预测，而该模型的任务是 scores。`,
    section === 'metrics'
      ? '请把规则写在 `evaluate.scores.metrics` 下：pass-rate、latency、tokens、cost，或工具所用的准则名。'
      : section === 'slices'
        ? '请把列写在 `evaluate.scores.slices.by` 下，与默认值不同时加上 `metric` 和 `min-cases`。'
        : '请去掉它。',
  );

export const inputNotForScores: typeof en.inputNotForScores = (input) =>
  usageError(
    'input-not-for-scores',
    `输入 "${input}" 用于预测，而该模型的任务是 scores。`,
    '请不要给出它：评测的结果自身就含有得分。',
  );

export const scoresWithoutTask: typeof en.scoresWithoutTask = (task) =>
  usageError(
    'scores-without-task',
    `\`evaluate.scores\` 含有针对得分的规则，但该模型的任务是 ${task}，因此它们不起作用。`,
    '请为该模型设置 `task: scores`，或去掉这一节。',
  );

export const listed: typeof en.listed = (names, most = 5) => {
  const rest = names.length - most;
  return `${names.slice(0, most).map(shown).join('、')}${rest > 0 ? ` 及另外 ${count(rest)} 个` : ''}`;
};
