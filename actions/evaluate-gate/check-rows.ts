import { type ActionError, usageError } from '../../shared/kernel/action-error.ts';
import type { Side, SideName } from './layout.ts';
import type { BinaryKind } from './rows.ts';

/** What `profileQuery` answers about one table. */
export interface Profile {
  readonly rows: number;
  readonly keyed?: number | undefined;
  readonly keys?: number | undefined;
  readonly labelled?: number | undefined;
  readonly predicted?: number | undefined;
  readonly infinite?: number | undefined;
  readonly low?: number | null | undefined;
  readonly high?: number | null | undefined;
  readonly outside?: number | undefined;
  readonly constant?: boolean | null | undefined;
}

/** A value of the label column as text, and its rows. */
export interface LabelValue {
  readonly value: string | null;
  readonly rows: number;
}

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/**
 * Stop at a table that cannot be judged.
 *
 * @throws ActionError (usage): `no-rows`, `key-missing`, `keys-repeat`, `label-missing`,
 *   `prediction-missing`, `prediction-not-finite`, `prediction-constant`
 */
export function checkProfile(side: Side, profile: Profile): void {
  const { name, key, label, prediction } = side;
  const { rows, keyed = rows, keys = keyed, labelled = rows, predicted = rows } = profile;
  const stop = (code: string, message: string, hint: string): ActionError =>
    usageError(code, message, hint);
  if (rows === 0) {
    throw stop(
      'no-rows',
      `The ${name} file has columns but no rows.`,
      'Check the step that wrote it.',
    );
  }
  if (keyed < rows) {
    throw stop(
      'key-missing',
      `${plural(rows - keyed, 'row')} of the ${name} file ${rows - keyed === 1 ? 'has' : 'have'} no key in column "${key?.name}".`,
      'Give every row its key; without it a row cannot be found in the other file.',
    );
  }
  if (keys < keyed) {
    throw stop(
      'keys-repeat',
      `Column "${key?.name}" of the ${name} file repeats: ${plural(keyed, 'row')}, but only ${plural(keys, 'different key')}.`,
      'Each row needs a key of its own; name another column with the input "key", or write each row once.',
    );
  }
  if (labelled < rows) {
    throw stop(
      'label-missing',
      `${plural(rows - labelled, 'row')} of the ${name} file ${rows - labelled === 1 ? 'has' : 'have'} no label in column "${label?.name}".`,
      'Judge labelled rows only: drop the others from every file.',
    );
  }
  if (predicted < rows) {
    throw stop(
      'prediction-missing',
      `${plural(rows - predicted, 'row')} of the ${name} file ${rows - predicted === 1 ? 'has' : 'have'} no prediction in column "${prediction?.name}".`,
      'A model that cannot answer some rows is not judged on the others only: predict every row.',
    );
  }
  checkValues(side, profile, stop);
}

function checkValues(
  { name, prediction }: Side,
  { infinite = 0, low, high, constant }: Profile,
  stop: (code: string, message: string, hint: string) => ActionError,
): void {
  if (infinite > 0) {
    throw stop(
      'prediction-not-finite',
      `${plural(infinite, 'prediction')} of the ${name} ${infinite === 1 ? 'is' : 'are'} not a finite number (NaN or infinity).`,
      'The model or the code that writes predictions divides by zero or overflows; correct it first.',
    );
  }
  const isConstant = typeof low === 'number' ? low === high : constant === true;
  if (isConstant) {
    throw stop(
      'prediction-constant',
      `Every prediction of the ${name} in column "${prediction?.name}" is the same.`,
      'Such a model cannot tell rows apart; check that it was loaded and given its features.',
    );
  }
}

/**
 * What a file's predictions of a binary label are.
 *
 * @param stated what the policy says they are
 * @throws ActionError (usage): `prediction-in-percent`, `prediction-not-a-probability`,
 *   `prediction-unknown-class`
 */
export function kindOf(
  { name, prediction }: Side,
  { low, high, outside = 0 }: Profile,
  stated: BinaryKind | undefined,
): BinaryKind {
  if (outside === 0 && (stated === undefined || stated === 'class')) return 'class';
  const numeric = typeof low === 'number' && typeof high === 'number';
  if (stated === 'class' || !numeric) {
    throw usageError(
      'prediction-unknown-class',
      `${plural(outside, 'prediction')} of the ${name} in column "${prediction?.name}" ${outside === 1 ? 'is' : 'are'} no class that the labels know.`,
      'Write predictions as the labels are written, or as the probability of the positive class.',
    );
  }
  if (stated === 'score') return 'score';
  if (low >= 0 && high <= 1) return 'probability';
  if (low >= 0 && high <= 100 && stated === undefined) {
    throw usageError(
      'prediction-in-percent',
      `The predictions of the ${name} run from ${low} to ${high}: they look like percentages.`,
      'Divide them by 100. If they are scores on a scale of their own, say `prediction-type: score` in the policy.',
    );
  }
  if (stated === 'probability') {
    throw usageError(
      'prediction-not-a-probability',
      `The predictions of the ${name} run from ${low} to ${high}, but the policy says they are probabilities.`,
      'Write probabilities between 0 and 1, or say `prediction-type: score` in the policy.',
    );
  }
  return 'score';
}

/** What the labels are: two classes of which one is positive, or numbers. */
export type LabelMeaning =
  | { readonly task: 'binary'; readonly positive: string; readonly classes: readonly string[] }
  | { readonly task: 'regression' };

/**
 * What the label column means.
 *
 * @param values its values, most frequent first; cut off after 20
 * @param task as configured
 * @param positive the positive class, as the policy names it
 * @throws ActionError (usage): `one-class`, `positive-unknown`, `task-not-supported`
 */
export function meaningOf(
  values: readonly LabelValue[],
  isNumericLabel: boolean,
  task: string | undefined,
  positive: string | number | boolean | undefined,
): LabelMeaning {
  if (task !== undefined && task !== 'binary' && task !== 'regression') {
    throw usageError(
      'task-not-supported',
      `The model's task is ${task}; this step judges binary and regression tasks.`,
      'Correct `task` of the model if its label has two classes or is a number.',
    );
  }
  if (task === 'regression') return requireNumbers(isNumericLabel);
  const classes = values.flatMap(({ value }) => (value === null ? [] : [value])).toSorted();
  if (classes.length <= 2) return binaryMeaning(classes, task, positive);
  if (task === 'binary' || !isNumericLabel) {
    throw usageError(
      'task-not-supported',
      `The label has more than two values (${classes.slice(0, 4).map(shown).join(', ')}, …), and a binary task has two.`,
      task === 'binary'
        ? 'Name the right column with the input "label".'
        : 'This step judges binary and regression tasks; name another label with the input "label".',
    );
  }
  return { task: 'regression' };
}

function requireNumbers(isNumericLabel: boolean): LabelMeaning {
  if (isNumericLabel) return { task: 'regression' };
  throw usageError(
    'label-not-a-number',
    "The model's task is regression, but its label is not a number.",
    'Name the right column with the input "label", or correct `task` of the model.',
  );
}

function binaryMeaning(
  classes: readonly string[],
  task: string | undefined,
  positive: string | number | boolean | undefined,
): LabelMeaning {
  const [only, other] = classes;
  if (only === undefined || other === undefined) {
    throw usageError(
      'one-class',
      `Every row has the same label${only === undefined ? '' : ` (${shown(only)})`}, so nothing can be told right from wrong.`,
      'Judge on held-out rows of both classes.',
    );
  }
  const wanted = positive === undefined ? '1.0' : textOf(positive);
  const found = classes.find((value) => value === wanted);
  if (found !== undefined) return { task: 'binary', positive: found, classes };
  const named = classes.map(shown).join(' and ');
  const both = task === undefined ? ', or `task: regression` of the model' : '';
  throw usageError(
    'positive-unknown',
    positive === undefined
      ? `The labels are ${named}; which of them is the positive class is not known.`
      : `The policy says the positive class is ${JSON.stringify(positive)}, but the labels are ${named}.`,
    `Say it with \`positive\` in the policy${both}.`,
  );
}

/** A class as `classText` writes it. */
function textOf(value: string | number | boolean): string {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return String(value);
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

/** The text form back as people write it. */
function shown(value: string): string {
  return JSON.stringify(value.replace(/^(-?\d+)\.0$/u, '$1'));
}

/** @throws ActionError (usage): `no-common-rows`, `keys-do-not-match` */
export function unmatchedError(
  one: SideName,
  other: SideName,
  rows: Readonly<Record<'one' | 'other', number>>,
  unmatched: Readonly<Record<'one' | 'other', number>>,
  key: string,
): ActionError {
  if (unmatched.one === rows.one) {
    return usageError(
      'no-common-rows',
      `The ${one} and the ${other} file have no row in common: no key in column "${key}" is in both.`,
      'Both must be about the same held-out rows, with the same keys.',
    );
  }
  const parts = [
    unmatched.one > 0 ? `${plural(unmatched.one, 'row')} only in the ${one} file` : '',
    unmatched.other > 0 ? `${plural(unmatched.other, 'row')} only in the ${other} file` : '',
  ].filter((part) => part !== '');
  return usageError(
    'keys-do-not-match',
    `The files are not about the same rows: ${parts.join(', ')} (by key "${key}").`,
    'Predict the same held-out rows with both models; a model is not judged on the rows it chose.',
  );
}

export function labelsDisagree(sides: readonly SideName[], disagreeing: number): ActionError {
  return usageError(
    'labels-disagree',
    `The ${sides.join(' and the ')} file disagree about the label of ${plural(disagreeing, 'row')}.`,
    'The same held-out row has one truth; check that both files come from the same data.',
  );
}
