import type { Random } from './random.ts';
import { binomialProbability, hypergeometricProbability } from './saddle-point.ts';

/*
 * Draws of counts by inversion that starts at the mode and walks outwards: one uniform a draw and
 * about one standard deviation of cheap steps, exact at every size.
 */

/** Successes in n trials of probability p. */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (p <= 0 || n === 0) return 0;
  if (p >= 1) return n;
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  let up = mode;
  let down = mode;
  let probabilityUp = binomialProbability(mode, n, p);
  let probabilityDown = probabilityUp;
  let left = random.uniform() - probabilityUp;
  while (left >= 0) {
    if (up < n) {
      probabilityUp *= ((n - up) / (up + 1)) * odds;
      up++;
      left -= probabilityUp;
      if (left < 0) return up;
    }
    if (down > 0) {
      probabilityDown *= down / ((n - down + 1) * odds);
      down--;
      left -= probabilityDown;
      if (left < 0) return down;
    }
    // Rounding may leave a crumb of probability that no value carries.
    if (probabilityUp + probabilityDown < 1e-300 || (up === n && down === 0)) return mode;
  }
  return mode;
}

/** Marked items among `draws` drawn without replacement from `marked` and `unmarked` ones. */
export function drawHypergeometric(
  random: Random,
  marked: number,
  unmarked: number,
  draws: number,
): number {
  const lowest = Math.max(0, draws - unmarked);
  const highest = Math.min(draws, marked);
  if (lowest === highest) return lowest;
  const mode = Math.floor(((draws + 1) * (marked + 1)) / (marked + unmarked + 2));
  let up = Math.min(highest, Math.max(lowest, mode));
  let down = up;
  const start = up;
  let probabilityUp = hypergeometricProbability(start, marked, unmarked, draws);
  let probabilityDown = probabilityUp;
  let left = random.uniform() - probabilityUp;
  while (left >= 0) {
    if (up < highest) {
      probabilityUp *= ((marked - up) * (draws - up)) / ((up + 1) * (unmarked - draws + up + 1));
      up++;
      left -= probabilityUp;
      if (left < 0) return up;
    }
    if (down > lowest) {
      probabilityDown *=
        (down * (unmarked - draws + down)) / ((marked - down + 1) * (draws - down + 1));
      down--;
      left -= probabilityDown;
      if (left < 0) return down;
    }
    if (probabilityUp + probabilityDown < 1e-300 || (up === highest && down === lowest)) break;
  }
  return start;
}

/**
 * Splits n rows over cells with probability proportional to `weights`, into `into`.
 *
 * @param weights non-negative, with a positive sum `totalWeight`
 */
export function drawMultinomial(
  random: Random,
  n: number,
  weights: ArrayLike<number>,
  totalWeight: number,
  into: Float64Array,
): void {
  let rows = n;
  let weight = totalWeight;
  const last = weights.length - 1;
  for (let cell = 0; cell < last; cell++) {
    const own = weights[cell] as number;
    const drawn =
      rows === 0 || own === 0 ? 0 : drawBinomial(random, rows, Math.min(1, own / weight));
    into[cell] = drawn;
    rows -= drawn;
    weight -= own;
  }
  into[last] = rows;
}

/** Draws rows without replacement from cells holding `counts` rows (`total` in all), into `into`. */
export function drawMultivariateHypergeometric(
  random: Random,
  counts: ArrayLike<number>,
  total: number,
  draws: number,
  into: Float64Array,
): void {
  let left = draws;
  let rest = total;
  for (let cell = 0; cell < counts.length; cell++) {
    const own = counts[cell] as number;
    rest -= own;
    const drawn = left === 0 ? 0 : drawHypergeometric(random, own, rest, left);
    into[cell] = drawn;
    left -= drawn;
  }
}
