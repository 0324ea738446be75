import { chiSquaredUpperQuantile } from './chi-squared-distribution.ts';
import { requireCount, requireOpenProbability } from './counts.ts';
import { noncentralityAt } from './noncentral-chi-squared.ts';

export interface PsiDesign {
  /** Rows of each sample, ≥ 1. */
  readonly referenceTotal: number;
  readonly currentTotal: number;
  /** Cells with rows, ≥ 2. */
  readonly cells: number;
  /** Level of the test. Default 0.05. */
  readonly alpha?: number;
  /** Chance to see a drift of the size returned. Default 0.8. */
  readonly power?: number;
}

/**
 * The smallest PSI that `psiTest` would have found with the given power: "no drift found" means
 * little where this is large.
 *
 * @throws RangeError on impossible rows, cells, alpha, or a power not above alpha
 * @see as `psiTest`; power of the noncentral chi-squared test, W. Guenther (1977)
 */
export function minimumDetectablePsi(design: PsiDesign): number {
  const { referenceTotal, currentTotal, cells, alpha = 0.05, power = 0.8 } = design;
  requireCount(referenceTotal, 'reference rows', 1);
  requireCount(currentTotal, 'current rows', 1);
  requireCount(cells, 'cells', 2);
  requireOpenProbability(alpha, 'alpha');
  requireOpenProbability(power, 'power');
  if (power <= alpha) throw new RangeError(`power ${power} is not above alpha ${alpha}`);
  const critical = chiSquaredUpperQuantile(alpha, cells - 1);
  return noncentralityAt(critical, cells - 1, 1 - power) * (1 / referenceTotal + 1 / currentTotal);
}
