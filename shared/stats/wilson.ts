import { requireCount } from './counts.ts';
import type { Estimate } from './interval.ts';
import { twoSidedZ } from './normal.ts';

/** Rows of which some have a property, such as being missing. */
export interface Proportion {
  readonly hits: number;
  readonly rows: number;
}

/**
 * Wilson's score interval of a proportion.
 *
 * @throws RangeError without rows, or where hits are not whole or not between 0 and rows
 * @see E. Wilson, JASA 22 (1927); recommended by L. Brown, T. Cai & A. DasGupta (2001)
 */
export function wilson(proportion: Proportion, level = 0.95): Estimate {
  const { hits, rows } = requireProportion(proportion);
  const z = twoSidedZ(level);
  const estimate = hits / rows;
  const shrink = 1 + (z * z) / rows;
  const centre = (estimate + (z * z) / (2 * rows)) / shrink;
  const reach =
    (z / shrink) * Math.sqrt((estimate * (1 - estimate)) / rows + (z * z) / (4 * rows * rows));
  return {
    estimate,
    low: hits === 0 ? 0 : Math.max(0, centre - reach),
    high: hits === rows ? 1 : Math.min(1, centre + reach),
  };
}

/** @throws RangeError without rows, or where hits are not whole or not between 0 and rows */
export function requireProportion({ hits, rows }: Proportion): Proportion {
  requireCount(rows, 'rows', 1);
  requireCount(hits, 'hits');
  if (hits > rows) throw new RangeError(`${hits} hits among ${rows} rows`);
  return { hits, rows };
}
