import * as errors from './input-errors.ts';
import type { Side, SideName } from './layout.ts';
import type { BinaryKind } from './rows.ts';

/** What `profileQuery` answers about one table. */
export interface Profile {
  readonly rows: number;
  readonly keyed?: number | undefined;
  readonly keys?: number | undefined;
  /** Of a key that is whole numbers; beyond 2^53 as they are. */
  readonly keyLow?: number | bigint | null | undefined;
  readonly keyHigh?: number | bigint | null | undefined;
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

/**
 * Stop at a table that cannot be judged.
 *
 * @throws ActionError (usage): `no-rows`, `key-missing`, `keys-repeat`, `label-missing`,
 *   `prediction-missing`, `prediction-not-finite`, `prediction-constant`
 */
export function checkProfile(side: Side, profile: Profile): void {
  const { name, key, label, prediction } = side;
  const { rows, keyed = rows, keys = keyed, labelled = rows, predicted = rows } = profile;
  const { infinite = 0, low, high } = profile;
  if (rows === 0) throw errors.noRows(name);
  if (keyed < rows) throw errors.keyMissing(name, key?.name ?? '', rows - keyed);
  if (keys < keyed) throw errors.keysRepeat(name, key?.name ?? '', keyed, keys);
  if (labelled < rows) throw errors.labelMissing(name, label?.name ?? '', rows - labelled);
  if (prediction === undefined) return;
  if (predicted < rows) throw errors.predictionMissing(name, prediction.name, rows - predicted);
  if (infinite > 0) throw errors.notFinite(name, infinite);
  const isConstant = typeof low === 'number' ? low === high : profile.constant === true;
  if (isConstant) throw errors.constant(name, prediction.name);
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
  const isNumeric = typeof low === 'number' && typeof high === 'number';
  if (stated === 'class' || !isNumeric) {
    throw errors.unknownClass(name, prediction?.name ?? '', outside);
  }
  if (stated === 'score') return 'score';
  if (low >= 0 && high <= 1) return 'probability';
  if (low >= 0 && high <= 100 && stated === undefined) throw errors.inPercent(name, low, high);
  if (stated === 'probability') throw errors.notAProbability(name, low, high);
  return 'score';
}

/** What the labels are: two classes of which one is positive, several classes, or numbers. */
export type LabelMeaning =
  | { readonly task: 'binary'; readonly positive: string; readonly classes: readonly string[] }
  | { readonly task: 'multiclass'; readonly classes: readonly string[] }
  | { readonly task: 'multilabel'; readonly names: readonly string[] }
  | { readonly task: 'regression' | 'ranking' };

/** More classes than this are a mistake, unless the configuration says that they are classes. */
const mostGuessedClasses = 20;
/** More than these are a mistake in any case. */
const mostClasses = 200;

/** Whether the label is a number by the configured task alone. */
export function isOfNumbers(task: string | undefined): boolean {
  return task === 'regression' || task === 'forecasting' || task === 'ranking';
}

/** Values of the label column to look at before it is clear that they are no classes. */
export function classLimit(task: string | undefined): number {
  return task === 'multiclass' ? mostClasses : mostGuessedClasses;
}

/**
 * What the label column means.
 *
 * @param values its values, most frequent first; cut off where they are too many for classes
 * @param task as configured
 * @param positive the positive class, as the policy names it
 * @throws ActionError (usage): `one-class`, `positive-unknown`, `task-not-supported`,
 *   `label-not-a-number`
 */
export function meaningOf(
  values: readonly LabelValue[],
  isNumericLabel: boolean,
  task: string | undefined,
  positive: string | number | boolean | undefined,
): LabelMeaning {
  if (isOfNumbers(task)) {
    if (isNumericLabel) return { task: task === 'ranking' ? 'ranking' : 'regression' };
    throw errors.labelNotANumber();
  }
  const classes = values.flatMap(({ value }) => (value === null ? [] : [value])).toSorted();
  const limit = classLimit(task);
  if (task === 'multiclass') return multiclassMeaning(classes, limit);
  if (classes.length <= 2) return binaryMeaning(classes, task, positive);
  if (task === 'binary') throw errors.tooManyClasses(classes, { isBinary: true, limit });
  return isNumericLabel ? { task: 'regression' } : multiclassMeaning(classes, limit);
}

function multiclassMeaning(classes: readonly string[], limit: number): LabelMeaning {
  if (classes.length < 2) throw errors.oneClass(classes[0]);
  if (classes.length > limit) throw errors.tooManyClasses(classes, { isBinary: false, limit });
  return { task: 'multiclass', classes };
}

function binaryMeaning(
  classes: readonly string[],
  task: string | undefined,
  positive: string | number | boolean | undefined,
): LabelMeaning {
  if (classes.length < 2) throw errors.oneClass(classes[0]);
  const wanted = positive === undefined ? '1.0' : textOf(positive);
  const found = classes.find((value) => value === wanted);
  if (found === undefined) throw errors.positiveUnknown(positive, classes, task !== undefined);
  return { task: 'binary', positive: found, classes };
}

/** A class as `classText` writes it: DuckDB's text of a double where it is a number. */
export function textOf(value: string | number | boolean): string {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return String(value);
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

/** Rows of two tables, and how many of them the other one lacks. */
export interface Unmatched {
  readonly side: SideName;
  readonly rows: number;
  readonly unmatched: number;
}

/** @returns the error `no-common-rows` or `keys-do-not-match` */
export function unmatchedError(one: Unmatched, other: Unmatched, key: string): Error {
  if (one.unmatched === one.rows) return errors.noCommonRows(one.side, other.side, key);
  return errors.keysDoNotMatch(
    [one, other].map(({ side, unmatched }) => ({ side, rows: unmatched })),
    key,
  );
}
