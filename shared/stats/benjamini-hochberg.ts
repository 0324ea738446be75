import { ascendingOrder } from './holm.ts';

/**
 * Benjamini-Hochberg adjusted p-values: reject where adjusted ≤ q, and at most a share q of the
 * rejections is false on average, for independent or positively dependent tests.
 *
 * @param pValues any order, each in [0, 1]
 * @returns adjusted p-values in the order given; empty for no tests
 * @throws RangeError where a p-value is NaN or outside [0, 1]
 * @see Y. Benjamini & Y. Hochberg, Controlling the false discovery rate, JRSS B 57 (1995)
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  return stepUp(pValues, 1);
}

/**
 * Benjamini-Yekutieli adjusted p-values: as `benjaminiHochberg`, for any dependence, at the price
 * of a factor of about ln(tests).
 *
 * @throws RangeError where a p-value is NaN or outside [0, 1]
 * @see Y. Benjamini & D. Yekutieli, Annals of Statistics 29 (2001)
 */
export function benjaminiYekutieli(pValues: readonly number[]): number[] {
  return stepUp(
    pValues,
    pValues.reduce((sum, _, i) => sum + 1 / (i + 1), 0),
  );
}

function stepUp(pValues: readonly number[], penalty: number): number[] {
  const order = ascendingOrder(pValues);
  const adjusted = new Array<number>(pValues.length);
  let smallest = 1;
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const index = order[rank] as number;
    const p = pValues[index] as number;
    // The factor is at least 1, but p · n / n may round to just below p.
    smallest = Math.min(smallest, Math.max(p, (p * order.length * penalty) / (rank + 1)));
    adjusted[index] = smallest;
  }
  return adjusted;
}
