import { describe, expect, test } from 'vitest';
import { bcaInterval } from '../../../shared/stats/bca.ts';
import { bootstrapCounts } from '../../../shared/stats/bootstrap-counts.ts';
import { f1 } from '../../../shared/stats/confusion.ts';
import { pairedMeanDifference } from '../../../shared/stats/paired-bootstrap.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import golden from '../../golden/bootstrap.json' with { type: 'json' };

/** Skewed per-row differences, as those of log losses are. */
function skewedRows(rows: number, seed: number) {
  const random = createRandom(seed);
  const strata = new Uint8Array(rows);
  const differences = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    strata[i] = random.uniform() < 0.25 ? 1 : 0;
    differences[i] = (strata[i] === 1 ? 3 : 1) * (random.normal() ** 2 - 1) - 0.05;
  }
  return { differences, strata };
}

/** Endpoints of this many replicates vary by about 3% of the interval's width. */
const FEWER = { replicates: 4_000 };

describe('the bootstrap of a mean difference', () => {
  test.each(golden.cases)("agrees with SciPy's BCa interval: $name", ({ values, low, high }) => {
    const differences = Float64Array.from(values);
    const ours = pairedMeanDifference({ differences, method: 'bootstrap', seed: 1 });
    // Endpoints of 10,000 replicates vary by about 2% of the interval's width.
    expect(Math.abs(ours.low - low)).toBeLessThan(0.04 * (high - low));
    expect(Math.abs(ours.high - high)).toBeLessThan(0.04 * (high - low));
  });

  test.each([400, 2_000, 24_000])('agrees with its closed form at %i rows, stratified', (rows) => {
    const input = skewedRows(rows, rows);
    const drawn = pairedMeanDifference({ ...input, method: 'bootstrap', seed: 9, ...FEWER });
    const closed = pairedMeanDifference({ ...input, method: 'closed-form' });
    const width = closed.high - closed.low;
    expect(drawn.estimate).toBe(closed.estimate);
    expect(Math.abs(drawn.low - closed.low)).toBeLessThan(0.06 * width);
    expect(Math.abs(drawn.high - closed.high)).toBeLessThan(0.06 * width);
  });

  test('follows the skewness: the longer tail gets the longer arm', () => {
    const closed = pairedMeanDifference({ ...skewedRows(400, 3), method: 'closed-form' });
    expect(closed.high - closed.estimate).toBeGreaterThan(closed.estimate - closed.low);
  });

  test('stratifying by what explains the difference narrows the interval', () => {
    const strata = Uint8Array.from({ length: 300 }, (_, i) => i % 2);
    const random = createRandom(4);
    const differences = Float64Array.from(strata, (label) => label * 5 + random.normal());
    const plain = pairedMeanDifference({ differences });
    const stratified = pairedMeanDifference({ differences, strata });
    expect(stratified.standardError).toBeLessThan(0.6 * plain.standardError);
  });

  test('neither the order of rows nor a second run changes a digit', () => {
    const { differences, strata } = skewedRows(3_000, 5);
    const first = pairedMeanDifference({ differences, strata, seed: 2, replicates: 500 });
    const turned = pairedMeanDifference({
      differences: differences.slice().reverse(),
      strata: strata.slice().reverse(),
      seed: 2,
      replicates: 500,
    });
    expect(turned).toEqual(first);
    const other = pairedMeanDifference({ differences, strata, seed: 3, replicates: 500 });
    expect(other.low).not.toBe(first.low);
  });

  test('rows beyond 20,000 use the closed form', () => {
    const { differences, strata } = skewedRows(300_000, 6);
    const result = pairedMeanDifference({ differences, strata });
    expect(result).toMatchObject({ method: 'closed-form', rows: 300_000, replicates: 0 });
    expect(result.low).toBeLessThan(result.estimate);
    expect(pairedMeanDifference({ differences: differences.slice(0, 300) }).method).toBe(
      'bootstrap',
    );
  });

  test('models that never differ have an interval of no width', () => {
    const same = pairedMeanDifference({ differences: new Float64Array(50) });
    expect(same).toMatchObject({ estimate: 0, low: 0, high: 0, standardError: 0 });
  });
});

describe('the bootstrap of counts', () => {
  const accuracyDifference = (counts: Float64Array) => {
    const [both = 0, champion = 0, challenger = 0, neither = 0] = counts;
    return (challenger - champion) / (both + champion + challenger + neither);
  };

  test('agrees with the bootstrap of the same rows', () => {
    const counts = [700, 60, 90, 150];
    const ours = bootstrapCounts({ counts, statistic: accuracyDifference, seed: 1 });
    const differences = Float64Array.from({ length: 1000 }, (_, i) =>
      i < 60 ? -1 : i < 150 ? 1 : 0,
    );
    const rows = pairedMeanDifference({ differences, method: 'closed-form' });
    expect(ours.estimate).toBeCloseTo(rows.estimate, 14);
    expect(Math.abs(ours.low - rows.low)).toBeLessThan(0.05 * (rows.high - rows.low));
    expect(Math.abs(ours.high - rows.high)).toBeLessThan(0.05 * (rows.high - rows.low));
  });

  test('keeps the size of each stratum', () => {
    const totals = new Set<number>();
    bootstrapCounts({
      counts: [30, 20, 40, 10],
      strata: [0, 0, 1, 1],
      replicates: 200,
      statistic: (counts) => {
        const total = (counts[0] ?? 0) + (counts[1] ?? 0);
        totals.add(total);
        return (counts[0] ?? 0) / total;
      },
    });
    // 49: the jackknife, which leaves one row out.
    expect([...totals].sort()).toEqual([49, 50]);
  });

  test('gives an interval for a ratio such as F1', () => {
    const statistic = ([a = 0, b = 0, c = 0, d = 0]: Float64Array) =>
      f1({ truePositives: a, falsePositives: b, trueNegatives: c, falseNegatives: d });
    const result = bootstrapCounts({ counts: [80, 20, 860, 40], statistic });
    expect(result.estimate).toBeCloseTo(160 / 220, 14);
    expect(result.low).toBeGreaterThan(0.64);
    expect(result.high).toBeLessThan(0.8);
    expect(result.undefinedReplicates).toBe(0);
  });

  test('says when too few rows leave the statistic undefined', () => {
    const statistic = ([a = 0, b = 0]: Float64Array) => a / (a + b);
    const run = () => bootstrapCounts({ counts: [1, 0, 500], statistic });
    expect(run).toThrow(/undefined in \d+ of 10000 resamples: too few rows/);
  });
});

describe('impossible input is refused by name', () => {
  const statistic = () => Number.NaN;
  test.each([
    ['no rows', () => pairedMeanDifference({ differences: new Float64Array() }), /no rows/],
    [
      'a NaN difference',
      () => pairedMeanDifference({ differences: Float64Array.of(1, Number.NaN) }),
      /NaN, not a finite/,
    ],
    [
      'strata of another length',
      () => pairedMeanDifference({ differences: new Float64Array(2), strata: new Uint8Array(3) }),
      /3 strata for 2 rows/,
    ],
    [
      'a handful of replicates',
      () => pairedMeanDifference({ differences: new Float64Array(2), replicates: 5 }),
      /replicates is 5/,
    ],
    ['an undefined statistic', () => bootstrapCounts({ counts: [1, 2], statistic }), /is NaN/],
    ['empty cells', () => bootstrapCounts({ counts: [0, 0], statistic }), /no rows/],
    [
      'strata for other cells',
      () => bootstrapCounts({ counts: [1, 2], statistic: () => 1, strata: [0] }),
      /1 strata for 2 cells/,
    ],
    ['no replicates', () => bcaInterval(0, new Float64Array(), 0, 0.95), /no bootstrap/],
    ['a NaN replicate', () => bcaInterval(0, Float64Array.of(1, Number.NaN), 0, 0.95), /is NaN/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });
});
