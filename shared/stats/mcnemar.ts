import { binomialUpperTail } from './binomial-distribution.ts';
import { requireCount } from './counts.ts';

export interface McNemarTest {
  /** Rows where the two models disagree in correctness. */
  readonly discordant: number;
  /** Exact two-sided p-value. */
  readonly pValue: number;
  /** One-sided p-value that the challenger is no better than the champion. */
  readonly pValueBetter: number;
}

/**
 * McNemar's exact test of two classifiers on the same rows. Rows on which both are right or both
 * are wrong say nothing about the difference.
 *
 * @param onlyChampion rows that only the champion got right
 * @param onlyChallenger rows that only the challenger got right
 * @throws RangeError where a count is negative or not whole
 * @see Q. McNemar, Psychometrika 12 (1947); exact form, Agresti, Categorical Data Analysis, 11.1
 */
export function mcnemarTest(onlyChampion: number, onlyChallenger: number): McNemarTest {
  requireCount(onlyChampion, 'rows only the champion got right');
  requireCount(onlyChallenger, 'rows only the challenger got right');
  const discordant = onlyChampion + onlyChallenger;
  const larger = Math.max(onlyChampion, onlyChallenger);
  return {
    discordant,
    pValue: Math.min(1, 2 * binomialUpperTail(larger, discordant, 0.5)),
    pValueBetter: binomialUpperTail(onlyChallenger, discordant, 0.5),
  };
}
