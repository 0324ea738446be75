import type { Finding } from '../../../shared/domain/record.ts';
import type { JudgedColumn } from '../decide.ts';
import { messages } from '../messages.ts';
import { cellsKey } from './baseline.ts';
import type { History } from './calibrate.ts';
import type { PastColumn } from './history.ts';
import { historyMessages } from './messages.ts';

/**
 * Columns that have moved the same way for `length` windows in a row: farther and farther from
 * the baseline, or, of a label or prediction, its mean up or down. By chance alone, the order of n
 * windows is strictly one way twice in n! times (6: 1 in 360).
 */
export function trendFindings(
  columns: readonly JudgedColumn[],
  history: History,
  length: number,
): Finding[] {
  return columns.flatMap((column) => {
    if (column.importance === 'low') return [];
    const last = lastWindows(column, history, length);
    if (last.length < length) return [];
    const found = [driftTrend(column, last)];
    if (column.importance === 'high') found.push(meanTrend(column, last));
    return found.filter((finding) => finding !== undefined);
  });
}

function lastWindows(
  column: JudgedColumn,
  { entries, unit, windows }: History,
  length: number,
): PastColumn[] {
  const newest = windows.at(-1);
  if (newest === undefined) return [];
  const key = cellsKey(column);
  return entries
    .filter((entry) => entry.unit === unit && entry.window <= newest)
    .slice(-length)
    .flatMap(({ columns }) => {
      const past = columns[column.column.name];
      return past?.key === key ? [past] : [];
    });
}

/** The drift grows, and surely: what the last window shows at least, the first did not at most. */
function driftTrend(column: JudgedColumn, last: readonly PastColumn[]): Finding | undefined {
  const values = last.map(({ value }) => value ?? null);
  const [first, newest] = [last[0], last.at(-1)];
  if (!isOneWay(values) || (values.at(-1) ?? 0) < (values[0] ?? 0)) return undefined;
  const isSure =
    typeof first?.high === 'number' && typeof newest?.low === 'number' && newest.low > first.high;
  const method = column.whole.effect?.method;
  if (!isSure || method === undefined) return undefined;
  return trend(column, last.length, messages.methodName(method), values);
}

function meanTrend(column: JudgedColumn, last: readonly PastColumn[]): Finding | undefined {
  const { names } = column;
  const truth = column.column.type === 'boolean' ? names.indexOf('true') : -1;
  const values = last.map(({ mean, cells, present }) =>
    truth === -1 ? mean : present === 0 ? null : (cells[truth] ?? 0) / present,
  );
  return isOneWay(values)
    ? trend(
        column,
        last.length,
        truth === -1 ? historyMessages.mean : historyMessages.shareOfTrue,
        values,
      )
    : undefined;
}

function isOneWay(values: readonly (number | null)[]): boolean {
  const steps = values.slice(1).map((value, i) => {
    const earlier = values[i];
    return typeof value !== 'number' || typeof earlier !== 'number'
      ? 0
      : Math.sign(value - earlier);
  });
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

function trend(
  { column: { name } }: JudgedColumn,
  windows: number,
  what: string,
  values: readonly (number | null)[],
): Finding {
  const { figure } = messages;
  const message = historyMessages.trend(
    name,
    windows,
    what,
    figure(values[0] ?? null),
    figure(values.at(-1) ?? null),
  );
  const evidence = { values: [...values] };
  return { code: 'trend', severity: 'warning', column: name, message, evidence };
}
