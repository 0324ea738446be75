import { describe, expect, test } from 'vitest';
import { chiSquaredSf } from '../../../shared/stats/chi-squared-distribution.ts';
import { createRandom, nextUint32, seedFor } from '../../../shared/stats/random.ts';
import {
  drawBinomial,
  drawHypergeometric,
  drawMultinomial,
  drawMultivariateHypergeometric,
} from '../../../shared/stats/random-draws.ts';
import {
  binomialProbability,
  hypergeometricProbability,
} from '../../../shared/stats/saddle-point.ts';
import golden from '../../golden/random.json' with { type: 'json' };

describe('the generator', () => {
  test('is xoshiro128**, word for word', () => {
    const state = Uint32Array.of(1, 2, 3, 4);
    expect(golden.fromState1234.map(() => nextUint32(state))).toEqual(golden.fromState1234);
  });

  test('starts from SplitMix64', () => {
    for (const [seed, words] of golden.fromSeed as [number, number[]][]) {
      const random = createRandom(seed);
      expect(words.map(() => random.uint32())).toEqual(words);
    }
  });

  test('a fractional or unsafe seed is refused', () => {
    expect(() => createRandom(0.5)).toThrow(/seed 0.5/);
    expect(() => createRandom(2 ** 60)).toThrow(RangeError);
    expect(() => createRandom(1).below(0)).toThrow(/limit 0/);
  });

  test('seeds of parts differ by every name, and repeat', () => {
    const seeds = [seedFor(1, 'a'), seedFor(1, 'b'), seedFor(2, 'a'), seedFor(1, 'a', 'b')];
    expect(new Set([...seeds, seedFor(1, 'ab')]).size).toBe(5);
    expect(seedFor(1, 'a')).toBe(seeds[0]);
    for (const seed of seeds) expect(Number.isSafeInteger(seed)).toBe(true);
  });

  test('normal numbers have mean 0, variance 1, no skewness', () => {
    const random = createRandom(8);
    const moments = [0, 0, 0];
    const n = 100_000;
    for (let i = 0; i < n; i++) {
      const x = random.normal();
      [x, x * x, x ** 3].forEach((power, k) => {
        moments[k] = (moments[k] ?? 0) + power / n;
      });
    }
    // Four standard errors: 1, √2 and √15 over √n.
    expect(Math.abs(moments[0] ?? 9)).toBeLessThan(0.0127);
    expect(Math.abs((moments[1] ?? 9) - 1)).toBeLessThan(0.018);
    expect(Math.abs(moments[2] ?? 9)).toBeLessThan(0.049);
  });
});

/** p-value that the draws follow the probabilities; cells of less than 5 expected are pooled. */
function goodnessOfFit(draws: readonly number[], probability: (k: number) => number): number {
  const seen = new Map<number, number>();
  for (const k of draws) seen.set(k, (seen.get(k) ?? 0) + 1);
  let statistic = 0;
  let cells = 0;
  let restExpected = draws.length;
  let restSeen = draws.length;
  for (let k = 0; k <= Math.max(...draws); k++) {
    const expected = draws.length * probability(k);
    if (expected < 5) continue;
    statistic += ((seen.get(k) ?? 0) - expected) ** 2 / expected;
    restExpected -= expected;
    restSeen -= seen.get(k) ?? 0;
    cells++;
  }
  if (restExpected > 5) {
    statistic += (restSeen - restExpected) ** 2 / restExpected;
    cells++;
  }
  return chiSquaredSf(statistic, cells - 1);
}

describe('draws follow their distribution', () => {
  test.each([
    [1, 0.5],
    [20, 0.03],
    [60, 0.9],
    [5_000, 0.4],
  ])('binomial, n = %i, p = %d', (n, p) => {
    const random = createRandom(12);
    const draws = Array.from({ length: 20_000 }, () => drawBinomial(random, n, p));
    expect(goodnessOfFit(draws, (k) => (k > n ? 0 : binomialProbability(k, n, p)))).toBeGreaterThan(
      0.001,
    );
  });

  test.each([
    [5, 7, 4],
    [30, 20, 40],
    [400, 3_000, 900],
  ])('hypergeometric, %i marked, %i unmarked, %i drawn', (marked, unmarked, drawn) => {
    const random = createRandom(13);
    const draws = Array.from({ length: 20_000 }, () =>
      drawHypergeometric(random, marked, unmarked, drawn),
    );
    const probability = (k: number) => hypergeometricProbability(k, marked, unmarked, drawn);
    expect(goodnessOfFit(draws, probability)).toBeGreaterThan(0.001);
  });

  test('certain draws', () => {
    const random = createRandom(1);
    expect(drawBinomial(random, 9, 0)).toBe(0);
    expect(drawBinomial(random, 9, 1)).toBe(9);
    expect(drawHypergeometric(random, 4, 0, 3)).toBe(3);
  });

  test('cells of a draw add up, and none gives more than it holds', () => {
    const random = createRandom(14);
    const into = new Float64Array(4);
    for (let i = 0; i < 200; i++) {
      drawMultinomial(random, 1_000, [1, 0, 5, 2], 8, into);
      expect(into.reduce((sum, count) => sum + count, 0)).toBe(1_000);
      expect(into[1]).toBe(0);
      drawMultivariateHypergeometric(random, [10, 0, 50, 20], 80, 33, into);
      expect(into.reduce((sum, count) => sum + count, 0)).toBe(33);
      expect(into[0]).toBeLessThanOrEqual(10);
    }
  });
});
