import canonicalize from 'canonicalize';
import { z } from 'zod';
import { digestSchema } from '../../../shared/domain/digest.ts';

/** The version of the file's form, in its first line. */
const historyVersion = 'mlops-drift-history/1';

const count = z.number().int().min(0);
const figure = z.number().nullable();

const columnSchema = z.strictObject({
  /** Of the cells: only counts over the same cells are compared. */
  key: z.string().regex(/^[0-9a-f]{12}$/u),
  rows: count,
  present: count,
  /** Rows per cell, up to the last that has some. */
  cells: z.array(count),
  mean: figure,
  /** How far it lay from its baseline, and by which method that was measured. */
  method: z.string().optional(),
  value: figure.optional(),
  low: figure.optional(),
  high: figure.optional(),
});
export type PastColumn = z.infer<typeof columnSchema>;

const entrySchema = z.strictObject({
  /** Label of the window, which sorts by time: `2024-03`. */
  window: z.string().min(1),
  /** `month`; `run` where the data has no time, and a run is a window. */
  unit: z.string().min(1),
  data: digestSchema,
  baseline: z.string(),
  columns: z.record(z.string(), columnSchema),
});
/** One window as it was counted and judged. */
export type Entry = z.infer<typeof entrySchema>;

/** Of one run without a time column. */
export const runUnit = 'run';

/**
 * @throws SyntaxError or ZodError where the text is no history of this version: the caller says so
 *   and leaves the file alone.
 */
export function parseHistory(text: string): Entry[] {
  const [head = '', ...lines] = text.split('\n').filter((line) => line !== '');
  z.strictObject({ schema: z.literal(historyVersion) }).parse(JSON.parse(head));
  return lines.map((line) => entrySchema.parse(JSON.parse(line)));
}

/** A line a window, the oldest first. */
export function historyText(entries: readonly Entry[]): string {
  const lines = [{ schema: historyVersion }, ...entries].map((line) => canonicalize(line));
  return `${lines.join('\n')}\n`;
}

/**
 * The history with the windows of this run. A window counted again replaces what was known of it,
 * so that a run repeated, or one whose last month has meanwhile become whole, changes nothing else.
 *
 * @param keep how many windows stay; the oldest go first.
 */
export function withWindows(
  past: readonly Entry[],
  added: readonly Entry[],
  keep: number,
): Entry[] {
  const known = new Map(past.map((entry) => [identityOf(entry), entry]));
  for (const entry of added) {
    const before = known.get(identityOf(entry));
    const window = entry.unit === runUnit ? (before?.window ?? freeLabel(known, entry)) : undefined;
    known.set(identityOf(entry), { ...entry, window: window ?? entry.window });
  }
  return [...known.values()].sort(byTime).slice(-keep);
}

/** A run's label is the time it was first seen; two runs may come within one minute. */
function freeLabel(known: ReadonlyMap<string, Entry>, { window }: Entry): string {
  const taken = new Set([...known.values()].map((entry) => entry.window));
  let label = window;
  for (let next = 2; taken.has(label); next++) label = `${window} (${next})`;
  return label;
}

function identityOf({ window, unit, data }: Entry): string {
  return JSON.stringify([unit, unit === runUnit ? data : window]);
}

function byTime(a: Entry, b: Entry): number {
  if (a.window !== b.window) return a.window < b.window ? -1 : 1;
  return identityOf(a) < identityOf(b) ? -1 : 1;
}

/** A window before another, in the same steps of the calendar. */
export function before(entries: readonly Entry[], unit: string, window: string): Entry[] {
  return entries.filter((entry) => entry.unit === unit && entry.window < window).sort(byTime);
}
