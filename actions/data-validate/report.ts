import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { TableColumn } from '../../shared/domain/column.ts';
import type { Finding } from '../../shared/domain/record.ts';
import { type Outcome, worstFirst } from './decide.ts';
import { type Counted, messages, type ShownRows, titles } from './messages.ts';

/** What is known of a column after the scan. */
export interface ColumnOverview extends TableColumn {
  readonly present: number;
  readonly min: number | string | null;
  readonly max: number | string | null;
}

/**
 * The failing checks, worst first, each with what was found and where.
 *
 * @param distributions of columns by name; undefined: the outcomes are of no one table's columns.
 */
export function failingTable(
  outcomes: readonly Outcome[],
  distributions: ReadonlyMap<string, readonly number[]> | undefined,
  files: number,
): TableInput | undefined {
  const failing = worstFirst(outcomes.filter(({ passed }) => !passed));
  if (failing.length === 0) return undefined;
  const withValues = failing.some(({ values }) => values !== undefined);
  return {
    id: 'failing-checks',
    title: titles.failing,
    ...(failing.some(({ rows }) => rows.length > 0) ? { note: messages.rowsNote(files) } : {}),
    columns: [
      { title: '', align: 'center' },
      { title: titles.check },
      { title: titles.found },
      { title: titles.expected },
      { title: titles.share, align: 'right' },
      { title: titles.firstRows },
      ...(withValues ? [{ title: titles.values }] : []),
      ...(distributions === undefined
        ? []
        : [{ title: titles.distribution, align: 'center' as const }]),
    ],
    rows: failing.map((outcome) => [
      { kind: 'verdict', verdict: outcome.severity === 'error' ? 'fail' : 'warn' },
      outcome.title,
      outcome.observed,
      outcome.expected,
      shareCell(outcome),
      messages.rows(shownRows(outcome)),
      ...(withValues ? [(outcome.values ?? []).join(', ')] : []),
      ...(distributions === undefined ? [] : [distributionCell(outcome, distributions)]),
    ]),
  };
}

function shownRows({ rows, places, failing }: Outcome): ShownRows {
  return { rows, places, total: failing ?? 0 };
}

function shareCell({ failing, judged }: Outcome): Cell {
  return failing === null || !judged ? '' : { kind: 'share', value: failing / judged };
}

function distributionCell(
  { column }: Outcome,
  distributions: ReadonlyMap<string, readonly number[]>,
): Cell {
  const values = column === undefined ? undefined : distributions.get(column);
  return values === undefined ? '' : { kind: 'sparkline', values: [...values] };
}

export function passingTable(outcomes: readonly Outcome[]): TableInput | undefined {
  const passing = outcomes.filter(({ passed }) => passed);
  if (passing.length === 0) return undefined;
  return {
    id: 'passing-checks',
    title: titles.passed(passing.length),
    folded: true,
    columns: [
      { title: '', align: 'center' },
      { title: titles.check },
      { title: titles.found },
      { title: titles.expected },
    ],
    rows: passing.map(({ title, observed, expected }) => [
      { kind: 'verdict', verdict: 'pass' },
      title,
      observed,
      expected,
    ]),
  };
}

export function columnsTable(columns: readonly ColumnOverview[], rows: number): TableInput {
  return {
    id: 'columns',
    title: titles.columnCount(columns.length),
    folded: true,
    columns: [
      { title: titles.column },
      { title: titles.type },
      { title: titles.missing, align: 'right' },
      { title: titles.smallest, align: 'right' },
      { title: titles.largest, align: 'right' },
    ],
    rows: columns.map(({ name, type, declared, present, min, max }) => [
      { kind: 'code', text: name },
      type === 'other' ? declared : type,
      { kind: 'share', value: rows === 0 ? null : (rows - present) / rows },
      min ?? '',
      max ?? '',
    ]),
  };
}

/** One finding a failing check, on the line that declares it. */
export function findingOf(
  outcome: Outcome,
  place: { file: string; line: number } | undefined,
): Finding {
  const { places, rows } = outcome;
  return {
    code: outcome.code,
    severity: outcome.severity,
    message: messages.checkFailed(
      outcome.title,
      outcome.observed,
      outcome.expected,
      shownRows(outcome),
    ),
    ...(outcome.column === undefined ? {} : { column: outcome.column }),
    evidence: {
      observed: outcome.observed,
      expected: outcome.expected,
      ...(outcome.failing === null ? {} : { failing: outcome.failing, judged: outcome.judged }),
      ...(rows.length === 0
        ? {}
        : { rows: places?.map(({ file, row }) => ({ file, row })) ?? rows }),
      ...(outcome.values === undefined ? {} : { values: outcome.values }),
    },
    ...place,
  };
}

/** What was run where nothing is declared. */
export function notes(checks: number): Finding[] {
  if (checks > 0) return [];
  return [{ code: 'default-checks', severity: 'info', message: messages.defaultsOnly }];
}

/** The verdict and the one thing that matters. */
export function summaryOf(
  outcomes: readonly Outcome[],
  rows: number,
  of: Counted = 'rows',
): string {
  const failing = worstFirst(outcomes.filter(({ passed }) => !passed));
  const [worst] = failing;
  if (worst === undefined) return messages.passed(outcomes.length, rows, of);
  return messages.failed(failing.length, outcomes.length, rows, phraseOf(worst), of);
}

const countCodes = ['row-count', 'reference-rows'];
/** What is found says little without what was expected. */
const valueCodes = ['range', 'allowed-values'];

function phraseOf(outcome: Outcome): string {
  const { code, title, table, subject, failing, observed, expected } = outcome;
  const isOfWhole = outcome.figure !== undefined || outcome.segments !== undefined;
  if (isOfWhole) return messages.isInstead(title, observed, expected);
  if (countCodes.includes(code)) {
    if (table === undefined) return messages.hasCount(observed, expected);
    return messages.expectedInstead(messages.has(table, observed), expected);
  }
  const isFound = failing !== null || code === 'empty-column';
  if (subject === undefined || !isFound)
    return table === undefined ? observed : messages.about(table, observed);
  const found = messages.has(subject, observed);
  return valueCodes.includes(code) ? messages.expectedInstead(found, expected) : found;
}
