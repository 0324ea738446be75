import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { separation } from '../../../../actions/drift-report/multivariate/classifier.ts';
import type { Samples } from '../../../../actions/drift-report/multivariate/features.ts';
import { reconstruction } from '../../../../actions/drift-report/multivariate/reconstruction.ts';
import { mannWhitney } from '../../../../shared/stats/mann-whitney.ts';
import { principalComponents } from '../../../../shared/stats/principal-components.ts';
import { createRandom, type Random } from '../../../../shared/stats/random.ts';

describe('Mann-Whitney', () => {
  test("agrees with SciPy's mannwhitneyu", () => {
    // U and the standard deviation of its normal approximation, ties included.
    const reference = Float64Array.of(1, 2, 2, 3, 5, 8);
    const current = Float64Array.of(2, 3, 3, 9, 10);
    const { auc, nullVariance } = mannWhitney(reference, current);
    expect(auc).toBeCloseTo(21 / 30, 12);
    expect(Math.sqrt(nullVariance) * 30).toBeCloseTo(5.376_717_484_589_544, 9);
  });

  test('is a half where all scores are one, and has no spread there', () => {
    const same = new Float64Array(7).fill(3);
    expect(mannWhitney(same, same)).toEqual({ auc: 0.5, nullVariance: 0 });
  });

  test('refuses a sample without scores', () => {
    expect(() => mannWhitney(new Float64Array(0), Float64Array.of(1))).toThrow(RangeError);
    expect(() => mannWhitney(Float64Array.of(Number.NaN), Float64Array.of(1))).toThrow(RangeError);
  });
});

describe('principal components', () => {
  test('rebuild the matrix, and stand at right angles', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 999 }),
        (size, seed) => {
          const random = createRandom(seed);
          const half = Float64Array.from({ length: size * size }, () => random.normal());
          const matrix = new Float64Array(size * size);
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              for (let k = 0; k < size; k++) {
                matrix[i * size + j] =
                  (matrix[i * size + j] ?? 0) +
                  (half[i * size + k] ?? 0) * (half[j * size + k] ?? 0);
              }
            }
          }
          const { directions, variances } = principalComponents(matrix, size);
          expect(variances).toEqual([...variances].sort((a, b) => b - a));
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              const rebuilt = directions.reduce(
                (sum, d, k) => sum + (variances[k] ?? 0) * (d[i] ?? 0) * (d[j] ?? 0),
                0,
              );
              expect(rebuilt).toBeCloseTo(matrix[i * size + j] ?? 0, 8);
              const product = directions[i]?.reduce(
                (sum, x, k) => sum + x * (directions[j]?.[k] ?? 0),
                0,
              );
              expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
            }
          }
        },
      ),
      { seed: 4, numRuns: 30 },
    );
  });

  test('refuse what is no finite square matrix', () => {
    expect(() => principalComponents(Float64Array.of(1, 2, 3), 2)).toThrow(RangeError);
    expect(() => principalComponents(Float64Array.of(Number.NaN), 1)).toThrow(RangeError);
  });
});

function samples(random: Random, rows: number): Samples {
  const side = (): Float64Array[] => {
    const a = Float64Array.from({ length: rows }, () => random.normal());
    const b = a.map((value) => 0.6 * value + 0.8 * random.normal());
    return [a, b, a.map(() => Math.floor(3 * random.uniform()))];
  };
  const [before, now] = [side(), side()];
  return {
    names: ['a', 'b', 'c'],
    places: before[0]?.map(() => random.uniform()) ?? new Float64Array(0),
    columns: before.map((reference, i) => ({
      kind: 'number',
      reference,
      current: now[i] ?? new Float64Array(0),
    })),
  };
}

describe('without any change', () => {
  test('the classifier and the components keep their false alarms at what they promise', () => {
    const random = createRandom(7);
    const worlds = 30;
    let [told, rebuilt] = [0, 0];
    for (let world = 0; world < worlds; world++) {
      const drawn = samples(random, 200);
      if (separation(drawn).pValue <= 0.1) told++;
      if (reconstruction(drawn).pValue <= 0.1) rebuilt++;
    }
    // Three are expected; more than nine happen less than once in two thousand times.
    expect(told).toBeLessThanOrEqual(9);
    expect(rebuilt).toBeLessThanOrEqual(9);
  });
});
