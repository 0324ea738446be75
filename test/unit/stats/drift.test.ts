import { describe, expect, test } from 'vitest';
import { chiSquaredStatistic, chiSquaredTest } from '../../../shared/stats/chi-squared.ts';
import { fisherExact } from '../../../shared/stats/fisher-exact.ts';
import { hellinger } from '../../../shared/stats/hellinger.ts';
import { jensenShannonDistance, jensenShannonDivergence } from '../../../shared/stats/js.ts';
import { kl } from '../../../shared/stats/kl.ts';
import { ksTest } from '../../../shared/stats/ks.ts';
import { lInfinity } from '../../../shared/stats/l-infinity.ts';
import { minimumDetectablePsi } from '../../../shared/stats/minimum-detectable-psi.ts';
import { permutationTest } from '../../../shared/stats/permutation.ts';
import { psiTest, smoothedPsi } from '../../../shared/stats/psi.ts';
import { hypergeometricProbability } from '../../../shared/stats/saddle-point.ts';
import { shareDifference } from '../../../shared/stats/share-difference.ts';
import { totalVariation } from '../../../shared/stats/total-variation.ts';
import { wasserstein } from '../../../shared/stats/wasserstein.ts';
import golden from '../../golden/drift.json' with { type: 'json' };
import { expectGolden, expectTable } from './relative.ts';

const cases = golden.cases.map(
  (one, i) => [`case ${i}: ${one.reference.length} cells`, one] as const,
);

describe.each(cases)('drift figures agree with SciPy, %s', (_, one) => {
  const { reference, current } = one;

  test('PSI, its p-value and both bounds', () => {
    const result = psiTest(reference, current);
    for (const key of ['raw', 'estimate', 'pValue', 'low', 'high'] as const) {
      expectGolden(result[key], one.psi[key], key);
    }
  });

  test('chi-squared test of homogeneity', () => {
    const result = chiSquaredTest(reference, current);
    expectGolden(result.statistic, one.chiSquared.statistic, 'statistic');
    expectGolden(result.pValue, one.chiSquared.pValue, 'p');
  });

  test('Kolmogorov-Smirnov', () => {
    const result = ksTest(reference, current, { method: 'asymptotic' });
    expectGolden(result.statistic, one.ks.statistic, 'statistic');
    expectGolden(result.pValue, one.ks.asymptotic, 'p');
  });

  test('distances', () => {
    expectGolden(jensenShannonDistance(reference, current), one.js, 'js');
    expectGolden(hellinger(reference, current), one.hellinger, 'hellinger');
    const expected = one.kl ?? Number.POSITIVE_INFINITY;
    expectGolden(kl(reference, current), expected, 'kl');
    const moved = wasserstein(one.values, reference, current);
    expectGolden(moved.distance, one.wasserstein, 'wasserstein');
  });
});

describe('small samples', () => {
  test('exact Kolmogorov-Smirnov p-values agree with SciPy', () => {
    for (const { ranks, n, statistic, pValue } of golden.ksExact) {
      const reference = ranks.map(() => 0);
      const current = ranks.map(() => 0);
      ranks.forEach((rank, i) => {
        (i < n ? reference : current)[rank] = 1;
      });
      const result = ksTest(reference, current);
      expect(result.method).toBe('exact');
      expectGolden(result.statistic, statistic, { n });
      expectGolden(result.pValue, pValue, { n, statistic });
    }
  });

  test("Fisher's exact p-values agree with SciPy, at a million rows too", () =>
    expectTable(golden.fisherExact, (a, n, b, m) =>
      fisherExact({ hits: a ?? -1, rows: n ?? 0 }, { hits: b ?? -1, rows: m ?? 0 }),
    ));

  // Few rows a cell are shuffled one by one, many are drawn as counts.
  test.each([
    ['rows shuffled', [12, 18], [25, 10]],
    ['counts drawn', [62, 90], [128, 110]],
    ['fewer rows in the current sample', [112, 90], [10, 18]],
  ])('a permutation finds the exact p-value: %s', (_, reference, current) => {
    const test = permutationTest(reference, current, chiSquaredStatistic, { seed: 3 });
    const [a = 0, b = 0] = reference;
    const [c = 0, d = 0] = current;
    let exact = 0;
    for (let k = 0; k <= a + c; k++) {
      const table = [k, a + b - k];
      const rest = [a + c - k, b + d - (a + b - k)];
      if (Math.min(...table, ...rest) < 0) continue;
      if (chiSquaredStatistic(table, rest) < test.statistic - 1e-9) continue;
      exact += hypergeometricProbability(k, a + c, b + d, a + b);
    }
    // Four standard errors of a share of 10,000.
    expect(Math.abs(test.pValue - exact)).toBeLessThan(
      4 * Math.sqrt((exact * (1 - exact)) / 1e4) + 1e-4,
    );
  });

  test('tied rows under a thousand are permuted, many are not', () => {
    expect(ksTest([30, 30], [20, 40]).method).toBe('permutation');
    // Half of all rows in one cell: the limiting law would lose its power.
    expect(ksTest([3000, 3000], [2000, 4000]).method).toBe('permutation');
    const even = new Array<number>(20).fill(300);
    expect(ksTest(even, even).method).toBe('asymptotic');
  });

  test('a permutation stops where enough was seen, near the p-value of all draws', () => {
    const [a, b] = [
      [40, 30, 30],
      [33, 36, 31],
    ];
    const all = permutationTest(a, b, smoothedPsi, { seed: 4 });
    const some = permutationTest(a, b, smoothedPsi, { seed: 4, enough: 50 });
    expect(some).toMatchObject({ exceedances: 50, statistic: all.statistic });
    expect(some.replicates).toBeLessThan(300);
    expect(some.pValue).toBe(50 / some.replicates);
    expect(Math.abs(some.pValue / all.pValue - 1)).toBeLessThan(4 / Math.sqrt(50));
    // Nothing comes near what is far apart: all are drawn.
    const apart = permutationTest([50, 0], [0, 50], smoothedPsi, { replicates: 999, enough: 50 });
    expect(apart).toMatchObject({ pValue: 0.001, replicates: 999 });
  });

  test('a p-value by permutation is never zero and repeats with its seed', () => {
    const apart = permutationTest([50, 0], [0, 50], smoothedPsi, { replicates: 999, seed: 5 });
    expect(apart.pValue).toBe(0.001);
    const again = permutationTest([50, 0], [0, 50], smoothedPsi, { replicates: 999, seed: 5 });
    expect(again).toEqual(apart);
  });
});

describe('what the numbers say', () => {
  test('the smallest drift that could have been seen agrees with SciPy', () =>
    expectTable(golden.minimumDetectablePsi, (n, m, k, alpha, power) =>
      minimumDetectablePsi({
        referenceTotal: n ?? 0,
        currentTotal: m ?? 0,
        cells: k ?? 0,
        alpha: alpha ?? 0,
        power: power ?? 0,
      }),
    ));

  test('equal samples have no drift, whatever their size', () => {
    const result = psiTest([100, 200, 300], [100, 200, 300]);
    expect(result).toMatchObject({ raw: 0, low: 0, pValue: 1, cells: 3, degreesOfFreedom: 2 });
    expect(result.estimate).toBeLessThan(0);
  });

  test('a constant column cannot drift', () => {
    expect(psiTest([100], [40])).toMatchObject({ estimate: 0, low: 0, high: 0, pValue: 1 });
    expect(chiSquaredTest([100], [40])).toMatchObject({ statistic: 0, pValue: 1 });
    expect(ksTest([100], [40], { method: 'asymptotic' })).toMatchObject({
      statistic: 0,
      pValue: 1,
    });
    expect(ksTest([1], [0, 1].slice(1)).pValue).toBe(1);
  });

  test('cells empty in both samples change nothing', () => {
    const { low, high, pValue, estimate } = psiTest([10, 0, 20, 0], [14, 0, 16, 0]);
    expect(psiTest([10, 20], [14, 16])).toMatchObject({ low, high, pValue, estimate });
  });

  test('samples without a common cell are as far apart as can be', () => {
    const [a, b] = [
      [10, 0],
      [0, 10],
    ];
    expect(jensenShannonDivergence(a, b)).toBe(1);
    expect(hellinger(a, b)).toBe(1);
    expect(totalVariation(a, b)).toBe(1);
    expect(lInfinity(a, b)).toBe(1);
    expect(kl(a, b)).toBe(Number.POSITIVE_INFINITY);
    expect(ksTest(a, b).statistic).toBe(1);
    expect(Number.isFinite(psiTest(a, b).estimate)).toBe(true);
  });

  test('a shift by one unit is one unit of Wasserstein distance', () => {
    const moved = wasserstein([0, 1, 2, 3], [10, 20, 10, 0], [0, 10, 20, 10]);
    expect(moved.distance).toBeCloseTo(1, 14);
    expect(moved.sigma).toBeCloseTo(Math.SQRT1_2, 14);
    expect(moved.inSigmas).toBeCloseTo(Math.SQRT2, 14);
    expect(wasserstein([4, 5], [7, 0], [7, 0]).inSigmas).toBeNaN();
  });

  test('a rise of the missing share is seen with its size', () => {
    const rise = shareDifference({ hits: 10, rows: 1000 }, { hits: 40, rows: 1000 });
    expect(rise.estimate).toBeCloseTo(0.03, 14);
    expect(rise.low).toBeGreaterThan(0.015);
    expect(rise.high).toBeLessThan(0.046);
    expect(rise.pValue).toBeLessThan(0.0001);
  });
});

describe('impossible samples are refused by name', () => {
  test.each([
    ['another number of cells', () => psiTest([1, 2], [1]), /2 cells and current 1/],
    ['a negative count', () => psiTest([1, -2], [1, 1]), /reference: cell 1 holds -2/],
    ['half a row', () => ksTest([1, 2], [1, 0.5]), /current: cell 1 holds 0.5/],
    ['NaN', () => chiSquaredTest([Number.NaN], [1]), /cell 0 holds NaN/],
    ['no cells', () => kl([], []), /no cells/],
    ['no rows', () => hellinger([0, 0], [1, 2]), /reference: no rows/],
    ['no current rows', () => jensenShannonDistance([1, 2], [0, 0]), /current: no rows/],
    ['a level of 95', () => psiTest([1, 2], [2, 1], 95), /level is 95/],
    [
      'no replicates',
      () => permutationTest([1], [1], smoothedPsi, { replicates: 0 }),
      /replicates/,
    ],
    ['values that fall', () => wasserstein([2, 1], [1, 1], [1, 1]), /value 1 is 1/],
    ['values of another length', () => wasserstein([2], [1, 1], [1, 1]), /1 values/],
    ['an empty sample', () => wasserstein([1, 2], [0, 0], [1, 1]), /no rows/],
    [
      'more hits than rows',
      () => fisherExact({ hits: 3, rows: 2 }, { hits: 0, rows: 1 }),
      /3 hits/,
    ],
    [
      'power below alpha',
      () =>
        minimumDetectablePsi({
          referenceTotal: 9,
          currentTotal: 9,
          cells: 2,
          alpha: 0.1,
          power: 0.05,
        }),
      /not above alpha/,
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });
});
