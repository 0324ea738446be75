import type { Measured } from './graded-scores.ts';

/** Rows by true class and answer: row-major, `classes` squared. Whole, or expected in fractions. */
export interface ClassConfusion {
  readonly classes: number;
  readonly counts: Float64Array;
}

/*
 * Rates of several classes. A class without rows has no recall and one never answered no precision:
 * such a class is left out of the mean, and the figure is NaN where none is left.
 */

/** Share of rows answered rightly. */
export function shareRight({ classes, counts }: ClassConfusion): number {
  let [right, rows] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    rows += counts[i] as number;
    if (i % (classes + 1) === 0) right += counts[i] as number;
  }
  return right / rows;
}

/** Mean over the classes of the share of their rows that are found. */
export function macroRecall(confusion: ClassConfusion): number {
  return meanDefined(margins(confusion).map(({ hits, truth }) => hits / truth));
}

/** Mean over the classes of the share of their answers that are right. */
export function macroPrecision(confusion: ClassConfusion): number {
  return meanDefined(margins(confusion).map(({ hits, answers }) => hits / answers));
}

/** Mean over the classes of the harmonic mean of precision and recall. */
export function macroF1(confusion: ClassConfusion): number {
  return meanDefined(
    margins(confusion).map(({ hits, truth, answers }) => (2 * hits) / (truth + answers)),
  );
}

function margins({ classes, counts }: ClassConfusion) {
  return Array.from({ length: classes }, (_, i) => {
    let [truth, answers] = [0, 0];
    for (let j = 0; j < classes; j++) {
      truth += counts[i * classes + j] as number;
      answers += counts[j * classes + i] as number;
    }
    return { hits: counts[i * classes + i] as number, truth, answers };
  });
}

function meanDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

/**
 * A rate of counts with its standard error for rows drawn independently, by the delta method: a rate
 * does not change with the number of rows, so its variance is the sum over the cells of their count
 * times the squared derivative, here taken numerically.
 *
 * @param rate of the counts; the same where all of them are doubled
 */
export function rateOfCounts(
  counts: Float64Array,
  rate: (counts: Float64Array) => number,
): Measured {
  const estimate = rate(counts);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const step = rows * 1e-5;
  const moved = counts.slice();
  let variance = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (count === 0) continue;
    moved[i] = count + step;
    const up = rate(moved);
    moved[i] = Math.max(0, count - step);
    const down = rate(moved);
    const slope = (up - down) / (count + step - (moved[i] as number));
    variance += count * slope * slope;
    moved[i] = count;
  }
  return { estimate, standardError: Math.sqrt(variance) };
}
