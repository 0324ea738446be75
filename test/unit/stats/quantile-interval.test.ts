import { describe, expect, test } from 'vitest';
import { intervalDifference } from '../../../shared/stats/interval-difference.ts';
import { observationsFor, quantileInterval } from '../../../shared/stats/quantile-interval.ts';
import { createRandom } from '../../../shared/stats/random.ts';

const ranks = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i + 1);

describe('the interval of a quantile', () => {
  // scipy.stats.quantile_test(range(1, n + 1), p=share).confidence_interval(level), SciPy 1.17
  test.each([
    [20, 0.5, 0.95, 6, 15],
    [101, 0.5, 0.95, 41, 61],
    [1000, 0.95, 0.95, 936, 964],
    [1000, 0.99, 0.95, 983, 997],
    [400, 0.99, 0.95, 392, 400],
    [250, 0.9, 0.99, 212, 237],
    [6, 0.5, 0.95, 1, 6],
    [368, 0.99, 0.95, 360, 368],
  ])('of %d observations at %d and level %d is as in SciPy', (n, share, level, low, high) => {
    const found = quantileInterval(ranks(n), share, level);
    expect(found).toMatchObject({ low, high });
    expect(found?.estimate).toBe(Math.ceil(n * share));
  });

  test('has no upper end where SciPy has none either', () => {
    expect(quantileInterval(ranks(367), 0.99)).toBeUndefined();
    expect(quantileInterval(ranks(5), 0.5)).toBeUndefined();
    expect(quantileInterval(new Float64Array(), 0.5)).toBeUndefined();
  });

  test.each([0.5, 0.9, 0.95, 0.99])('of share %d knows the fewest observations', (share) => {
    for (const level of [0.9, 0.95, 0.99]) {
      const fewest = observationsFor(share, level);
      expect(quantileInterval(ranks(fewest), share, level)).toBeDefined();
      expect(quantileInterval(ranks(fewest - 1), share, level)).toBeUndefined();
    }
  });

  test('refuses what is no share', () => {
    expect(() => quantileInterval(ranks(9), 1)).toThrow(RangeError);
    expect(() => quantileInterval(ranks(9), 0.5, 0)).toThrow(RangeError);
  });
});

describe('the difference of two quantiles', () => {
  test.each([
    ['p50', 0.5, 0],
    ['p95', 0.95, 1.6448536269514722],
  ])('%s of skewed times covers the truth at least as often as it says', (_, share, z) => {
    const random = createRandom(7);
    const draw = (scale: number) =>
      Float64Array.from({ length: 300 }, () => scale * Math.exp(0.6 * random.normal())).sort();
    const truth = (2.1 - 2) * Math.exp(0.6 * z);
    const simulations = 1500;
    let covered = 0;
    for (let i = 0; i < simulations; i++) {
      const [a, b] = [quantileInterval(draw(2), share), quantileInterval(draw(2.1), share)];
      if (a === undefined || b === undefined) throw new Error('too few observations');
      const { low, high } = intervalDifference(a, b);
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / simulations).toBeGreaterThan(0.94);
    expect(covered / simulations).toBeLessThan(0.985);
  });

  test('of two exact values is exact', () => {
    const exact = (value: number) => ({ low: value, estimate: value, high: value });
    expect(intervalDifference(exact(69_583), exact(21_710))).toEqual(exact(-47_873));
  });
});
