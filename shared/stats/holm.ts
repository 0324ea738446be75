/**
 * Holm's adjusted p-values: reject where adjusted ≤ α, and the chance of any false rejection is at
 * most α whatever the dependence.
 *
 * @param pValues any order, each in [0, 1]
 * @returns adjusted p-values in the order given; empty for no tests
 * @throws RangeError where a p-value is NaN or outside [0, 1]
 * @see S. Holm, A simple sequentially rejective multiple test procedure (1979)
 */
export function holm(pValues: readonly number[]): number[] {
  const order = ascendingOrder(pValues);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, rank) => {
    const scaled = (pValues[index] as number) * (pValues.length - rank);
    largest = Math.max(largest, Math.min(1, scaled));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** Indices of the p-values from small to large. @throws RangeError on an impossible p-value */
export function ascendingOrder(pValues: readonly number[]): number[] {
  pValues.forEach((p, i) => {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p-value ${i} is ${p}, not in [0, 1]`);
  });
  const indices = pValues.map((_, i) => i);
  return indices.sort((a, b) => (pValues[a] as number) - (pValues[b] as number) || a - b);
}
