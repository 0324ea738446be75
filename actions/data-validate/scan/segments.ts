import type { Answers, Judged } from '../checks/kind.ts';
import { whole } from '../checks/kind.ts';
import { plural } from '../wording.ts';
import { messages } from './messages.ts';

/** One segment of the data, by the values of the columns that divide it. */
export interface Segment {
  readonly name: string;
  readonly answers: Answers;
}

/** What a check came to in one segment. */
export interface JudgedSegment extends Judged {
  readonly name: string;
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
  const judged = segments.map(({ name, answers }) => ({ name, ...judge(answers) }));
  const failing = judged.filter(({ passed }) => !passed).sort(worstSegment);
  const total = (of: readonly JudgedSegment[], key: 'failing' | 'judged'): number | null =>
    of.some((segment) => segment[key] === null)
      ? null
      : of.reduce((sum, segment) => sum + (segment[key] ?? 0), 0);
  const rows = total(judged, 'judged');
  return {
    passed: failing.length === 0,
    observed:
      failing.length === 0
        ? messages.everySegment(plural(segments.length, 'segment'))
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

/** `origin = ATL, year = 2001`. */
export function segmentName(by: readonly string[], values: readonly unknown[]): string {
  return by.map((column, i) => `${column} = ${values[i] ?? messages.missing}`).join(', ');
}
