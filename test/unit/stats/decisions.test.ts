import { describe, expect, test } from 'vitest';
import { benjaminiHochberg, benjaminiYekutieli } from '../../../shared/stats/benjamini-hochberg.ts';
import { errorShareTest } from '../../../shared/stats/binomial-e-process.ts';
import { holm } from '../../../shared/stats/holm.ts';
import { nonInferiority } from '../../../shared/stats/non-inferiority.ts';
import {
  compareQuantiles,
  quantileFromHistogram,
} from '../../../shared/stats/quantile-from-histogram.ts';
import multiplicity from '../../golden/multiplicity.json' with { type: 'json' };
import rollout from '../../golden/rollout.json' with { type: 'json' };
import { expectGolden } from './relative.ts';

describe('multiplicity agrees with the reference', () => {
  test.each(multiplicity.cases)('$p.length p-values', ({ p, holm: expected, bh, by }) => {
    const ours = [holm(p), benjaminiHochberg(p), benjaminiYekutieli(p)];
    [expected, bh, by].forEach((reference, method) => {
      reference.forEach((value, i) => {
        expectGolden(ours[method]?.[i] ?? Number.NaN, value, { method, i });
      });
    });
  });

  test('no tests give no adjusted p-values', () => {
    expect([holm([]), benjaminiHochberg([]), benjaminiYekutieli([])]).toEqual([[], [], []]);
  });

  test('an impossible p-value is named', () => {
    expect(() => holm([0.1, 1.2])).toThrow(/p-value 1 is 1.2/);
    expect(() => benjaminiHochberg([Number.NaN])).toThrow(/p-value 0 is NaN/);
  });
});

describe('non-inferiority', () => {
  const judge = (
    low: number,
    estimate: number,
    high: number,
    better: 'higher' | 'lower' = 'higher',
  ) =>
    nonInferiority({
      difference: { low, estimate, high },
      level: 0.95,
      better,
      allowedRegression: 0.01,
      rows: 1000,
    });

  test.each([
    ['better', 0.001, 0.005, 0.009],
    ['no-worse', -0.005, 0.001, 0.007],
    ['no-worse', -0.01, -0.004, -0.001],
    ['worse', -0.05, -0.03, -0.011],
    ['inconclusive', -0.02, 0.001, 0.02],
    ['inconclusive', -0.04, -0.02, 0.001],
  ] as const)('%s for [%d, %d, %d]', (verdict, low, estimate, high) => {
    expect(judge(low, estimate, high).verdict).toBe(verdict);
    // A loss is better lower: the same evidence with its sign turned.
    expect(judge(-high, -estimate, -low, 'lower').verdict).toBe(verdict);
  });

  test('says how many rows would decide', () => {
    // Half-width 0.021 against a reserve of 0.011: 1000 · (0.021/0.011 · (1.96 + 0.84)/1.96)².
    expect(judge(-0.02, 0.001, 0.022).rowsToDecide).toBe(7447);
    expect(judge(0.001, 0.005, 0.009).rowsToDecide).toBeUndefined();
    expect(judge(-0.03, -0.01, 0.01)).toEqual({ verdict: 'inconclusive' });
  });

  test('more rows are asked for the closer the estimate is to the limit', () => {
    const far = judge(-0.02, 0.005, 0.03).rowsToDecide ?? 0;
    const near = judge(-0.03, -0.005, 0.02).rowsToDecide ?? 0;
    expect(near).toBeGreaterThan(far);
  });

  test('without an allowance equality itself must be in reach', () => {
    const strict = { level: 0.95, better: 'higher', allowedRegression: 0, rows: 10 } as const;
    const at = (low: number) =>
      nonInferiority({ ...strict, difference: { low, estimate: 0.5, high: 1 } }).verdict;
    expect([at(-0.1), at(0), at(0.1)]).toEqual(['inconclusive', 'no-worse', 'better']);
  });

  test('impossible input is refused', () => {
    const difference = { low: 0, estimate: 1, high: 2 };
    const good = {
      difference,
      level: 0.95,
      better: 'higher',
      allowedRegression: 0,
      rows: 1,
    } as const;
    expect(() => nonInferiority({ ...good, allowedRegression: -1 })).toThrow(/is -1/);
    expect(() => nonInferiority({ ...good, level: 95 })).toThrow(/level is 95/);
    expect(() => nonInferiority({ ...good, rows: 0 })).toThrow(/rows is 0/);
    const outside = { low: 3, estimate: 1, high: 4 };
    expect(() => nonInferiority({ ...good, difference: outside })).toThrow(/does not contain/);
  });
});

describe("the rollout's sequential test of errors", () => {
  test('agrees with the beta mixture in closed form at one weight', () => {
    for (const row of rollout.singleStage) {
      const [canaryShare = 0, priorMass = 0, canaryErrors = 0, stableErrors = 0, log = 0] = row;
      const result = errorShareTest([{ canaryShare, canaryErrors, stableErrors }], { priorMass });
      // 400 points in place of the integral.
      expect(Math.abs(result.logEValue - log), JSON.stringify(row)).toBeLessThan(0.001);
    }
  });

  test('rolls back a canary with three times the errors, and not an equal one', () => {
    const bad = errorShareTest([{ canaryShare: 0.1, canaryErrors: 25, stableErrors: 75 }]);
    expect(bad).toMatchObject({ rollBack: true, canaryErrors: 25, expectedCanaryErrors: 10 });
    expect(bad.pValue).toBeLessThan(0.05);
    const good = errorShareTest([{ canaryShare: 0.1, canaryErrors: 10, stableErrors: 90 }]);
    expect(good).toMatchObject({ rollBack: false, pValue: 1 });
  });

  test('evidence gathered at one weight counts at the next', () => {
    const early = { canaryShare: 0.05, canaryErrors: 6, stableErrors: 45 };
    const late = { canaryShare: 0.5, canaryErrors: 20, stableErrors: 9 };
    const together = errorShareTest([early, late]);
    expect(together.logEValue).toBeGreaterThan(errorShareTest([late]).logEValue);
    expect(together.expectedCanaryErrors).toBeCloseTo(0.05 * 51 + 14.5, 12);
  });

  test('an allowed ratio lets a canary that bad pass', () => {
    const stage = { canaryShare: 0.1, canaryErrors: 36, stableErrors: 164 };
    expect(errorShareTest([stage]).rollBack).toBe(true);
    expect(errorShareTest([stage], { allowedRatio: 2 }).rollBack).toBe(false);
  });

  test('no errors at all are no evidence', () => {
    const quiet = errorShareTest([{ canaryShare: 0.2, canaryErrors: 0, stableErrors: 0 }]);
    expect(quiet).toMatchObject({ logEValue: 0, eValue: 1, pValue: 1, rollBack: false });
  });

  test('impossible input is refused', () => {
    const stage = { canaryShare: 0.1, canaryErrors: 1, stableErrors: 1 };
    expect(() => errorShareTest([])).toThrow(/no traffic stage/);
    expect(() => errorShareTest([{ ...stage, canaryShare: 1 }])).toThrow(/canary share .* is 1/);
    expect(() => errorShareTest([{ ...stage, canaryErrors: -1 }])).toThrow(/canary errors is -1/);
    expect(() => errorShareTest([stage], { alpha: 0 })).toThrow(/alpha is 0/);
    expect(() => errorShareTest([stage], { allowedRatio: 0 })).toThrow(/allowed ratio is 0/);
    expect(() => errorShareTest([stage], { priorMass: -2 })).toThrow(/prior mass is -2/);
  });
});

describe('latency quantiles from buckets', () => {
  const upperBounds = [10, 20, 50, 100, 200];

  test('interpolates within the bucket, as Prometheus does', () => {
    const histogram = { upperBounds, counts: [50, 30, 15, 4, 1] };
    expect(quantileFromHistogram(histogram, 0.5).estimate).toBe(10);
    expect(quantileFromHistogram(histogram, 0.9).estimate).toBe(40);
    expect(quantileFromHistogram(histogram, 0.25).estimate).toBe(5);
  });

  test('few observations leave the upper bound of a high quantile open', () => {
    const few = quantileFromHistogram({ upperBounds, counts: [5, 3, 1, 1, 0] }, 0.99);
    expect(few.high).toBe(Number.POSITIVE_INFINITY);
    expect(few.low).toBeLessThanOrEqual(few.estimate);
  });

  test('an unbounded last bucket is reported from below', () => {
    const open = { upperBounds: [10, 20, Number.POSITIVE_INFINITY], counts: [10, 10, 500] };
    const { estimate, low, high } = quantileFromHistogram(open, 0.99);
    expect([estimate, low, high]).toEqual([20, 20, Number.POSITIVE_INFINITY]);
  });

  test('a canary twice as slow is told from stable, an equal one is not', () => {
    const bounds = Array.from({ length: 60 }, (_, i) => 10 * 1.1 ** i);
    const counts = bounds.map((_, i) => Math.round(20_000 * Math.exp(-i / 6)));
    const stable = { upperBounds: bounds, counts };
    const slow = { upperBounds: bounds.map((bound) => 2 * bound), counts, lowest: 0 };
    const worse = compareQuantiles(slow, stable, 0.99);
    expect(worse.ratio.estimate).toBeCloseTo(2, 10);
    expect(worse.ratio.low).toBeGreaterThan(1.5);
    const equal = compareQuantiles(stable, stable, 0.99);
    expect(equal.ratio.low).toBeLessThan(1);
    expect(equal.ratio.high).toBeGreaterThan(1);
  });

  test('impossible histograms are refused', () => {
    const of = (bounds: number[], counts: number[]) => () =>
      quantileFromHistogram({ upperBounds: bounds, counts }, 0.5);
    expect(of([1, 2], [1])).toThrow(/2 bucket bounds for 1 counts/);
    expect(of([2, 1], [1, 1])).toThrow(/bound 1 is 1, not above 2/);
    expect(of([1], [0])).toThrow(/no observations/);
    expect(of([1], [-1])).toThrow(/cell 0 holds -1/);
    expect(() => quantileFromHistogram({ upperBounds, counts: [1, 1, 1, 1, 1] }, 99)).toThrow(
      /probability is 99/,
    );
    const zero = { upperBounds: [1, 2], counts: [0, 1], lowest: -3 };
    const negative = { upperBounds: [-2, -1], counts: [0, 1], lowest: -3 };
    expect(() => compareQuantiles(zero, negative, 0.5)).toThrow(/positive quantiles/);
  });
});
