import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { PeerMethod } from '../../shared/domain/drift-method.ts';
import type { Metric, Series } from '../../shared/domain/record.ts';
import { messages as peerMessages } from './compatibility/messages.ts';
import { barsOf, type Sample } from './counts.ts';
import {
  type Alert,
  alerts,
  broke,
  type Comparison,
  columnVerdict,
  hasDrifted,
  type JudgedColumn,
  type Policy,
} from './decide.ts';
import { defaultThresholds, type Method } from './measure.ts';
import { messages, titles } from './messages.ts';
import { movedBy } from './moved-by.ts';
import type { WindowUnit } from './windows/calendar.ts';

const level = 0.95;
/** Bars of a category's sparkline, the commonest values first. */
const categoryBars = 12;
/** Lines one can still tell apart, beside the limit. */
const mostLines = 5;

/** Alerts first, then by how much of the limit is used up. */
export function worstFirst(columns: readonly JudgedColumn[]): JudgedColumn[] {
  const use = ({ whole, windows }: JudgedColumn): number =>
    Math.max(
      ...[whole, ...windows.values()].map(
        ({ effect, threshold }) => (effect?.value ?? -1) / threshold,
      ),
    );
  const rank = ({ alert }: JudgedColumn): number => alerts.indexOf(alert);
  return [...columns].sort(
    (a, b) => rank(b) - rank(a) || use(b) - use(a) || (a.column.name < b.column.name ? -1 : 1),
  );
}

export function driftTable(columns: readonly JudgedColumn[], policy: Policy): TableInput {
  const method = messages.methodName(policy.peer ?? policy.method);
  const threshold = policy.threshold ?? defaultThresholds[policy.method];
  return {
    id: 'drift',
    title: titles.columnsTitle,
    note:
      policy.peer === undefined
        ? messages.tableNote(method, String(threshold), policy.q, messages.percent(level, 0))
        : peerMessages.tableNote(policy.peer),
    columns: [
      { title: titles.column },
      // Second, so that a narrow screen shows it.
      { title: titles.verdict },
      { title: titles.importance },
      { title: titles.reference, align: 'center' },
      { title: titles.current, align: 'center' },
      { title: shortName(method), align: 'right', digits: 3 },
      { title: `${messages.percent(level, 0)} bounds`, align: 'center' },
      { title: titles.movedBy, align: 'right' },
      { title: titles.adjustedP, align: 'right' },
      { title: titles.missing, align: 'right' },
    ],
    rows: worstFirst(columns).map(driftRow),
  };
}

function shortName(method: string): string {
  return method.replace(/ (?:distance|divergence).*$/u, '');
}

function driftRow(column: JudgedColumn): Cell[] {
  const { whole, reference, current } = column;
  return [
    { kind: 'code', text: column.column.name },
    { kind: 'verdict', verdict: columnVerdict(column), text: messages.stateOf(column) },
    column.importance,
    sparkline(column, reference.cells),
    sparkline(column, current.all.cells),
    whole.effect?.value ?? null,
    intervalOf(whole),
    movedBy(column, column.current.all),
    pValueCell(whole.adjustedP),
    missingCell(whole),
  ];
}

function sparkline({ line, column }: JudgedColumn, cells: readonly number[]): Cell {
  if (cells.length === 0 || (column.kind === 'category' && cells.every((n) => n === 0))) return '';
  const bars = line === undefined ? cells.slice(0, categoryBars) : barsOf(cells, line);
  return { kind: 'sparkline', values: bars };
}

function intervalOf({ effect, threshold }: Comparison): Cell {
  if (effect === undefined || effect.pValue === undefined) return '';
  const { low, value, high } = effect;
  return { kind: 'interval', low, value, high, allowed: threshold, better: 'lower' };
}

function pValueCell(p: number | undefined): string {
  if (p === undefined) return '';
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}

function missingCell({ missing }: Comparison): string {
  if (missing === undefined) return '';
  const { percent } = messages;
  const [before, after] = [percent(missing.reference), percent(missing.current)];
  return before === after ? after : `${before} → ${after}`;
}

/** One row a column, one cell a window: which months, and which columns. */
export function windowTable(
  columns: readonly JudgedColumn[],
  windows: readonly string[],
  unit: WindowUnit,
  method: Method | PeerMethod,
): TableInput | undefined {
  const rows = worstFirst(columns).filter((column) => column.windows.size > 0);
  if (rows.length === 0 || windows.length < 2) return undefined;
  return {
    id: 'windows',
    title: messages.byWindow(unit),
    note: messages.windowNote(unit, messages.methodName(method)),
    folded: !rows.some(({ windows: all }) => [...all.values()].some(isAlarm)),
    columns: [
      { title: titles.column },
      ...windows.map((title) => ({ title, align: 'right' as const })),
    ],
    rows: rows.map(({ column, windows: all }) => [
      { kind: 'code', text: column.name },
      ...windows.map((window) => windowCell(all.get(window))),
    ]),
  };
}

function isAlarm({ state, missingAlert, freshAlert }: Comparison): boolean {
  return ['drifted', 'stuck', 'emptied'].includes(state) || missingAlert || freshAlert;
}

function windowCell(comparison: Comparison | undefined): Cell {
  if (comparison === undefined) return '';
  if (isAlarm(comparison)) {
    // What broke needs no figure, and a drift no word.
    const broken = broke(comparison);
    const text = broken
      ? messages.brokenWords(comparison)
      : messages.figure(comparison.effect?.value ?? null);
    return { kind: 'verdict', verdict: broken ? 'fail' : 'warn', text };
  }
  if (comparison.effect === undefined) return messages.stateWords[comparison.state];
  return messages.figure(comparison.effect.value);
}

/** The drift of the columns that moved most, over time, with the limit. */
export function driftSeries(
  columns: readonly JudgedColumn[],
  windows: readonly string[],
  policy: Policy,
): Series | undefined {
  const shown = worstFirst(columns)
    .filter((column) => column.windows.size > 0)
    .slice(0, mostLines);
  if (shown.length === 0 || windows.length < 2) return undefined;
  const limit = policy.threshold ?? shown[0]?.whole.threshold ?? defaultThresholds[policy.method];
  return {
    id: 'drift-over-time',
    title: titles.overTimeTitle,
    kind: 'line',
    x: { title: titles.window, values: [...windows] },
    y: { title: messages.methodName(policy.peer ?? policy.method) },
    lines: [
      ...shown.map(({ column, windows: all }) => ({
        name: column.name,
        values: windows.map((window) => all.get(window)?.effect?.value ?? null),
      })),
      { name: titles.limit, values: windows.map(() => limit) },
    ],
  };
}

/** The mean of a label or prediction over time (of true and false: the share of true). */
export function meanSeries(column: JudgedColumn, windows: readonly string[]): Series | undefined {
  const truth = column.column.type === 'boolean' ? column.names.indexOf('true') : -1;
  const meanOf = (sample: Sample | undefined): number | null => {
    if (sample === undefined || sample.present === 0) return null;
    return truth === -1 ? sample.mean : (sample.cells[truth] ?? 0) / sample.present;
  };
  const means = windows.map((window) => meanOf(column.current.windows.get(window)));
  if (windows.length < 2 || means.every((mean) => mean === null)) return undefined;
  const { name } = column.column;
  return {
    id: `mean-${slug(name)}`,
    title: truth === -1 ? messages.meanOf(name) : messages.shareOf(name),
    kind: 'line',
    x: { title: titles.window, values: [titles.reference, ...windows] },
    y: { title: name },
    lines: [{ name, values: [meanOf(column.reference), ...means] }],
  };
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replaceAll(/^-|-$/gu, '') || 'column'
  );
}

export function metricsOf(columns: readonly JudgedColumn[]): Metric[] {
  return worstFirst(columns).flatMap((column) => [
    ...metricOf(column, column.whole, undefined),
    ...[...column.windows].flatMap(([window, part]) => metricOf(column, part, window)),
  ]);
}

function metricOf(
  column: JudgedColumn,
  comparison: Comparison,
  window: string | undefined,
): Metric[] {
  if (comparison.effect === undefined) return [];
  const { method, value, low, high } = comparison.effect;
  const metric: Metric = { name: method, column: column.column.name, value, low, high, level };
  const better = 'lower' as const;
  if (window !== undefined) return [{ ...metric, better, slice: window }];
  return [{ ...metric, better, verdict: columnVerdict(column) }];
}

/** The verdict in one sentence, with the worst thing that happened. */
export function summaryOf(
  alert: Alert,
  columns: readonly JudgedColumn[],
  broken: readonly string[],
  worst: string | undefined,
): string {
  const rows = columns[0]?.current.all.rows ?? 0;
  const total = columns.length + broken.length;
  const bad = columns.filter(({ alert: own }) => own !== 'none').length + broken.length;
  if (alert !== 'none') return messages.alerted(alert, bad, total, worst ?? '');
  const open = columns.filter((column) => columnVerdict(column) === 'inconclusive').length;
  if (open > 0) return messages.open(open, total, rows);
  const most = worstFirst(columns).find(({ whole }) => whole.effect !== undefined);
  return most === undefined
    ? messages.steady(total, rows)
    : messages.steadyAtMost(total, rows, most.column.name, most.whole);
}

export function driftedNames(columns: readonly JudgedColumn[]): string[] {
  return worstFirst(columns)
    .filter((column) => column.importance !== 'low' && hasDrifted(column))
    .map(({ column }) => column.name);
}
