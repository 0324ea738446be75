import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrationsOf } from '../../../actions/evaluate-gate/calibration.ts';
import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import { bootstrapCounts, bootstrapEach } from '../../../shared/stats/bootstrap-counts.ts';
import { exactSum } from '../../../shared/stats/exact-sum.ts';
import { pairedMeanDifference } from '../../../shared/stats/paired-bootstrap.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { scoreOrder } from '../../../shared/stats/score-order.ts';
import { gateBoth, type TableRow } from './predictions.ts';

/** Rows whose keys are whole numbers, `apart` from each other. */
function numbered(size: number, apart: number): TableRow[] {
  const random = createRandom(size);
  return Array.from({ length: size }, (_, i) => {
    const label = random.below(2);
    return { id: (i + 1) * apart, prediction: (0.3 + label + random.uniform()) / 3, label };
  });
}

describe('keys that are whole numbers', () => {
  test.each([1, 1_000_003])('repeat or do not, %i apart', async (apart) => {
    const rows = numbered(60, apart);
    const same = await gateBoth(rows, rows.toReversed());
    expect(same.record?.summary).toContain('identical');
    const repeated = await gateBoth([...rows, { ...rows[3], prediction: 0.4 }], rows);
    expect(repeated.exitCode).toBe(2);
    expect(repeated.log).toContain('61 rows, but only 60 different keys');
  });
});

test('a line through many rows is the one through each half of them, told twice', () => {
  const random = createRandom(8);
  const draw = (size: number) => {
    const probabilities = Float64Array.from({ length: size }, () => random.uniform());
    const labels = Uint8Array.from(probabilities, (p) => (random.uniform() < p ** 1.4 ? 1 : 0));
    return { labels, probabilities };
  };
  const lineOf = ({ labels, probabilities }: ReturnType<typeof draw>) => {
    const rows: BinaryRows = {
      ...{ task: 'binary', labels, slices: [] },
      ...{ challenger: probabilities, challengerKind: 'probability' },
    };
    return calibrationsOf(rows)?.challenger.line;
  };
  const few = draw(15_000);
  const twice = {
    labels: Uint8Array.from([...few.labels, ...few.labels]),
    probabilities: Float64Array.from([...few.probabilities, ...few.probabilities]),
  };
  const [plain, grouped] = [lineOf(few), lineOf(twice)];
  expect(grouped?.slope).toBeCloseTo(plain?.slope ?? Number.NaN, 10);
  expect(grouped?.intercept).toBeCloseTo(plain?.intercept ?? Number.NaN, 10);
  const apart = twice.probabilities.map((p) => (p < 0.5 ? p / 2 : p));
  const labels = Uint8Array.from(apart, (p) => (p < 0.5 ? 0 : 1));
  expect(lineOf({ labels, probabilities: apart })).toBeUndefined();
});

test('statistics of the same resamples come out as each by itself', () => {
  const counts = [40, 3, 5, 12, 2, 7, 1, 30];
  const first = (cells: Float64Array) => (cells[0] ?? 0) / 100;
  const second = (cells: Float64Array) => Math.log1p(cells[7] ?? 0) - (cells[1] ?? 0);
  const asked = { counts, strata: [0, 0, 0, 0, 1, 1, 1, 1], replicates: 400, seed: 5 };
  expect(bootstrapEach(asked, { first, second })).toEqual({
    first: bootstrapCounts({ ...asked, statistic: first }),
    second: bootstrapCounts({ ...asked, statistic: second }),
  });
});

test('the closed form of many rows depends on no order of them, to the last bit', () => {
  const random = createRandom(9);
  const differences = Float64Array.from({ length: 25_000 }, () => random.normal() ** 3);
  const strata = Uint8Array.from(differences, () => random.below(3));
  const turned = { differences: differences.toReversed(), strata: strata.toReversed() };
  const found = pairedMeanDifference({ differences, strata });
  expect(found.method).toBe('closed-form');
  expect(pairedMeanDifference(turned)).toEqual(found);
});

test('a sum is the whole one rounded once, where it cancels too', () => {
  const part = fc.tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ max: 60 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const scaled = parts.map(([whole, shift]) => [whole, Math.abs(shift) % 61] as const);
      const exact = scaled.reduce((sum, [whole, by]) => sum + (BigInt(whole) << BigInt(by)), 0n);
      const values = scaled.map(([whole, by]) => whole * 2 ** by);
      expect(exactSum(values) + 0).toBe(Number(exact));
    }),
    { seed: 6, numRuns: 300 },
  );
});

test('scores that were changed are ordered anew', () => {
  const scores = Float64Array.from([3, 1, 2]);
  expect([...scoreOrder(scores)]).toEqual([1, 2, 0]);
  expect([...scoreOrder(scores)]).toEqual([1, 2, 0]);
  scores[1] = 9;
  expect([...scoreOrder(scores)]).toEqual([2, 0, 1]);
  scores[0] = Number.NaN;
  expect(() => scoreOrder(scores)).toThrow(/row 0 is NaN/u);
});
