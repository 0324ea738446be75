import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { SqlText } from '../../../shared/domain/column.ts';
import { type Answers, type Judged, whole } from '../checks/kind.ts';
import { textOf } from '../checks/values.ts';
import { titles } from '../messages.ts';
import { messages } from './messages.ts';

/** One segment of the data, by the values of the columns that divide it. */
export interface Segment {
  readonly name: string;
  /** As text; null: missing. In the order of the columns. */
  readonly values: readonly (string | null)[];
  readonly answers: Answers;
}

/** What a check came to in one segment. */
export interface JudgedSegment extends Judged {
  readonly name: string;
  readonly values: Segment['values'];
}

/** A check in all its segments: it passes when every one of them does. */
export interface JudgedInSegments extends Judged {
  /** The failing ones, worst first. */
  readonly segments: readonly JudgedSegment[];
}

/** Judge every segment by itself. */
export function judgeSegments(
  segments: readonly Segment[],
  judge: (answers: Answers) => Judged,
): JudgedInSegments {
  if (segments.length === 0) return { ...whole(false, messages.noSegment), segments: [] };
  const judged = segments.map(({ name, values, answers }) => ({
    ...{ name, values },
    ...judge(answers),
  }));
  const failing = judged.filter(({ passed }) => !passed).sort(worstSegment);
  const total = (of: readonly JudgedSegment[], key: 'failing' | 'judged'): number | null =>
    of.some((segment) => segment[key] === null)
      ? null
      : of.reduce((sum, segment) => sum + (segment[key] ?? 0), 0);
  const rows = total(judged, 'judged');
  const isDoubtful = failing.every(({ severity }) => severity === 'warning');
  return {
    passed: failing.length === 0,
    ...(failing.length > 0 && isDoubtful ? { severity: 'warning' as const } : {}),
    observed:
      failing.length === 0
        ? messages.everySegment(segments.length)
        : messages.failingSegments(failing, segments.length),
    failing: rows === null ? null : total(failing, 'failing'),
    judged: rows,
    rows: [],
    segments: failing,
  };
}

function worstSegment(a: JudgedSegment, b: JudgedSegment): number {
  const share = ({ failing, judged }: Judged): number =>
    failing === null || !judged ? 1 : failing / judged;
  return share(b) - share(a) || (a.name < b.name ? -1 : 1);
}

/** More failing segments than this are not told apart when failing rows are looked for. */
const mostTold = 100;

/** SQL that holds for the rows of the failing segments. */
export function inSegments(
  segments: readonly JudgedSegment[],
  by: readonly string[],
  sql: SqlText,
): string | undefined {
  if (segments.length === 0 || segments.length > mostTold) return undefined;
  const isOne = ({ values }: JudgedSegment): string =>
    by
      .map(
        (column, i) =>
          `${textOf(column, sql)} IS NOT DISTINCT FROM ${sql.literal(values[i] ?? null)}`,
      )
      .join(' AND ');
  return segments.map((segment) => `(${isOne(segment)})`).join(' OR ');
}

/** The failing segments of all checks, worst first. */
export function segmentsTable(outcomes: readonly SegmentedOutcome[]): TableInput | undefined {
  const rows = outcomes.flatMap(({ title, severity, segments = [] }) =>
    segments.map(({ name, observed, failing, judged }): Cell[] => [
      { kind: 'verdict', verdict: severity === 'error' ? 'fail' : 'warn' },
      title,
      name,
      observed,
      failing === null || !judged ? '' : { kind: 'share', value: failing / judged },
    ]),
  );
  if (rows.length === 0) return undefined;
  return {
    id: 'failing-segments',
    title: messages.segmentsTitle,
    folded: true,
    columns: [
      { title: '', align: 'center' },
      { title: titles.check },
      { title: titles.segment },
      { title: titles.found },
      { title: titles.share, align: 'right' },
    ],
    rows,
  };
}

interface SegmentedOutcome {
  readonly title: string;
  readonly severity: 'error' | 'warning';
  readonly segments?: readonly JudgedSegment[];
}

/** `origin = ATL, year = 2001`. */
export function segmentName(by: readonly string[], values: readonly unknown[]): string {
  return by.map((column, i) => `${column} = ${values[i] ?? messages.missing}`).join(', ');
}
