import type { Finding } from '../../../shared/domain/record.ts';
import { alertOf, type Comparison, type JudgedColumn } from '../decide.ts';
import { cellsKey } from './baseline.ts';
import { before, type Entry } from './history.ts';
import { historyMessages } from './messages.ts';
import { seasonOf } from './season.ts';

/** How the history says what is unusual. */
export type Limits = 'fixed' | 'conformal' | 'deviation';

/** Windows a rank of 1 in 20 needs: 1 / (19 + 1) = 0.05. */
const conformalWindows = 19;
const unusualRank = 0.05;
/** Windows a mean and a deviation need, the most they look back, and how far away is unusual. */
const deviationWindows = 8;
const lookBack = 30;
const unusualDeviations = 3;

export interface Calibrated {
  readonly columns: readonly JudgedColumn[];
  readonly findings: readonly Finding[];
}

export interface History {
  /** Every window known, those of this run among them. */
  readonly entries: readonly Entry[];
  readonly unit: string;
  /** Labels of the windows of this run; a run without a time is one window. */
  readonly windows: readonly string[];
}

/**
 * Let a drift count only where it is more than earlier windows showed. Weekdays and seasons move
 * data beyond any fixed limit; what they do every week is no news.
 *
 * Conformal: the window's rank among K earlier ones, p = (1 + #{h >= observed}) / (K + 1), is at
 * most 0.05; valid where windows are exchangeable. Where the history is too short to tell, the
 * drift is reported as P2 at most.
 */
export function calibrate(
  columns: readonly JudgedColumn[],
  history: History,
  limits: Limits,
): Calibrated {
  if (limits === 'fixed') return { columns, findings: [] };
  const findings: Finding[] = [];
  let leastKnown = Number.POSITIVE_INFINITY;
  const needed = limits === 'conformal' ? conformalWindows : deviationWindows;
  const calibrated = columns.map((column) => {
    let isOpen = false;
    const judge = (comparison: Comparison, window: string): Comparison => {
      const value = comparison.effect?.value;
      if (comparison.state !== 'drifted' || value === undefined || value === null) {
        return comparison;
      }
      const known = earlierValues(column, history, window, needed);
      if (known.length < needed) {
        leastKnown = Math.min(leastKnown, known.length);
        isOpen = true;
        return comparison;
      }
      if (isUnusual(value, known, limits)) return comparison;
      findings.push({
        code: 'usual-drift',
        severity: 'info',
        column: column.column.name,
        message: historyMessages.usual(column.column.name, known.length),
      });
      return { ...comparison, state: 'usual' };
    };
    // The whole is as unusual as the last window of it.
    const whole = judge(column.whole, history.windows.at(-1) ?? '');
    const windows = new Map(
      [...column.windows].map(([window, comparison]) => [window, judge(comparison, window)]),
    );
    const alert = alertOf(column, whole, windows);
    return { ...column, whole, windows, alert: isOpen && alert === 'p1' ? 'p2' : alert };
  });
  if (leastKnown < needed) {
    const message = historyMessages.uncalibrated(leastKnown, needed);
    findings.push({ code: 'limits-uncalibrated', severity: 'info', message });
  }
  return { columns: calibrated, findings: distinct(findings) };
}

/** Effects of earlier windows: of the same season where those are enough, else of all. */
function earlierValues(
  column: JudgedColumn,
  { entries, unit }: History,
  window: string,
  needed: number,
): number[] {
  const key = cellsKey(column);
  const method = column.whole.effect?.method;
  const past = before(entries, unit, window);
  const season = seasonOf(unit, window);
  const values = (chosen: readonly Entry[]): number[] =>
    chosen.flatMap(({ columns }) => {
      const known = columns[column.column.name];
      const isSame = known?.key === key && known.method === method;
      return isSame && typeof known.value === 'number' ? [known.value] : [];
    });
  const sameSeason = values(past.filter((entry) => seasonOf(unit, entry.window) === season));
  return season !== undefined && sameSeason.length >= needed ? sameSeason : values(past);
}

function isUnusual(value: number, known: readonly number[], limits: Limits): boolean {
  if (limits === 'conformal') {
    const atLeast = known.filter((past) => past >= value).length;
    return (1 + atLeast) / (known.length + 1) <= unusualRank;
  }
  const last = known.slice(-lookBack);
  const mean = last.reduce((sum, past) => sum + past, 0) / last.length;
  const squares = last.reduce((sum, past) => sum + (past - mean) ** 2, 0);
  return value > mean + unusualDeviations * Math.sqrt(squares / (last.length - 1));
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
