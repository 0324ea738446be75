import type { Cell } from '../../shared/domain/cell.ts';
import type { Estimate } from '../../shared/stats/interval.ts';

/** A difference with its interval, as a small bar. */
export function intervalCell(
  difference: Estimate | undefined,
  better: 'higher' | 'lower',
  allowed?: number,
): Cell {
  if (difference === undefined) return null;
  const { low, estimate, high } = difference;
  const limit = allowed === undefined ? {} : { allowed };
  return { kind: 'interval', low, value: estimate, high, better, ...limit };
}
