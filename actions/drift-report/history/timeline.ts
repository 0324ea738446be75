import type { Series } from '../../../shared/domain/record.ts';
import type { JudgedColumn, Policy } from '../decide.ts';
import { defaultThresholds } from '../measure.ts';
import { messages, titles } from '../messages.ts';
import { worstFirst } from '../report.ts';
import { cellsKey } from './baseline.ts';
import type { History } from './calibrate.ts';

/** As many as a chart's axis can name. */
const mostWindows = 24;
const mostLines = 5;

/**
 * The drift of the columns that moved most over the last windows, earlier runs' among them.
 * undefined: the history knows no window but those of this run, which have their own chart.
 */
export function timeline(
  columns: readonly JudgedColumn[],
  { entries, unit, windows }: History,
  policy: Policy,
): Series | undefined {
  const shown = entries.filter((entry) => entry.unit === unit).slice(-mostWindows);
  if (shown.length < 2 || shown.every(({ window }) => windows.includes(window))) return undefined;
  const lines = worstFirst(columns)
    .map((column) => ({ name: column.column.name, values: valuesOf(column, shown) }))
    .filter(({ values }) => values.some((value) => value !== null))
    .slice(0, mostLines);
  if (lines.length === 0) return undefined;
  const limit = policy.threshold ?? defaultThresholds[policy.method];
  return {
    id: 'drift-over-time',
    title: titles.lastWindowsTitle,
    kind: 'line',
    x: { title: unit === 'run' ? 'run' : 'window', values: shown.map(({ window }) => window) },
    y: { title: messages.methodName(policy.peer ?? policy.method) },
    lines: [...lines, { name: titles.limit, values: shown.map(() => limit) }],
  };
}

function valuesOf(column: JudgedColumn, entries: History['entries']): (number | null)[] {
  const key = cellsKey(column);
  const method = column.whole.effect?.method;
  return entries.map(({ columns }) => {
    const past = columns[column.column.name];
    return past?.key === key && past.method === method ? (past.value ?? null) : null;
  });
}
