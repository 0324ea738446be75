import { meanOfCases } from '../../../shared/stats/mean-of-cases.ts';
import type { ComparedMeasure } from './judge.ts';
import { isUnchanged, type Measure } from './measures.ts';

/** A measure of both models, and of their difference over the same cases. */
export function compareMeasure(
  measure: Measure,
  level: number,
): Omit<ComparedMeasure, 'rule' | 'measure'> {
  const { cases, range } = measure;
  const own = cases.map(({ challenger }) => ({ challenger }));
  const challenger = meanOfCases({ cases: own, level, range });
  const old = cases.flatMap(({ champion }) =>
    champion === undefined ? [] : { challenger: champion },
  );
  if (old.length < cases.length) return { challenger, unchanged: false };
  const difference = meanOfCases({ cases, level, range });
  const unchanged = isUnchanged(measure);
  return {
    challenger,
    champion: meanOfCases({ cases: old, level, range }).estimate,
    difference: unchanged ? { ...difference, estimate: 0, low: 0, high: 0 } : difference,
    unchanged,
  };
}
