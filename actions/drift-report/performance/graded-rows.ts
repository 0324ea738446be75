import type { GradedScores } from '../../../shared/stats/graded-scores.ts';

/** Scored rows of one window: by score, with and without a label that counts. */
export interface ScoredRows extends GradedScores {
  readonly scores: Float64Array;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  readonly unlabelled: Float64Array;
}

type Column = ArrayLike<unknown>;

/** Rows of the query, sorted by window and score, into one list of scores a window. */
export function scoredRowsOf(columns: Readonly<Record<string, Column>>): Map<string, ScoredRows> {
  const { w = [], p = [], y = [], n = [] } = columns;
  const byWindow = new Map<string, ScoredRows>();
  for (let from = 0; from < w.length; ) {
    let to = from;
    while (to < w.length && w[to] === w[from]) to++;
    byWindow.set(String(w[from]), scoresBetween({ p, y, n }, from, to));
    from = to;
  }
  return byWindow;
}

function scoresBetween(
  { p, y, n }: Readonly<Record<'p' | 'y' | 'n', Column>>,
  from: number,
  to: number,
): ScoredRows {
  let size = 0;
  for (let i = from; i < to; i++) if (i === from || p[i] !== p[i - 1]) size++;
  const rows = emptyScores(size);
  let at = -1;
  for (let i = from; i < to; i++) {
    if (i === from || p[i] !== p[i - 1]) rows.scores[++at] = Number(p[i]);
    const label = Number(y[i]);
    const target = label < 0 ? rows.unlabelled : label === 1 ? rows.positives : rows.negatives;
    target[at] = (target[at] ?? 0) + Number(n[i]);
  }
  return rows;
}

function emptyScores(size: number): ScoredRows {
  const array = (): Float64Array => new Float64Array(size);
  return { scores: array(), positives: array(), negatives: array(), unlabelled: array() };
}

/** Several windows as one. */
export function mergeScores(all: readonly ScoredRows[]): ScoredRows {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  const byScore = new Map<number, [positive: number, negative: number, unlabelled: number]>();
  for (const { scores, positives, negatives, unlabelled } of all) {
    scores.forEach((score, i) => {
      const counts = byScore.get(score) ?? [0, 0, 0];
      counts[0] += positives[i] ?? 0;
      counts[1] += negatives[i] ?? 0;
      counts[2] += unlabelled[i] ?? 0;
      byScore.set(score, counts);
    });
  }
  const sorted = [...byScore].sort(([a], [b]) => a - b);
  return {
    scores: Float64Array.from(sorted, ([score]) => score),
    positives: Float64Array.from(sorted, ([, counts]) => counts[0]),
    negatives: Float64Array.from(sorted, ([, counts]) => counts[1]),
    unlabelled: Float64Array.from(sorted, ([, counts]) => counts[2]),
  };
}

/** All rows at each score, whether labelled or not. */
export function rowsPerScore({ positives, negatives, unlabelled }: ScoredRows): Float64Array {
  return positives.map((n, i) => n + (negatives[i] ?? 0) + (unlabelled[i] ?? 0));
}

/** Answers of one window: labelled ones by class, and all of them. */
export interface AnsweredRows {
  /** Rows by true class and answer, row-major; the last answer is none of the classes. */
  readonly confusion: Float64Array;
  /** All rows by answer, labelled or not. */
  readonly answers: Float64Array;
}

/**
 * Rows of the query into one table of answers a window. An answer that is no class is wrong, and
 * counts as one of its own; a label that is no class would be an answer of no use, and is left out.
 */
export function answeredRowsOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  classes: readonly string[],
): Map<string, AnsweredRows> {
  const size = classes.length + 1;
  const byWindow = new Map<string, AnsweredRows>();
  for (const row of rows) {
    const window = String(row.w);
    const counts = byWindow.get(window) ?? {
      confusion: new Float64Array(size * size),
      answers: new Float64Array(size),
    };
    byWindow.set(window, counts);
    const found = classes.indexOf(String(row.a));
    const answer = found === -1 ? classes.length : found;
    counts.answers[answer] = (counts.answers[answer] ?? 0) + Number(row.n);
    const truth = row.y === null ? -1 : classes.indexOf(String(row.y));
    if (truth === -1) continue;
    const cell = truth * size + answer;
    counts.confusion[cell] = (counts.confusion[cell] ?? 0) + Number(row.n);
  }
  return byWindow;
}

export function mergeAnswers(all: readonly AnsweredRows[]): AnsweredRows | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  return others.reduce(
    (sum, next) => ({
      confusion: sum.confusion.map((n, i) => n + (next.confusion[i] ?? 0)),
      answers: sum.answers.map((n, i) => n + (next.answers[i] ?? 0)),
    }),
    first,
  );
}
