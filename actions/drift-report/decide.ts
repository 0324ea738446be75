import type { PeerMethod } from '../../shared/domain/drift-method.ts';
import { type Verdict, worstVerdict } from '../../shared/domain/verdict.ts';
import { benjaminiHochberg } from '../../shared/stats/benjamini-hochberg.ts';
import { minimumDetectablePsi } from '../../shared/stats/minimum-detectable-psi.ts';
import { type ShareDifference, shareDifference } from '../../shared/stats/share-difference.ts';
import { type PeerJudgement, peerDraft } from './compatibility/judgement.ts';
import type { Tally } from './counting/by-value/tally.ts';
import type { Sample, Samples } from './counts.ts';
import {
  defaultThresholds,
  type Effect,
  leastRows,
  type Method,
  measure,
  methodFor,
} from './measure.ts';
import type { LineCells, WatchedColumn } from './plan.ts';

export type Importance = 'high' | 'normal' | 'low';
export type Alert = 'none' | 'p2' | 'p1' | 'p0';
export const alerts: readonly Alert[] = ['none', 'p2', 'p1', 'p0'];

/** What is said of one column, or of one window of it. */
export type State =
  | 'drifted'
  /** Drifted, and onto one single value. */
  | 'stuck'
  | 'moved'
  /** Beyond the limit, but no further than in earlier windows. */
  | 'usual'
  | 'steady'
  | 'undecided'
  | 'too-few-rows'
  | 'identifier'
  | 'clock'
  | 'empty'
  | 'constant'
  | 'emptied'
  | 'presence-only'
  | 'not-computable';

/** Limits, from the configuration. */
export interface Policy {
  readonly method: Method;
  /** The method of another tool, which goes before ours where it can measure a column. */
  readonly peer?: PeerMethod;
  readonly threshold: number | undefined;
  readonly q: number;
  readonly missingIncrease: number;
  readonly newCategories: number;
  readonly failFrom: Alert | 'never';
}

/** Everything counted of one column. */
export interface CountedColumn {
  readonly column: WatchedColumn;
  readonly importance: Importance;
  readonly threshold: number | undefined;
  /** Its own method, where it has one. */
  readonly method?: Method;
  /** What another tool's formula says, where that was asked for. */
  readonly peer?: PeerJudgement;
  /** Whether it was named as the column that says when a row happened. */
  readonly isTime: boolean;
  /** Of a number. */
  readonly line: LineCells | undefined;
  readonly distinct: number;
  /** Category names by cell; an empty string for the cells that hold several. */
  readonly names: readonly string[];
  readonly reference: Sample;
  readonly current: Samples;
  /** The values themselves, of a number with few of them on both sides. */
  readonly tallies?: { readonly reference: Tally | undefined; readonly current: Tally };
  /** What a window is compared with instead of the reference; the whole has the label ''. */
  readonly baselines?: ReadonlyMap<string, Sample>;
}

/** One comparison, of the whole current data or of one window. */
export interface Comparison {
  readonly state: State;
  readonly effect: Effect | undefined;
  readonly adjustedP: number | undefined;
  readonly threshold: number;
  readonly missing: ShareDifference | undefined;
  readonly missingAlert: boolean;
  readonly fresh: ShareDifference | undefined;
  readonly freshAlert: boolean;
  /** With too few rows: the smallest PSI they could have shown. */
  readonly detectable: number | undefined;
  readonly rows: number;
  /** All current rows have one value, and the reference has several. */
  readonly isStuck: boolean;
}

export interface JudgedColumn extends CountedColumn {
  readonly whole: Comparison;
  readonly windows: ReadonlyMap<string, Comparison>;
  readonly alert: Alert;
}

type Draft = Omit<Comparison, 'adjustedP' | 'missingAlert' | 'freshAlert'>;

/** Judge all columns together: the false discovery rate is one of the whole table. */
export function judgeColumns(columns: readonly CountedColumn[], policy: Policy): JudgedColumn[] {
  const wholes = columns.map((column) => draft(column, column.current.all, '', policy));
  const windowed = columns.flatMap((column, i) => {
    // What is no measurement as a whole is none in a part.
    if (!isMeasured(wholes[i]?.state) && column.peer === undefined) return [];
    return [...column.current.windows].map(([window, sample]) => ({
      i,
      window,
      draft: draft(column, sample, window, policy),
    }));
  });
  const settledWholes = settle(wholes, policy);
  const settledWindows = settle(
    windowed.map((entry) => entry.draft),
    policy,
  );
  return columns.map((column, i) => {
    const whole = settledWholes[i] as Comparison;
    const windows = new Map(
      windowed.flatMap((entry, j) =>
        entry.i === i ? [[entry.window, settledWindows[j] as Comparison]] : [],
      ),
    );
    return { ...column, whole, windows, alert: alertOf(column, whole, windows) };
  });
}

function isMeasured(state: State | undefined): boolean {
  return state === 'undecided' || state === 'too-few-rows';
}

/** Whether a column has values that can be compared, few or many. */
export function isCompared(counted: CountedColumn): boolean {
  return isMeasured(stateBefore(counted, counted.current.all, counted.reference));
}

/** What can be said of a comparison alone. `undecided` until the family of tests is known. */
function draft(counted: CountedColumn, sample: Sample, window: string, policy: Policy): Draft {
  const { column, line } = counted;
  const reference = counted.baselines?.get(window) ?? counted.reference;
  const asked = counted.method ?? policy.method;
  const method = methodFor(asked, line !== undefined);
  const threshold = counted.threshold ?? policy.threshold ?? defaultThresholds[method];
  const missing = shareChange(missingOf(reference), missingOf(sample));
  const fresh =
    column.kind === 'category'
      ? shareChange(
          { hits: reference.fresh, rows: reference.present },
          { hits: sample.fresh, rows: sample.present },
        )
      : undefined;
  // Within one window a weekday or a season may well stand still: only the whole can be stuck.
  const isStuck = window === '' && sample.only !== undefined && reference.only === undefined;
  const base = { threshold, missing, fresh, rows: sample.rows, detectable: undefined, isStuck };
  const state = stateBefore(counted, sample, reference);
  const peer = peerDraft(counted.peer, window);
  if (peer !== undefined && isMeasured(state)) return { ...base, ...peer };
  if (state === 'too-few-rows') {
    return { ...base, state, effect: undefined, detectable: detectableWith(counted, sample) };
  }
  if (state !== 'undecided') return { ...base, state, effect: undefined };
  const pair = { reference: reference.cells, current: sample.cells };
  const effect = measure(asked, pair, line, [column.name, window]);
  return { ...base, state: effect.value === null ? 'not-computable' : state, effect };
}

function missingOf({ rows, present }: Sample): { hits: number; rows: number } {
  return { hits: rows - present, rows };
}

function shareChange(
  reference: { hits: number; rows: number },
  current: { hits: number; rows: number },
): ShareDifference | undefined {
  return reference.rows === 0 || current.rows === 0
    ? undefined
    : shareDifference(reference, current);
}

/** Identifiers and clocks always differ, and constants never say anything: none is a drift. */
function stateBefore(
  { column, isTime, reference, distinct, line, current }: CountedColumn,
  sample: Sample,
  baseline: Sample,
): State {
  if (column.kind === 'other') return 'presence-only';
  if (reference.present === 0) return sample.present === 0 ? 'empty' : 'presence-only';
  if (sample.present === 0) return 'emptied';
  if (isIdentifier(column, distinct, reference.present)) return 'identifier';
  if (isTime || (column.kind === 'time' && isClock(current.all))) return 'clock';
  if (followsWindows(current)) return 'clock';
  if (Math.min(baseline.present, sample.present) < leastRows) return 'too-few-rows';
  const filled = sample.cells.filter((n, i) => n + (baseline.cells[i] ?? 0) > 0).length;
  return distinct === 1 && filled === 1 && (line === undefined || line.distinct === 1)
    ? 'constant'
    : 'undecided';
}

const identifierShare = 0.95;

export function isIdentifier(
  { kind, type }: WatchedColumn,
  distinct: number,
  present: number,
): boolean {
  if (present < leastRows) return false;
  if (kind === 'category') return type === 'string' && distinct >= identifierShare * present;
  return kind === 'number' && type === 'integer' && distinct === present;
}

/** Time moves on: most rows are later than all of the reference. */
function isClock({ cells, present }: Sample): boolean {
  return (cells[cells.length - 1] ?? 0) >= identifierShare * present;
}

/** The month in a table by month: one value in each window, another in the next. */
function followsWindows({ all, windows }: Samples): boolean {
  const values = [...windows.values()].map(({ only }) => only);
  return windows.size > 1 && all.only === undefined && !values.includes(undefined);
}

function detectableWith(
  { reference, line, distinct }: CountedColumn,
  sample: Sample,
): number | undefined {
  if (reference.present === 0 || sample.present === 0) return undefined;
  const cells = line === undefined ? Math.min(distinct + 1, 20) : Math.min(10, distinct);
  if (cells < 2) return undefined;
  const sizes = { referenceTotal: reference.present, currentTotal: sample.present };
  return minimumDetectablePsi({ ...sizes, cells });
}

/** Adjust the p-values of one family of comparisons and decide each. */
function settle(drafts: readonly Draft[], policy: Policy): Comparison[] {
  const adjusted = adjust(drafts.map(({ effect }) => effect?.pValue));
  const missing = adjust(drafts.map((entry) => entry.missing?.pValue));
  const fresh = adjust(drafts.map((entry) => entry.fresh?.pValue));
  return drafts.map((entry, i) => {
    const adjustedP = adjusted[i];
    const jumped = (change: ShareDifference | undefined, p: number | undefined, limit: number) =>
      change !== undefined && p !== undefined && p <= policy.q && change.low >= limit;
    // An identifier's values are new by nature.
    const counts = entry.state !== 'identifier';
    return {
      ...entry,
      adjustedP,
      state: decide(entry, adjustedP, policy.q),
      missingAlert: jumped(entry.missing, missing[i], policy.missingIncrease),
      freshAlert: counts && jumped(entry.fresh, fresh[i], policy.newCategories),
    };
  });
}

function adjust(pValues: readonly (number | undefined)[]): (number | undefined)[] {
  const given = pValues.filter((p) => p !== undefined);
  const adjusted = benjaminiHochberg(given);
  let next = 0;
  return pValues.map((p) => (p === undefined ? undefined : adjusted[next++]));
}

/** An alert needs both: surely not chance, and surely at least as large as matters. */
function decide(
  { state, effect, threshold, isStuck }: Draft,
  p: number | undefined,
  q: number,
): State {
  if (state !== 'undecided' || effect === undefined || p === undefined) return state;
  const { low, high } = effect;
  if (p <= q && low !== null && low >= threshold) {
    return isStuck ? 'stuck' : 'drifted';
  }
  if (high === null || high >= threshold) return 'undecided';
  return p <= q ? 'moved' : 'steady';
}

export function alertOf(
  { importance }: CountedColumn,
  whole: Comparison,
  windows: ReadonlyMap<string, Comparison>,
): Alert {
  const all = [whole, ...windows.values()];
  if (importance === 'low') return 'none';
  if (all.some(broke)) return 'p0';
  if (!all.some(({ state }) => state === 'drifted')) return 'none';
  return importance === 'high' ? 'p1' : 'p2';
}

/** Values are missing, unknown or stuck rather than shifted: repair the data, not the model. */
export function broke({ state, missingAlert, freshAlert }: Comparison): boolean {
  return state === 'emptied' || state === 'stuck' || missingAlert || freshAlert;
}

/** Whether a column broke, as a whole or in a window. */
export function isBroken({ whole, windows }: JudgedColumn): boolean {
  return [whole, ...windows.values()].some(broke);
}

/** Whether a column drifted or broke, as a whole or in a window. */
export function hasDrifted(column: JudgedColumn): boolean {
  const all = [column.whole, ...column.windows.values()];
  return all.some((comparison) => comparison.state === 'drifted' || broke(comparison));
}

export function worstAlert(all: Iterable<Alert>): Alert {
  let worst = 0;
  for (const alert of all) worst = Math.max(worst, alerts.indexOf(alert));
  return alerts[worst] ?? 'none';
}

/** The dataset's verdict: alerts by level, else whether everything could be decided. */
export function verdictOf(
  alert: Alert,
  columns: readonly JudgedColumn[],
  failFrom: Policy['failFrom'],
): Verdict {
  if (alert !== 'none') {
    const fails = failFrom !== 'never' && alerts.indexOf(alert) >= alerts.indexOf(failFrom);
    return fails ? 'fail' : 'warn';
  }
  return worstVerdict(columns.map(columnVerdict));
}

/** The verdict of one row of the table. */
export function columnVerdict(column: JudgedColumn): Verdict {
  if (isBroken(column) && column.importance !== 'low') return 'fail';
  if (hasDrifted(column)) return 'warn';
  if (column.importance === 'low') return 'pass';
  const open: State[] = ['undecided', 'too-few-rows', 'not-computable'];
  return open.includes(column.whole.state) ? 'inconclusive' : 'pass';
}

/** Retrain where an important column moved, and the data itself is sound enough to learn from. */
export function shouldRetrain(alert: Alert, columns: readonly JudgedColumn[]): boolean {
  const important = columns.some((column) => column.importance === 'high' && hasDrifted(column));
  return alert === 'p1' && important && !columns.some(isBroken);
}
