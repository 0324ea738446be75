import type { CastFailure, RowPlace } from '../../shared/domain/column.ts';
import { type ActionError, usageError } from '../../shared/kernel/action-error.ts';
import { didYouMean } from '../../shared/kernel/nearest-name.ts';
import type { SideName } from './layout.ts';
import { counted } from './number-texts.ts';

/*
 * What can be wrong with the files a user gives, one function a sentence. Values of keys are not
 * shown: a key may be a person's.
 */

const have = (rows: number): string => (rows === 1 ? 'has' : 'have');
const are = (count: number): string => (count === 1 ? 'is' : 'are');

export function noRows(side: SideName): ActionError {
  return usageError(
    'no-rows',
    `The ${side} file has columns but no rows.`,
    'Check the step that wrote it.',
  );
}

export function keyMissing(side: SideName, column: string, rows: number): ActionError {
  return usageError(
    'key-missing',
    `${counted(rows, 'row')} of the ${side} file ${have(rows)} no key in column "${column}".`,
    'Give every row its key; without it a row cannot be found in the other file.',
  );
}

export function keysRepeat(
  side: SideName,
  column: string,
  rows: number,
  different: number,
): ActionError {
  return usageError(
    'keys-repeat',
    `Column "${column}" of the ${side} file repeats: ${counted(rows, 'row')}, but only ${counted(different, 'different key')}.`,
    'Each row needs a key of its own; name another column with the input "key", or write each row once.',
  );
}

export function labelMissing(side: SideName, column: string, rows: number): ActionError {
  return usageError(
    'label-missing',
    `${counted(rows, 'row')} of the ${side} file ${have(rows)} no label in column "${column}".`,
    'Judge labelled rows only: drop the others from every file.',
  );
}

export function predictionMissing(side: SideName, column: string, rows: number): ActionError {
  return usageError(
    'prediction-missing',
    `${counted(rows, 'row')} of the ${side} file ${have(rows)} no prediction in column "${column}".`,
    'A model that cannot answer some rows is not judged on the others only: predict every row.',
  );
}

export function notFinite(side: SideName, predictions: number): ActionError {
  return usageError(
    'prediction-not-finite',
    `${counted(predictions, 'prediction')} of the ${side} ${are(predictions)} not a finite number (NaN or infinity).`,
    'The model or the code that writes predictions divides by zero or overflows; correct it first.',
  );
}

export function constant(side: SideName, column: string): ActionError {
  return usageError(
    'prediction-constant',
    `Every prediction of the ${side} in column "${column}" is the same.`,
    'Such a model cannot tell rows apart; check that it was loaded and given its features.',
  );
}

export function unknownClass(side: SideName, column: string, predictions: number): ActionError {
  return usageError(
    'prediction-unknown-class',
    `${counted(predictions, 'prediction')} of the ${side} in column "${column}" ${are(predictions)} no class that the labels know.`,
    'Write predictions as the labels are written, or as the probability of the positive class.',
  );
}

export function inPercent(side: SideName, low: number, high: number): ActionError {
  return usageError(
    'prediction-in-percent',
    `The predictions of the ${side} run from ${low} to ${high}: they look like percentages.`,
    'Divide them by 100. If they are scores on a scale of their own, say `prediction-type: score` in the policy.',
  );
}

export function notAProbability(side: SideName, low: number, high: number): ActionError {
  return usageError(
    'prediction-not-a-probability',
    `The predictions of the ${side} run from ${low} to ${high}, but the policy says they are probabilities.`,
    'Write probabilities between 0 and 1, or say `prediction-type: score` in the policy.',
  );
}

export function tooManyClasses(
  classes: readonly string[],
  { isBinary, limit }: { readonly isBinary: boolean; readonly limit: number },
): ActionError {
  const some = `${classes.slice(0, 4).map(shownClass).join(', ')}${classes.length > 4 ? ', …' : ''}`;
  return usageError(
    'task-not-supported',
    isBinary
      ? `The label has more than two values (${some}), and a binary task has two.`
      : `The label has more than ${limit} values (${some}), too many for classes.`,
    isBinary
      ? 'Name the right column with the input "label", or correct `task` of the model.'
      : 'Name another label with the input "label", or say `task: multiclass` of the model.',
  );
}

export function probabilityColumnMissing(
  side: SideName,
  prediction: string,
  classes: readonly string[],
): ActionError {
  return usageError(
    'probability-column-missing',
    `The ${side} file has a column of probabilities for some classes, but none for ${classes.map(shownClass).join(', ')}.`,
    `Write one column a class, named "${prediction}.<class>" or "${prediction}_<class>".`,
  );
}

export function sharesDoNotAddUp(side: SideName, rows: number): ActionError {
  return usageError(
    'probabilities-do-not-add-up',
    `The probabilities of the ${side} do not add up to 1, or leave 0 to 1, in ${counted(rows, 'row')}.`,
    'Write the probability of every class; scores must go through a softmax first.',
  );
}

export function queryUnknown(): ActionError {
  return usageError(
    'query-unknown',
    'The task is ranking, but the policy does not say which column tells queries apart.',
    'Name it as `cluster` in the policy: `cluster: query`.',
  );
}

export function clusterMissing(column: string, rows: number): ActionError {
  return usageError(
    'cluster-missing',
    `${counted(rows, 'row')} ${have(rows)} no value in column "${column}", which the policy names as the cluster of rows.`,
    'Give every row its cluster, or take `cluster` out of the policy.',
  );
}

export function scaleNotFound(
  column: string,
  isThere: boolean,
  known: readonly string[],
): ActionError {
  return usageError(
    'scale-not-found',
    isThere
      ? `The policy names "${column}" as the scale of errors, and it does not hold numbers.`
      : `The policy names "${column}" as the scale of errors, but no file has this column.`,
    isThere
      ? "Give the naive forecast's mean absolute error in training as a number in every row."
      : didYouMean(column, known),
  );
}

export function clusterNotFound(column: string, known: readonly string[]): ActionError {
  return usageError(
    'cluster-not-found',
    `The policy names "${column}" as the cluster of rows, but no file has this column.`,
    `${didYouMean(column, known)} Add it to the predictions or the data, or take \`cluster\` out of the policy.`,
  );
}

export function labelNotANumber(): ActionError {
  return usageError(
    'label-not-a-number',
    "The model's task is regression, but its label is not a number.",
    'Name the right column with the input "label", or correct `task` of the model.',
  );
}

export function predictionNotANumber(side: SideName, column: string): ActionError {
  return usageError(
    'prediction-not-a-number',
    `Column "${column}" of the ${side} file holds no numbers, but the label is a number.`,
    'Write the predicted value, or name the right column with the input "prediction".',
  );
}

export function oneClass(only: string | undefined): ActionError {
  return usageError(
    'one-class',
    `Every row has the same label${only === undefined ? '' : ` (${shownClass(only)})`}, so nothing can be told right from wrong.`,
    'Judge on held-out rows of both classes.',
  );
}

export function positiveUnknown(
  positive: string | number | boolean | undefined,
  classes: readonly string[],
  taskIsStated: boolean,
): ActionError {
  const named = classes.map(shownClass).join(' and ');
  return usageError(
    'positive-unknown',
    positive === undefined
      ? `The labels are ${named}; which of them is the positive class is not known.`
      : `The policy says the positive class is ${JSON.stringify(positive)}, but the labels are ${named}.`,
    `Say it with \`positive\` in the policy${taskIsStated ? '' : ', or `task: regression` of the model'}.`,
  );
}

/** A class from its text form, as people write it: `1.0` is 1. */
function shownClass(value: string): string {
  return JSON.stringify(value.replace(/^(-?\d+)\.0$/u, '$1'));
}

export function noCommonRows(one: SideName, other: SideName, key: string): ActionError {
  return usageError(
    'no-common-rows',
    `The ${one} and the ${other} file have no row in common: no key in column "${key}" is in both.`,
    'Both must be about the same held-out rows, with the same keys.',
  );
}

export function keysDoNotMatch(
  only: readonly { readonly side: SideName; readonly rows: number }[],
  key: string,
): ActionError {
  const parts = only
    .filter(({ rows }) => rows > 0)
    .map(({ side, rows }) => `${counted(rows, 'row')} only in the ${side} file`);
  return usageError(
    'keys-do-not-match',
    `The files are not about the same rows: ${parts.join(', ')} (by key "${key}").`,
    'Predict the same held-out rows with both models; a model is not judged on the rows it chose.',
  );
}

export function labelsDisagree(sides: readonly SideName[], rows: number): ActionError {
  return usageError(
    'labels-disagree',
    `The ${sides.join(' and the ')} file disagree about the label of ${counted(rows, 'row')}.`,
    'The same held-out row has one truth; check that both files come from the same data.',
  );
}

export function keyUnknown(files: number, shared: readonly string[]): ActionError {
  return usageError(
    'key-unknown',
    `Which column tells rows apart is not known, so the ${files} files cannot be joined.`,
    shared.length === 0
      ? 'The files share no column. Write the same key column into each, and name it with the input "key".'
      : `Name it with the input "key", or as \`key\` of the model. The files share: ${shared.join(', ')}.`,
  );
}

export function columnNotFound(
  side: SideName,
  column: string,
  input: 'key' | 'prediction',
  known: readonly string[],
): ActionError {
  return usageError(
    'column-not-found',
    `The ${side} file has no column "${column}", which should hold the ${input}.`,
    `${didYouMean(column, known)} Name the right one with the input "${input}".`,
  );
}

export function labelNotFound(column: string, known: readonly string[]): ActionError {
  return usageError(
    'label-not-found',
    `No file has a column "${column}" with the true labels, so nothing can be judged.`,
    `${didYouMean(column, known)} Name the column with the input "label", or give the labelled rows with "data".`,
  );
}

/**
 * @param places - where the rows of `failure` stand, file by file.
 */
export function valueBreaksType(
  side: SideName,
  failure: Omit<CastFailure, 'rows'>,
  places: readonly RowPlace[],
): ActionError {
  const { column, type, count } = failure;
  const article = /^[aeiou]/u.test(type) ? 'an' : 'a';
  const values = count === 1 ? 'a value that is' : `${count} values that are`;
  const more = count > places.length ? ', …' : '';
  return usageError(
    'value-breaks-type',
    `Column "${column}" of the ${side} file holds ${values} not ${article} ${type}, as the others are (${placeList(places)}${more}).`,
    'Correct these rows, or leave the value empty and drop the row from every file.',
  );
}

/** `a.csv row 5; b.csv rows 1, 7` */
function placeList(places: readonly RowPlace[]): string {
  return [...Map.groupBy(places, ({ file }) => file)]
    .map(([file, found]) => {
      const rows = found.map(({ row }) => row).join(', ');
      return `${file} row${found.length === 1 ? '' : 's'} ${rows}`;
    })
    .join('; ');
}

/** ENOENT is no word for a reader; other causes say what else is wrong. */
export function policyUnreadable(file: string, directory: string, cause: unknown): ActionError {
  const isMissing = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  const hint = `Check the input "policy"; relative paths start from ${directory}.`;
  return isMissing
    ? usageError(
        'policy-not-found',
        `The policy file ${file} cannot be read: there is no such file.`,
        hint,
      )
    : usageError('policy-not-found', `The policy file ${file} cannot be read.`, hint, cause);
}
