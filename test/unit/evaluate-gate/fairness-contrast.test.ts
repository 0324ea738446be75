import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contrastOf,
  type FairnessMeasure,
  fairnessMeasures,
  type GroupCounts,
  measureFairness,
} from '../../../actions/evaluate-gate/fairness-measures.ts';

const measures = Object.keys(fairnessMeasures) as readonly FairnessMeasure[];
const count = fc.integer({ min: 1, max: 50 });
const group = fc.record({
  name: fc.constant('g'),
  truePositives: count,
  falsePositives: count,
  trueNegatives: count,
  falseNegatives: count,
});

describe('a fairness measure as a contrast of two groups', () => {
  test('is the measure itself on the groups it was made from', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 5 }), (groups) => {
        for (const measure of measures) {
          const value = contrastOf(measure, groups)?.((place) => groups[place] as GroupCounts);
          expect(value).toBeCloseTo(measureFairness(measure, groups, 0.95)?.estimate ?? -1, 12);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  test('keeps its sign where a resample turns the groups round', () => {
    const of = (name: string, truePositives: number): GroupCounts => {
      const rest = { falsePositives: 10, trueNegatives: 90 };
      return { name, truePositives, falseNegatives: 100 - truePositives, ...rest };
    };
    const [low, high] = [of('a', 60), of('b', 70)];
    const contrast = contrastOf('equal-opportunity-difference', [low, high]);
    expect(contrast?.((place) => [high, low][place] ?? low)).toBeCloseTo(-0.1, 12);
  });

  test('is not to be had of one group, or of groups without the rate', () => {
    const alone = [{ ...plain, truePositives: 5 }];
    expect(contrastOf('demographic-parity-difference', alone)).toBe(undefined);
    const unlabelled = { ...plain, truePositives: 0, falseNegatives: 0 };
    expect(contrastOf('equal-opportunity-difference', [unlabelled, plain])).toBe(undefined);
  });
});

const plain: GroupCounts = {
  name: 'g',
  truePositives: 1,
  falsePositives: 1,
  trueNegatives: 1,
  falseNegatives: 1,
};
