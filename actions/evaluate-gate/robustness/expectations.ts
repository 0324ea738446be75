import type { FeatureBatch, FeatureColumn } from '../../../shared/domain/prediction.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import { textOf } from '../check-rows.ts';
import type { GateRows } from '../rows.ts';
import { type Answers, movements } from './answers.ts';
import {
  findColumn,
  findNumbers,
  NotApplicable,
  spreadOf,
  valuesOf,
  withColumns,
} from './columns.ts';
import { messages } from './messages.ts';
import type { DirectionRule, Expectation, InvarianceRule, PlainValue } from './policy.ts';

/** Features to ask about beside the original ones, and which rows they are another input for. */
export interface Variant {
  readonly features: FeatureBatch;
  /** 1: the row is tested by this variant. */
  readonly tested: Uint8Array;
}

/** A column of more values than this cannot be tried one by one. */
const mostValues = 10;

/** Of a probability, or of a standard deviation, where the policy names no tolerance. */
const customaryShare = 0.05;

/**
 * What an answer may move by without counting: a probability, or units of the label; scores are on
 * a scale of their own.
 */
export function toleranceOf(rows: GateRows, clean: Answers, stated: number | undefined): number {
  if (stated !== undefined) return stated;
  const isScore =
    rows.task === 'ranking' || (rows.task === 'binary' && rows.challengerKind === 'score');
  if (rows.task !== 'regression' && !isScore) return customaryShare;
  const values = isScore ? clean.values : Float64Array.from(rows.labels);
  return customaryShare * (spreadOf({ name: '', kind: 'number', values })?.deviation ?? 0);
}

/**
 * The inputs that an invariance test compares with the original ones: the two values swapped, or
 * every row set to each of the values in turn.
 *
 * @throws NotApplicable where a column or a value is not there, or the values are too many to try
 */
export function invarianceVariants(features: FeatureBatch, rule: InvarianceRule): Variant[] {
  const columns = rule.columns.map((name) => findColumn(features, name));
  const { swap } = rule;
  if (swap !== undefined) {
    const swapped = columns.map((column) => {
      const [one, other] = swap.map((value) => knownValue(column, value));
      return replaced(column, (value) => {
        if (value === one) return other;
        return value === other ? one : undefined;
      });
    });
    return [variantOf(features, swapped)];
  }
  return columns.flatMap((column) => {
    const values = rule.values?.map((value) => knownValue(column, value)) ?? fewValues(column);
    return values.map((target) =>
      variantOf(features, [replaced(column, (value) => (value === target ? undefined : target))]),
    );
  });
}

interface Replaced {
  readonly column: FeatureColumn;
  readonly changed: Uint8Array;
}

/** A missing value stays missing: the test is about the values the policy names. */
function replaced(
  column: FeatureColumn,
  change: (value: string | number) => string | number | undefined,
): Replaced {
  const changed = new Uint8Array(column.values.length);
  const values = Array.from<string | number | null>(column.values);
  values.forEach((value, row) => {
    if (value === null || Number.isNaN(value)) return;
    const own = change(value);
    if (own === undefined) return;
    changed[row] = 1;
    values[row] = own;
  });
  const { name } = column;
  return column.kind === 'number'
    ? { changed, column: { name, kind: 'number', values: Float64Array.from(values as number[]) } }
    : { changed, column: { name, kind: 'text', values: values as (string | null)[] } };
}

function variantOf(features: FeatureBatch, replacements: readonly Replaced[]): Variant {
  const tested = new Uint8Array(features.rows);
  for (const { changed } of replacements) {
    for (let row = 0; row < tested.length; row++) if (changed[row] === 1) tested[row] = 1;
  }
  const columns = replacements.map(({ column }) => column);
  return { features: withColumns(features, columns), tested };
}

/** @throws NotApplicable naming the nearest value of the column */
function knownValue(column: FeatureColumn, value: PlainValue): string | number {
  const wanted = column.kind === 'number' ? Number(value) : String(value);
  const known = valuesOf(column);
  if (known.includes(wanted)) return wanted;
  const names = known.map(String);
  const near = nearestName(String(value), names);
  throw new NotApplicable(messages.valueUnknown(String(value), column.name, names, near));
}

function fewValues(column: FeatureColumn): (string | number)[] {
  const values = valuesOf(column);
  if (values.length < 2) {
    throw new NotApplicable(messages.onlyOneValue(column.name));
  }
  if (values.length <= mostValues) return values;
  throw new NotApplicable(messages.tooManyValues(column.name, values.length));
}

/** @throws NotApplicable where the column is not there or holds texts */
export function directionVariant(features: FeatureBatch, { column, by }: DirectionRule): Variant {
  const numbers = findNumbers(features, column);
  const step = typeof by === 'number' ? undefined : Number(by.replace('%', '').trim()) / 100;
  const moved = replaced(numbers, (value) => {
    const number = value as number;
    // A share of a negative number must still move it up: the sign of the step decides, not its own.
    const own = step === undefined ? number + (by as number) : number + step * Math.abs(number);
    return own === number ? undefined : own;
  });
  return variantOf(features, [moved]);
}

/** How many rows were tested, and how many broke the expectation. */
export interface Broken {
  readonly rows: number;
  readonly hits: number;
}

/** A row breaks invariance where any of its variants moves the answer by more than the tolerance. */
export function countMoved(
  rows: GateRows,
  clean: Answers,
  answered: readonly { answers: Answers; tested: Uint8Array }[],
  tolerance: number,
): Broken {
  const state = new Uint8Array(clean.values.length);
  for (const { answers, tested } of answered) {
    const moved = movements(rows, clean, answers);
    for (let row = 0; row < state.length; row++) {
      if (tested[row] !== 1) continue;
      // Rounding in the last digit of a tolerance as typed is no movement.
      const isBroken = !((moved[row] as number) <= tolerance * (1 + 1e-9));
      if (isBroken) state[row] = 2;
      else if (state[row] === 0) state[row] = 1;
    }
  }
  return countStates(state);
}

const holds: Readonly<Record<Expectation, (change: number, tolerance: number) => boolean>> = {
  increase: (change, tolerance) => change > tolerance,
  decrease: (change, tolerance) => change < -tolerance,
  'not-increase': (change, tolerance) => change <= tolerance,
  'not-decrease': (change, tolerance) => change >= -tolerance,
};

/** Rows whose answer does not move as it must. @throws NotApplicable where no class is named */
export function countMisdirected(
  rows: GateRows,
  { clean, answers, tested }: { clean: Answers; answers: Answers; tested: Uint8Array },
  { expect, tolerance = 0, ...rule }: DirectionRule,
): Broken {
  const [before, after] = [clean, answers].map((one) => watched(rows, one, rule.class));
  const state = tested.map((isTested, row) => {
    if (isTested !== 1) return 0;
    const change = (after?.[row] as number) - (before?.[row] as number);
    return holds[expect](change, tolerance) ? 1 : 2;
  });
  return countStates(state);
}

/** The number whose direction counts. */
function watched(rows: GateRows, answers: Answers, named: PlainValue | undefined): Float64Array {
  if (rows.task !== 'multiclass' && rows.task !== 'multilabel') return answers.values;
  const isLabels = rows.task === 'multilabel';
  const names = isLabels ? rows.names : rows.classes;
  const known = isLabels ? names : names.map((name) => name.replace(/\.0$/u, ''));
  if (named === undefined) throw new NotApplicable(messages.classUnnamed(known, isLabels));
  const place = names.indexOf(isLabels ? String(named) : textOf(named));
  const found = answers.shares?.[place];
  if (found === undefined) {
    throw new NotApplicable(messages.classUnknown(String(named), known, isLabels));
  }
  return found;
}

function countStates(state: Uint8Array): Broken {
  let [rows, hits] = [0, 0];
  for (const one of state) {
    if (one > 0) rows++;
    if (one === 2) hits++;
  }
  return { rows, hits };
}
