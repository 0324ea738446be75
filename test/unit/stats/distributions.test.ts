import { describe, expect, test } from 'vitest';
import {
  binomialLowerTail,
  binomialQuantile,
  binomialUpperTail,
} from '../../../shared/stats/binomial-distribution.ts';
import {
  chiSquaredCdf,
  chiSquaredSf,
  chiSquaredUpperQuantile,
} from '../../../shared/stats/chi-squared-distribution.ts';
import { exactMean, exactSum } from '../../../shared/stats/exact-sum.ts';
import { findRoot } from '../../../shared/stats/find-root.ts';
import { kolmogorovSf } from '../../../shared/stats/kolmogorov.ts';
import {
  noncentralChiSquaredCdf,
  noncentralChiSquaredSf,
  noncentralChiSquaredTails,
  noncentralityAt,
} from '../../../shared/stats/noncentral-chi-squared.ts';
import { normalCdf, normalQuantile, twoSidedZ } from '../../../shared/stats/normal.ts';
import {
  binomialProbability,
  hypergeometricProbability,
  lnFactorial,
  poissonProbability,
} from '../../../shared/stats/saddle-point.ts';
import golden from '../../golden/distributions.json' with { type: 'json' };
import { expectGolden, expectTable } from './relative.ts';

describe('distributions agree with SciPy to 1e-9, tails included', () => {
  test('normal distribution function', () => expectTable(golden.normalCdf, normalCdf));
  test('normal quantile', () => expectTable(golden.normalQuantile, normalQuantile));
  test('chi-squared upper tail', () => expectTable(golden.chiSquaredSf, chiSquaredSf));
  test('chi-squared lower tail', () => expectTable(golden.chiSquaredCdf, chiSquaredCdf));
  test('chi-squared quantile', () =>
    expectTable(golden.chiSquaredUpperQuantile, chiSquaredUpperQuantile));
  test('noncentral chi-squared', () =>
    expectTable(golden.noncentralChiSquaredCdf, noncentralChiSquaredCdf));
  test('Kolmogorov-Smirnov, n from 1 to a million', () =>
    expectTable(golden.kolmogorovSf, kolmogorovSf));
  test('binomial upper tail', () => expectTable(golden.binomialUpperTail, binomialUpperTail));
  test('binomial quantile', () => expectTable(golden.binomialQuantile, binomialQuantile));
  test('hypergeometric probability', () =>
    expectTable(golden.hypergeometricProbability, hypergeometricProbability));
});

describe('what the tables do not reach', () => {
  test('the smallest probabilities are summed, not subtracted from one', () => {
    expect(chiSquaredSf(1400, 2)).toBeCloseTo(Math.exp(-700), 300);
    expectGolden(chiSquaredSf(1400, 2), Math.exp(-700), 'exp(-700)', 1e-11);
    expectGolden(binomialLowerTail(0, 1000, 0.3), 0.7 ** 1000, '0.7^1000', 1e-11);
  });

  test('ends of the supports', () => {
    expect(chiSquaredSf(0, 3)).toBe(1);
    expect(chiSquaredSf(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(kolmogorovSf(0, 10)).toBe(1);
    expect(kolmogorovSf(1, 10)).toBe(0);
    expect(poissonProbability(0, 0)).toBe(1);
    expect(poissonProbability(3, 0)).toBe(0);
    expect(binomialProbability(0, 5, 0)).toBe(1);
    expect(binomialProbability(5, 5, 1)).toBe(1);
    expect(hypergeometricProbability(3, 2, 5, 4)).toBe(0);
    expect(binomialUpperTail(6, 5, 0.5)).toBe(0);
  });

  test('ln n! of small and large n', () => {
    expect(lnFactorial(0)).toBe(0);
    expectGolden(lnFactorial(10), Math.log(3_628_800), '10!', 1e-14);
    expectGolden(lnFactorial(170), Math.log(7.257415615307994e306), '170!', 1e-14);
  });

  test('a noncentrality is found again from its own distribution function', () => {
    for (const noncentrality of [0.3, 12, 900, 4e6]) {
      const p = noncentralChiSquaredCdf(noncentrality + 20, 9, noncentrality);
      expectGolden(noncentralityAt(noncentrality + 20, 9, p), noncentrality, noncentrality, 1e-8);
    }
    expect(noncentralityAt(1, 9, 0.95)).toBe(0);
  });

  test('the noncentral mixture and integral meet where one takes over from the other', () => {
    for (const degrees of [1, 2, 3, 9, 60, 800]) {
      for (const z of [-5, -2, 0, 2, 5]) {
        const x = degrees + 2000 + z * Math.sqrt(2 * (degrees + 4000));
        const [below, above] = [1999.999999, 2000.000001].map((noncentrality) =>
          noncentralChiSquaredTails(x, degrees, noncentrality),
        );
        expect(Math.abs(Math.log((below?.lower ?? 0) / (above?.lower ?? 1)))).toBeLessThan(1e-6);
        expect(Math.abs(Math.log((below?.upper ?? 0) / (above?.upper ?? 1)))).toBeLessThan(1e-6);
      }
    }
  });

  test('both noncentral tails add up to one', () => {
    for (const x of [1, 30, 80, 400]) {
      const { lower, upper } = noncentralChiSquaredTails(x, 9, 50);
      expect(lower + upper).toBeCloseTo(1, 12);
    }
    expect(noncentralChiSquaredSf(3, 2, 0)).toBe(chiSquaredSf(3, 2));
  });

  test('quantile and distribution function are inverse', () => {
    for (const p of [1e-200, 1e-30, 1e-9, 0.2, 0.5]) {
      expectGolden(normalCdf(normalQuantile(p)), p, p, 1e-11);
    }
    expect(twoSidedZ(0.95)).toBeCloseTo(1.959963984540054, 12);
  });

  test('a sum does not depend on the order of its terms', () => {
    const values = Array.from({ length: 500 }, (_, i) => (-1) ** i * 1.1 ** (i % 97) * Math.PI);
    const sum = exactSum(values);
    expect(exactSum(values.toReversed())).toBe(sum);
    expect(exactSum(values.toSorted((a, b) => a - b))).toBe(sum);
    expect(exactSum([1e100, 1, -1e100])).toBe(1);
    expect(exactSum([0.1, 0.2, 0.3])).toBe(0.6);
    expect(exactSum([])).toBe(0);
    expect(exactMean([1, 2, 4])).toBe(7 / 3);
  });

  test('a root is found to the last digits, or refused', () => {
    expect(findRoot((x) => x * x - 2, 0, 10)).toBeCloseTo(Math.SQRT2, 14);
    expect(findRoot((x) => x, 0, 5)).toBe(0);
    expect(() => findRoot((x) => x * x + 1, 0, 1)).toThrow(/no change of sign/);
  });
});

describe('impossible arguments are refused by name', () => {
  test.each([
    ['degrees of freedom', () => chiSquaredSf(1, 0), /degrees of freedom are 0/],
    ['fractional degrees', () => chiSquaredSf(1, 2.5), /degrees of freedom are 2.5/],
    ['NaN statistic', () => chiSquaredSf(Number.NaN, 2), /NaN/],
    ['noncentrality', () => noncentralChiSquaredCdf(1, 2, -1), /noncentrality is -1/],
    ['probability', () => normalQuantile(1.5), /probability 1.5/],
    ['level', () => twoSidedZ(95), /level 95/],
    ['KS statistic', () => kolmogorovSf(1.2, 10), /1.2, not in \[0, 1\]/],
    ['KS rows', () => kolmogorovSf(0.2, 0), /n is 0/],
    ['trials', () => binomialUpperTail(1, -1, 0.5), /trials is -1/],
    ['binomial probability', () => binomialUpperTail(1, 2, 2), /probability 2/],
    ['binomial level', () => binomialQuantile(1, 5, 0.5), /level 1/],
    ['chi-squared quantile', () => chiSquaredUpperQuantile(0, 5), /probability 0/],
    ['a sum with NaN', () => exactSum([1, Number.NaN]), /value 1 is NaN/],
    ['a mean of nothing', () => exactMean([]), /no values/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });
});
