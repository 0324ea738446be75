import { type Counts, requireFinite, totalCount } from './counts.ts';

export interface Wasserstein {
  /** Earth mover's distance in the unit of the values. */
  readonly distance: number;
  /** The distance over the reference's standard deviation; NaN where that is zero. */
  readonly inSigmas: number;
  /** Population standard deviation of the reference, from the same cells. */
  readonly sigma: number;
}

/**
 * First Wasserstein distance of two samples given as rows per value: the area between their
 * distribution functions. SciPy's `wasserstein_distance(values, values, reference, current)`.
 *
 * @param values of the cells, ascending and finite; with cells wider than one value give their mean
 * or middle, and the distance is off by at most a cell's width
 * @param reference, current rows per cell, same length as `values`
 * @throws RangeError on different lengths, values that do not ascend, impossible counts, a sample
 * without rows
 * @see S. Vallender, Calculation of the Wasserstein distance on the line (1974)
 */
export function wasserstein(
  values: ArrayLike<number>,
  reference: Counts,
  current: Counts,
): Wasserstein {
  if (values.length !== reference.length || values.length !== current.length) {
    throw new RangeError(
      `${values.length} values for ${reference.length} reference and ${current.length} current cells`,
    );
  }
  const n = totalCount(reference, 'reference');
  const m = totalCount(current, 'current');
  if (n === 0 || m === 0) throw new RangeError('a sample has no rows in any cell');
  let below = 0;
  let belowCurrent = 0;
  let distance = 0;
  for (let i = 0; i < values.length; i++) {
    const value = requireFinite(values[i] as number, `value ${i}`);
    const step = i === 0 ? 0 : value - (values[i - 1] as number);
    if (i > 0 && !(step > 0))
      throw new RangeError(`value ${i} is ${value}, not above the one before`);
    distance += Math.abs(below / n - belowCurrent / m) * step;
    below += reference[i] as number;
    belowCurrent += current[i] as number;
  }
  const sigma = standardDeviation(values, reference, n);
  return { distance, sigma, inSigmas: sigma === 0 ? Number.NaN : distance / sigma };
}

function standardDeviation(values: ArrayLike<number>, counts: Counts, total: number): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++)
    mean += ((values[i] as number) * (counts[i] as number)) / total;
  let variance = 0;
  for (let i = 0; i < values.length; i++) {
    variance += (((values[i] as number) - mean) ** 2 * (counts[i] as number)) / total;
  }
  return Math.sqrt(variance);
}
