import type { RowPlace } from '../../shared/domain/column.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import { didYouMean } from '../../shared/kernel/nearest-name.ts';
import type * as en from './input-errors.en.ts';
import { sideName } from './messages.zh.ts';
import { count } from './number-texts.ts';

export const noRows: typeof en.noRows = (side) =>
  usageError('no-rows', `${sideName(side)}的文件有列但没有行。`, '请检查写出该文件的步骤。');

export const keyMissing: typeof en.keyMissing = (side, column, rows) =>
  usageError(
    'key-missing',
    `${sideName(side)}的文件有 ${count(rows)} 行在列 "${column}" 中没有键。`,
    '请为每一行给出键；没有键就无法在另一个文件中找到对应的行。',
  );

export const keysRepeat: typeof en.keysRepeat = (side, column, rows, different) =>
  usageError(
    'keys-repeat',
    `${sideName(side)}文件的列 "${column}" 有重复：${count(rows)} 行，但只有 ${count(different)} 个不同的键。`,
    '每一行都需要自己的键；请用输入 "key" 指定另一列，或每行只写一次。',
  );

export const labelMissing: typeof en.labelMissing = (side, column, rows) =>
  usageError(
    'label-missing',
    `${sideName(side)}的文件有 ${count(rows)} 行在列 "${column}" 中没有标签。`,
    '只能评判带标签的行：请从每个文件中去掉其余的行。',
  );

export const predictionMissing: typeof en.predictionMissing = (side, column, rows) =>
  usageError(
    'prediction-missing',
    `${sideName(side)}的文件有 ${count(rows)} 行在列 "${column}" 中没有预测。`,
    '无法回答某些行的模型，不会只在其余行上评判：请预测每一行。',
  );

export const notFinite: typeof en.notFinite = (side, predictions) =>
  usageError(
    'prediction-not-finite',
    `${sideName(side)}有 ${count(predictions)} 个预测不是有限的数字（NaN 或无穷大）。`,
    '模型或写出预测的代码发生了除以零或溢出；请先修正。',
  );

export const constant: typeof en.constant = (side, column) =>
  usageError(
    'prediction-constant',
    `${sideName(side)}在列 "${column}" 中的每个预测都相同。`,
    '这样的模型无法区分各行；请检查它是否正确加载并得到了特征。',
  );

export const unknownClass: typeof en.unknownClass = (side, column, predictions) =>
  usageError(
    'prediction-unknown-class',
    `${sideName(side)}在列 "${column}" 中有 ${count(predictions)} 个预测不是标签中的类别。`,
    '请按标签的写法写预测，或写正类的概率。',
  );

export const inPercent: typeof en.inPercent = (side, low, high) =>
  usageError(
    'prediction-in-percent',
    `${sideName(side)}的预测在 ${low} 到 ${high} 之间：看起来是百分数。`,
    '请除以 100。如果它们是另有尺度的分数，请在策略中写 `prediction-type: score`。',
  );

export const notAProbability: typeof en.notAProbability = (side, low, high) =>
  usageError(
    'prediction-not-a-probability',
    `${sideName(side)}的预测在 ${low} 到 ${high} 之间，而策略说它们是概率。`,
    '请写 0 到 1 之间的概率，或在策略中写 `prediction-type: score`。',
  );

export const tooManyClasses: typeof en.tooManyClasses = (classes, { isBinary, limit }) => {
  const some = `${classes.slice(0, 4).map(shownClass).join('、')}${classes.length > 4 ? '……' : ''}`;
  return usageError(
    'task-not-supported',
    isBinary
      ? `标签有两个以上的取值（${some}），而 binary 任务只有两个。`
      : `标签有超过 ${limit} 个取值（${some}），作为类别太多。`,
    isBinary
      ? '请用输入 "label" 指定正确的列，或更正模型的 `task`。'
      : '请用输入 "label" 指定另一个标签，或为模型写 `task: multiclass`。',
  );
};

export const probabilityColumnMissing: typeof en.probabilityColumnMissing = (
  side,
  prediction,
  classes,
) =>
  usageError(
    'probability-column-missing',
    `${sideName(side)}的文件为一些类别提供了概率列，但缺少 ${classes.map(shownClass).join('、')} 的列。`,
    `请每个类别写一列，命名为 "${prediction}.<类别>" 或 "${prediction}_<类别>"。`,
  );

export const sharesDoNotAddUp: typeof en.sharesDoNotAddUp = (side, rows) =>
  usageError(
    'probabilities-do-not-add-up',
    `${sideName(side)}有 ${count(rows)} 行的概率之和不为 1，或超出 0 到 1。`,
    '请写出每个类别的概率；分数必须先经过 softmax。',
  );

export const queryUnknown: typeof en.queryUnknown = () =>
  usageError(
    'query-unknown',
    '任务是 ranking，但策略没有说明哪一列区分查询。',
    '请在策略中用 `cluster` 指定：`cluster: query`。',
  );

export const clusterMissing: typeof en.clusterMissing = (column, rows) =>
  usageError(
    'cluster-missing',
    `${count(rows)} 行在列 "${column}" 中没有值，而策略把它指定为行的簇。`,
    '请为每一行给出所属的簇，或从策略中去掉 `cluster`。',
  );

export const scaleNotFound: typeof en.scaleNotFound = (column, isThere, known) =>
  usageError(
    'scale-not-found',
    isThere
      ? `策略把 "${column}" 指定为误差的尺度，但其中不是数字。`
      : `策略把 "${column}" 指定为误差的尺度，但没有文件含有这一列。`,
    isThere ? '请在每一行给出朴素预测在训练数据上的平均绝对误差。' : didYouMean(column, known),
  );

export const clusterNotFound: typeof en.clusterNotFound = (column, known) =>
  usageError(
    'cluster-not-found',
    `策略把 "${column}" 指定为行的簇，但没有文件含有这一列。`,
    `${didYouMean(column, known)}请把它加入预测文件或数据，或从策略中去掉 \`cluster\`。`,
  );

export const labelNotANumber: typeof en.labelNotANumber = () =>
  usageError(
    'label-not-a-number',
    '模型的任务是 regression，但它的标签不是数字。',
    '请用输入 "label" 指定正确的列，或更正模型的 `task`。',
  );

export const predictionNotANumber: typeof en.predictionNotANumber = (side, column) =>
  usageError(
    'prediction-not-a-number',
    `${sideName(side)}文件的列 "${column}" 不是数字，而标签是数字。`,
    '请写出预测值，或用输入 "prediction" 指定正确的列。',
  );

export const oneClass: typeof en.oneClass = (only) =>
  usageError(
    'one-class',
    `每一行的标签都相同${only === undefined ? '' : `（${shownClass(only)}）`}，因此无法区分对错。`,
    '请在含有两个类别的留出数据上评判。',
  );

export const positiveUnknown: typeof en.positiveUnknown = (positive, classes, taskIsStated) => {
  const named = classes.map(shownClass).join(' 和 ');
  return usageError(
    'positive-unknown',
    positive === undefined
      ? `标签是 ${named}；不知道其中哪个是正类。`
      : `策略说正类是 ${JSON.stringify(positive)}，但标签是 ${named}。`,
    `请在策略中用 \`positive\` 说明${taskIsStated ? '' : '，或为模型写 `task: regression`'}。`,
  );
};

function shownClass(value: string): string {
  return JSON.stringify(value.replace(/^(-?\d+)\.0$/u, '$1'));
}

export const noCommonRows: typeof en.noCommonRows = (one, other, key) =>
  usageError(
    'no-common-rows',
    `${sideName(one)}与${sideName(other)}的文件没有共同的行：列 "${key}" 中没有两边都有的键。`,
    '两者必须针对相同的留出行，且使用相同的键。',
  );

export const keysDoNotMatch: typeof en.keysDoNotMatch = (only, key) => {
  const parts = only
    .filter(({ rows }) => rows > 0)
    .map(({ side, rows }) => `${count(rows)} 行只在${sideName(side)}的文件中`);
  return usageError(
    'keys-do-not-match',
    `各文件针对的行不同：${parts.join('，')}（按键 "${key}"）。`,
    '请用两个模型预测相同的留出行；模型不能只在自己挑选的行上评判。',
  );
};

export const labelsDisagree: typeof en.labelsDisagree = (sides, rows) =>
  usageError(
    'labels-disagree',
    `${sides.map(sideName).join('与')}的文件有 ${count(rows)} 行的标签不一致。`,
    '同一留出行只有一个真值；请检查两个文件是否来自同一份数据。',
  );

export const keyUnknown: typeof en.keyUnknown = (files, shared) =>
  usageError(
    'key-unknown',
    `不知道哪一列能区分各行，因此无法连接 ${files} 个文件。`,
    shared.length === 0
      ? '这些文件没有共同的列。请在每个文件中写入同样的键列，并用输入 "key" 指定。'
      : `请用输入 "key" 指定，或写为模型的 \`key\`。这些文件共有：${shared.join('、')}。`,
  );

const roles = { key: '键', prediction: '预测' };

export const columnNotFound: typeof en.columnNotFound = (side, column, input, known) =>
  usageError(
    'column-not-found',
    `${sideName(side)}的文件没有列 "${column}"，而它应该含有${roles[input]}。`,
    `${didYouMean(column, known)}请用输入 "${input}" 指定正确的列。`,
  );

export const labelNotFound: typeof en.labelNotFound = (column, known) =>
  usageError(
    'label-not-found',
    `没有文件含有真实标签的列 "${column}"，因此什么都无法评判。`,
    `${didYouMean(column, known)}请用输入 "label" 指定该列，或用 "data" 给出带标签的行。`,
  );

export const valueBreaksType: typeof en.valueBreaksType = (side, failure, places) => {
  const { column, type, count: many } = failure;
  const more = many > places.length ? '……' : '';
  return usageError(
    'value-breaks-type',
    `${sideName(side)}文件的列 "${column}" 有 ${many} 个值不像其他值那样是 ${type}（${placeList(places)}${more}）。`,
    '请更正这些行，或把值留空并从每个文件中去掉该行。',
  );
};

function placeList(places: readonly RowPlace[]): string {
  return [...Map.groupBy(places, ({ file }) => file)]
    .map(([file, found]) => `${file} 第 ${found.map(({ row }) => row).join('、')} 行`)
    .join('；');
}

export const policyUnreadable: typeof en.policyUnreadable = (file, directory, cause) => {
  const isMissing = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  const hint = `请检查输入 "policy"；相对路径以 ${directory} 为起点。`;
  return isMissing
    ? usageError('policy-not-found', `无法读取策略文件 ${file}：没有这个文件。`, hint)
    : usageError('policy-not-found', `无法读取策略文件 ${file}。`, hint, cause);
};
