import type { PredictedBatch } from '../../../shared/domain/prediction.ts';
import * as errors from './errors.ts';

/** What is known about the classes before a model is asked. */
export interface KnownClasses {
  /** In the order of the model's numbers, as the model or the configuration says it. */
  readonly ordered: readonly string[] | undefined;
  /** The classes that the labels have. */
  readonly labels: readonly string[];
}

/**
 * The classes that a model's numbers stand for, in their order: as stated, else as the classes it
 * names beside its numbers show (the likeliest one of a row is the one it names), else ascending, as
 * scikit-learn orders them.
 *
 * @param first answers to the first rows
 * @throws ActionError (usage): `class-count-differs`, `classes-unclear`
 */
export function classOrder(source: string, first: PredictedBatch, known: KnownClasses): string[] {
  const { width } = first;
  const { ordered } = known;
  if (ordered !== undefined) {
    if (ordered.length !== width) throw errors.classCountDiffers(source, width, ordered);
    return [...ordered];
  }
  const shown = shownClasses(first);
  const ascending = known.labels.toSorted(compareClasses);
  if (shown.every((name): name is string => name !== undefined)) return shown;
  if (ascending.length !== width) throw errors.classCountDiffers(source, width, ascending);
  const agrees = shown.every((name, i) => name === undefined || isSameClass(name, ascending[i]));
  if (!agrees) throw errors.classesUnclear(source, width);
  return ascending;
}

/** The class that each number was named as; undefined where it was never the largest. */
function shownClasses({ rows, width, values, labels }: PredictedBatch): (string | undefined)[] {
  const shown = new Array<string | undefined>(width).fill(undefined);
  if (labels === undefined) return shown;
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * width, (row + 1) * width);
    const largest = Math.max(...own);
    const place = own.indexOf(largest);
    // Of two equally likely ones, either may be named.
    if (own.lastIndexOf(largest) === place) shown[place] ??= labels[row];
  }
  return shown;
}

function isSameClass(a: string, b: string | undefined): boolean {
  if (b === undefined) return false;
  return a === b || (a.trim() !== '' && b.trim() !== '' && Number(a) === Number(b));
}

/** Numbers by size, texts by their characters. */
function compareClasses(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference)) return difference;
  return a < b ? -1 : 1;
}

/** Rows whose answer is not a finite number. */
export function countNotFinite({ rows, width, values }: PredictedBatch): number {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * width, (row + 1) * width);
    if (!own.every(Number.isFinite)) count++;
  }
  return count;
}

/** The columns of a predictions table: a class or a number, or a probability a class. */
export function predictionColumns(prefix: string, classes: readonly string[]): string[] {
  return classes.length === 0 ? [prefix] : classes.map((name) => `${prefix}.${name}`);
}

/** Rows of a predictions table as CSV: the key, and what the model answered. */
export function csvRows(keys: ArrayLike<unknown>, answers: PredictedBatch): string {
  const { rows, width, values, labels } = answers;
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const own =
      width === 0
        ? csvText(labels?.[row] ?? '')
        : values.subarray(row * width, (row + 1) * width).join(',');
    lines.push(`${csvText(String(keys[row] ?? ''))},${own}\n`);
  }
  return lines.join('');
}

/** One line of names. */
export function csvHeader(names: readonly string[]): string {
  return `${names.map(csvText).join(',')}\n`;
}

function csvText(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
