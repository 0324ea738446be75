import { type ActionError, usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import type { SideName } from '../layout.ts';
import { counted } from '../number-texts.ts';

export function dataMissing(side: SideName): ActionError {
  return usageError(
    'data-missing',
    `The ${side} is a model, and there is no data to ask it about.`,
    'Give held-out data with the label and the features: the input `data`, or `data.test` of the model in mlops.yml.',
  );
}

export function oneModelAtATime(side: SideName, given: readonly string[]): ActionError {
  return usageError(
    'several-models',
    `The ${side} names ${given.length} things, of which one is a model: ${given.join(', ')}.`,
    'Give one model, or predictions files only.',
  );
}

export function labelAmongFeatures(source: string, label: string, isOwn: boolean): ActionError {
  return usageError(
    'label-among-features',
    isOwn
      ? `${source} wants "${label}" as a feature, which is the label: it was trained on the answer.`
      : `\`evaluate.model.features\` names "${label}", which is the label: the model would be told the answer.`,
    isOwn ? 'Train without the label among the features.' : 'Take it out of the list.',
  );
}

export function featureMissing(
  source: string,
  name: string,
  known: readonly string[],
  isOwn: boolean,
): ActionError {
  const who = isOwn ? `${source} wants` : '`evaluate.model.features` names';
  return usageError(
    'feature-missing',
    `${who} the feature "${name}", and the data has no such column. ${didYouMean(name, known)}`,
    'Give data with the columns the model was trained on, under the same names.',
  );
}

export function noFeatures(source: string): ActionError {
  return usageError(
    'no-features',
    `The data has no column that ${source} could be given: each is the label, the key, the time or the cluster.`,
    'Give data with the features of the model, or name them in `evaluate.model.features`.',
  );
}

export function featureCountDiffers(
  source: string,
  wanted: number,
  names: readonly string[],
  isConfigured: boolean,
): ActionError {
  const given = isConfigured
    ? `\`evaluate.model.features\` names ${names.length}`
    : `the data has ${names.length} columns without a role of their own`;
  return usageError(
    'feature-count-differs',
    `${source} takes ${counted(wanted, 'feature')} a row, and ${given}: ${names.join(', ')}.`,
    'Name the columns the model was trained on, in its order, in `evaluate.model.features`.',
  );
}

export function answersNotFinite(side: SideName, source: string, rows: number): ActionError {
  return usageError(
    'prediction-not-finite',
    `The ${side} ${source} answered NaN or infinity for ${counted(rows, 'row')}.`,
    'Look for missing or extreme values in the features of these rows, or fill them as in training.',
  );
}

export function answersChanged(side: SideName, source: string): ActionError {
  return usageError(
    'prediction-shape-changed',
    `The ${side} ${source} answered some rows with more numbers than others.`,
    'The model must answer every row alike: [rows] or [rows, classes].',
  );
}

export function classCountDiffers(
  source: string,
  width: number,
  classes: readonly string[],
): ActionError {
  return usageError(
    'class-count-differs',
    `${source} answers with ${width} numbers a row, and there are ${counted(classes.length, 'class', 'classes')}: ${classes.slice(0, 20).join(', ')}.`,
    'Name the classes in the order of the numbers in `evaluate.model.classes`; a regression model must answer with one number.',
  );
}

export function classesUnclear(source: string, width: number): ActionError {
  return usageError(
    'classes-unclear',
    `The order of the ${width} probabilities of ${source} cannot be told from its answers.`,
    'Name the classes in the order of the probabilities in `evaluate.model.classes`.',
  );
}
