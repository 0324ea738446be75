import { usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import { sideName } from '../messages.zh.ts';
import { count } from '../number-texts.ts';
import type * as en from './errors.en.ts';

export const dataMissing: typeof en.dataMissing = (side) =>
  usageError(
    'data-missing',
    `${sideName(side)}是模型，但没有可以向它询问的数据。`,
    '请给出带标签和特征的留出数据：输入 `data`，或 mlops.yml 中模型的 `data.test`。',
  );

export const oneModelAtATime: typeof en.oneModelAtATime = (side, given) =>
  usageError(
    'several-models',
    `${sideName(side)}指定了 ${given.length} 项，其中一项是模型：${given.join('、')}。`,
    '请给出一个模型，或只给出预测文件。',
  );

export const labelAmongFeatures: typeof en.labelAmongFeatures = (source, label, isOwn) =>
  usageError(
    'label-among-features',
    isOwn
      ? `${source} 需要 "${label}" 作为特征，而它就是标签：模型是用答案训练的。`
      : `\`evaluate.model.features\` 指定了 "${label}"，而它就是标签：这等于把答案告诉模型。`,
    isOwn ? '请在训练时不要把标签放入特征。' : '请把它从列表中去掉。',
  );

export const featureMissing: typeof en.featureMissing = (source, name, known, isOwn) => {
  const who = isOwn ? `${source} 需要` : '`evaluate.model.features` 指定了';
  return usageError(
    'feature-missing',
    `${who}特征 "${name}"，而数据中没有这一列。${didYouMean(name, known)}`,
    '请给出含有训练时各列的数据，列名保持一致。',
  );
};

export const noFeatures: typeof en.noFeatures = (source) =>
  usageError(
    'no-features',
    `数据中没有可以给 ${source} 的列：每一列都是标签、键、时间或簇。`,
    '请给出含有模型特征的数据，或在 `evaluate.model.features` 中指定。',
  );

export const featureCountDiffers: typeof en.featureCountDiffers = (
  source,
  wanted,
  names,
  isConfigured,
) => {
  const given = isConfigured
    ? `\`evaluate.model.features\` 指定了 ${names.length} 个`
    : `数据中没有特定角色的列有 ${names.length} 个`;
  return usageError(
    'feature-count-differs',
    `${source} 每行需要 ${count(wanted)} 个特征，而${given}：${names.join('、')}。`,
    '请在 `evaluate.model.features` 中按模型的顺序写出训练时的列。',
  );
};

export const answersNotFinite: typeof en.answersNotFinite = (side, source, rows) =>
  usageError(
    'prediction-not-finite',
    `${sideName(side)} ${source} 对 ${count(rows)} 行的回答为 NaN 或无穷大。`,
    '请检查这些行的特征中是否有缺失值或极端值，或像训练时那样填补。',
  );

export const answersChanged: typeof en.answersChanged = (side, source) =>
  usageError(
    'prediction-shape-changed',
    `${sideName(side)} ${source} 对一些行给出的数字比其他行多。`,
    '模型对每一行的回答必须形状一致：[rows] 或 [rows, classes]。',
  );

export const classCountDiffers: typeof en.classCountDiffers = (source, width, classes) =>
  usageError(
    'class-count-differs',
    `${source} 每行回答 ${width} 个数字，而类别有 ${count(classes.length)} 个：${classes.slice(0, 20).join('、')}。`,
    '请在 `evaluate.model.classes` 中按数字的顺序写出类别；回归模型必须只回答一个数字。',
  );

export const classesUnclear: typeof en.classesUnclear = (source, width) =>
  usageError(
    'classes-unclear',
    `无法从 ${source} 的回答得知其 ${width} 个概率的顺序。`,
    '请在 `evaluate.model.classes` 中按概率的顺序写出类别。',
  );
