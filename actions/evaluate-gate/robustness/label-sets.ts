import type { PredictedBatch } from '../../../shared/domain/prediction.ts';
import type { MultilabelRows } from '../rows.ts';
import type { Answers } from './answers.ts';

/**
 * The answers of a model of several labels a row: a column a label, in the order of the rows' names.
 *
 * @param order the labels that the model's numbers stand for, where it names them
 * @param columnOf one of the model's numbers a row; zeros for a place it has none at
 */
export function labelSetAnswers(
  batch: PredictedBatch,
  { names }: MultilabelRows,
  order: readonly string[] | undefined,
  columnOf: (place: number) => Float64Array,
): Omit<Answers, 'unanswered'> & { readonly shares: readonly Float64Array[] } {
  const { labels, width, rows } = batch;
  if (width === 0) {
    const sets = (labels ?? []).map(labelsIn);
    const shares = names.map((name) => Float64Array.from(sets, (set) => (set.has(name) ? 1 : 0)));
    return { values: labelCounts(shares, rows), shares };
  }
  const shares = names.map((name) => columnOf((order ?? names).indexOf(name)));
  return { values: labelCounts(shares, rows), shares };
}

/** A set as one text: `art|news`, `art, news` or `["art", "news"]`, as in a predictions file. */
function labelsIn(text: string): Set<string> {
  const parts = text.replace(/^[[\s]+|[\]\s]+$/gu, '').split(/[|;,]/u);
  return new Set(parts.map((part) => part.replace(/^[\s"']+|[\s"']+$/gu, '')).filter(Boolean));
}

/** How many labels each row is given, as the rows themselves have it. */
function labelCounts(shares: readonly Float64Array[], rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    shares.reduce((count, share) => count + ((share[row] as number) >= 0.5 ? 1 : 0), 0),
  );
}

/** Rows with the label sets of a model, and of another one, in the models' places. */
export function labelSetRows(
  { champion: _champion, championShares: _shares, championKind: _kind, ...own }: MultilabelRows,
  challenger: Answers,
  champion: Answers | undefined,
): MultilabelRows {
  const kindOf = ({ kind = own.challengerKind }: Answers) =>
    kind === 'class' ? 'class' : 'probability';
  return {
    ...own,
    challenger: challenger.values,
    challengerShares: challenger.shares ?? own.challengerShares,
    challengerKind: kindOf(challenger),
    ...(champion?.shares && {
      champion: champion.values,
      championShares: champion.shares,
      championKind: kindOf(champion),
    }),
  };
}

/**
 * How far each row's set of labels is from wrong: as far as its nearest label. A set is right where
 * every label is, as for subset accuracy.
 *
 * @param marginOf how far one answer is from what the truth, 0 or 1, asks for
 */
export function labelSetMargins(
  { truths }: MultilabelRows,
  { values, shares = [] }: Answers,
  marginOf: (share: number, truth: number) => number,
): Float64Array {
  return values.map((_, row) =>
    Math.min(
      ...shares.map((share, label) =>
        marginOf(share[row] as number, truths[label]?.[row] as number),
      ),
    ),
  );
}
