import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benjaminiHochberg } from '../../../shared/stats/benjamini-hochberg.ts';
import { errorShareTest } from '../../../shared/stats/binomial-e-process.ts';
import { chiSquaredTest } from '../../../shared/stats/chi-squared.ts';
import { clopperPearson } from '../../../shared/stats/clopper-pearson.ts';
import { fisherExact } from '../../../shared/stats/fisher-exact.ts';
import { hellinger } from '../../../shared/stats/hellinger.ts';
import { holm } from '../../../shared/stats/holm.ts';
import { jensenShannonDistance } from '../../../shared/stats/js.ts';
import { kl } from '../../../shared/stats/kl.ts';
import { ksStatistic, ksTest } from '../../../shared/stats/ks.ts';
import { lInfinity } from '../../../shared/stats/l-infinity.ts';
import { newcombe } from '../../../shared/stats/newcombe.ts';
import { psiTest } from '../../../shared/stats/psi.ts';
import { compareQuantiles } from '../../../shared/stats/quantile-from-histogram.ts';
import { shareDifference } from '../../../shared/stats/share-difference.ts';
import { totalVariation } from '../../../shared/stats/total-variation.ts';
import { wilson } from '../../../shared/stats/wilson.ts';

const count = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 1_000_000 }));
const pairs = fc
  .array(fc.tuple(count, count), { minLength: 1, maxLength: 15 })
  .filter((cells) => cells.some(([a]) => a > 0) && cells.some(([, b]) => b > 0));
const proportion = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([rows, share]) => ({ rows, hits: Math.round(rows * share) }));
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

const first = (cells: readonly [number, number][]) => cells.map(([a]) => a);
const second = (cells: readonly [number, number][]) => cells.map(([, b]) => b);

function always<T>(values: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(values, holds), { seed: 20_010_101, numRuns: 200 });
}

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(expected)));
}

describe('measures of drift', () => {
  const bounded = { jensenShannonDistance, hellinger, totalVariation, lInfinity };
  test.each(Object.entries(bounded))(
    '%s is symmetric, in [0, 1], and 0 for itself',
    (_, measure) => {
      always(pairs, (cells) => {
        const [a, b] = [first(cells), second(cells)];
        const distance = measure(a, b);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        expectNear(measure(b, a), distance);
        expect(measure(a, a)).toBeLessThan(1e-7);
      });
    },
  );

  test.each(Object.entries({ ...bounded, kl }))(
    '%s does not care for the order of cells',
    (_, measure) => {
      always(pairs, (cells) => {
        const turned = cells.toReversed();
        const there = measure(first(cells), second(cells));
        const back = measure(first(turned), second(turned));
        if (there === Number.POSITIVE_INFINITY) expect(back).toBe(there);
        else expectNear(back, there);
      });
    },
  );

  test('the distances bound each other as the theory says', () => {
    always(pairs, (cells) => {
      const [a, b] = [first(cells), second(cells)];
      const variation = totalVariation(a, b);
      const affinity = hellinger(a, b);
      expect(affinity ** 2).toBeLessThanOrEqual(variation + 1e-12);
      expect(variation).toBeLessThanOrEqual(Math.SQRT2 * affinity + 1e-12);
      expect(lInfinity(a, b)).toBeLessThanOrEqual(2 * variation + 1e-12);
      expect(ksStatistic(a, b)).toBeLessThanOrEqual(variation + 1e-12);
      // Pinsker's inequality.
      expect(kl(a, b)).toBeGreaterThanOrEqual(2 * variation ** 2 - 1e-12);
    });
  });

  test('PSI is symmetric, blind to the order of cells, and inside its bounds', () => {
    always(pairs, (cells) => {
      const result = psiTest(first(cells), second(cells));
      const turned = cells.toReversed();
      expectNear(psiTest(first(turned), second(turned)).raw, result.raw);
      expectNear(psiTest(second(cells), first(cells)).raw, result.raw);
      expect(result.raw).toBeGreaterThanOrEqual(0);
      expect(result.low).toBeGreaterThanOrEqual(0);
      expect(result.high).toBeGreaterThanOrEqual(result.low);
      expect(result.high).toBeGreaterThanOrEqual(Math.min(result.estimate, result.raw) - 1e-12);
      expect(result.low).toBeLessThanOrEqual(Math.max(0, result.raw) + 1e-12);
    });
  });

  test('a p-value is in [0, 1], and 1 for a sample compared with itself', () => {
    always(pairs, (cells) => {
      const [a, b] = [first(cells), second(cells)];
      const ks = (x: number[], y: number[]) => ksTest(x, y, { method: 'asymptotic' });
      for (const run of [psiTest, chiSquaredTest, ks]) {
        const { pValue } = run(a, b);
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expectNear(run(a, a).pValue, 1);
      }
      const { statistic } = ks(a, b);
      expect(statistic).toBeGreaterThanOrEqual(0);
      expect(statistic).toBeLessThanOrEqual(1);
    });
  });

  test('merging cells never widens the Kolmogorov-Smirnov gap', () => {
    always(pairs, (cells) => {
      const last: [number, number][] = cells.slice(-2);
      const sums = [first(last), second(last)].map((counts) => counts.reduce((x, y) => x + y, 0));
      const merged: [number, number][] = [...cells.slice(0, -2), [sums[0] ?? 0, sums[1] ?? 0]];
      const gap = ksStatistic(first(cells), second(cells));
      expect(ksStatistic(first(merged), second(merged))).toBeLessThanOrEqual(gap + 1e-15);
    });
  });
});

describe('intervals', () => {
  test('of a proportion contain it, stay in [0, 1], and mirror', () => {
    always(proportion, ({ hits, rows }) => {
      for (const interval of [wilson, clopperPearson]) {
        const { estimate, low, high } = interval({ hits, rows });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
        expect(high).toBeLessThanOrEqual(1);
        const mirrored = interval({ hits: rows - hits, rows });
        expect(Math.abs(mirrored.low - (1 - high))).toBeLessThan(1e-9);
      }
    });
  });

  test('of a difference contain it and turn with the sign', () => {
    always(fc.tuple(proportion, proportion), ([a, b]) => {
      const there = newcombe(a, b);
      const back = newcombe(b, a);
      expect(there.low).toBeLessThanOrEqual(there.estimate);
      expect(there.high).toBeGreaterThanOrEqual(there.estimate);
      expectNear(back.low, -there.high);
      expectNear(back.high, -there.low);
      const { pValue } = shareDifference(a, b);
      expect(pValue).toBeGreaterThan(-1e-300);
      expect(pValue).toBeLessThanOrEqual(1);
      expect(Math.abs(fisherExact(b, a) - pValue)).toBeLessThan(1e-9);
    });
  });

  test('of a ratio of quantiles contain it', () => {
    const counts = fc
      .array(fc.integer({ min: 0, max: 500 }), { minLength: 6, maxLength: 6 })
      .filter((all) => all.some((one) => one > 0));
    always(fc.tuple(counts, counts), ([a, b]) => {
      const upperBounds = [1, 2, 4, 8, 16, 32];
      const { ratio } = compareQuantiles(
        { upperBounds, counts: a, lowest: 0 },
        { upperBounds, counts: b, lowest: 0 },
        0.9,
      );
      expect(ratio.low).toBeLessThanOrEqual(ratio.estimate);
      expect(ratio.high).toBeGreaterThanOrEqual(ratio.estimate);
    });
  });
});

describe('adjusted p-values', () => {
  test('are never smaller than raw ones, and keep their order', () => {
    always(pValues, (raw) => {
      for (const adjust of [holm, benjaminiHochberg]) {
        const adjusted = adjust(raw);
        raw.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          raw.forEach((q, j) => {
            if (p <= q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? Number.NaN);
          });
        });
      }
    });
  });

  test("Holm's are never below Benjamini and Hochberg's", () => {
    always(pValues, (raw) => {
      const [family, discovery] = [holm(raw), benjaminiHochberg(raw)];
      family.forEach((p, i) => {
        expect(p).toBeGreaterThanOrEqual((discovery[i] ?? Number.NaN) - 1e-15);
      });
    });
  });
});

test('more canary errors are never less evidence against it', () => {
  const errors = fc.integer({ min: 0, max: 300 });
  always(fc.tuple(errors, errors, fc.double({ min: 0.01, max: 0.9, noNaN: true })), (drawn) => {
    const [canaryErrors, stableErrors, canaryShare] = drawn;
    const { logEValue } = errorShareTest([{ canaryShare, canaryErrors, stableErrors }]);
    const worse = errorShareTest([
      { canaryShare, canaryErrors: canaryErrors + 1, stableErrors },
    ]).logEValue;
    expect(worse).toBeGreaterThanOrEqual(logEValue - 1e-9);
  });
});
