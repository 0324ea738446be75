import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type CorrelationMethod,
  correlationDifference,
  correlationInterval,
  spearmanFromSums,
} from '../../../shared/stats/correlation.ts';
import { expectGolden } from './relative.ts';

interface Golden {
  readonly samples: readonly { x: number[]; y: number[]; spearman: number }[];
  readonly intervals: readonly (readonly [CorrelationMethod, ...number[]])[];
  readonly differences: readonly (readonly number[])[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/correlation.json', import.meta.url), 'utf8'),
) as Golden;

/** Ranks from 1, doubled, ties sharing their mean. */
function doubledRanks(values: readonly number[]): bigint[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const same = values.filter((other) => other === value).length;
    return BigInt(2 * below + same + 1);
  });
}

function sumsOf(x: readonly number[], y: readonly number[]) {
  const [a, b] = [doubledRanks(x), doubledRanks(y)];
  const sum = (term: (i: number) => bigint): bigint =>
    a.reduce((total, _, i) => total + term(i), 0n);
  const at = (ranks: readonly bigint[], i: number): bigint => ranks[i] ?? 0n;
  return {
    rows: BigInt(x.length),
    x: sum((i) => at(a, i)),
    y: sum((i) => at(b, i)),
    xx: sum((i) => at(a, i) ** 2n),
    yy: sum((i) => at(b, i) ** 2n),
    xy: sum((i) => at(a, i) * at(b, i)),
  };
}

describe('correlation', () => {
  test("of ranks is SciPy's, ties and all", () => {
    for (const { x, y, spearman } of golden.samples) {
      expectGolden(spearmanFromSums(sumsOf(x, y)) ?? Number.NaN, spearman, x.length);
    }
    expect(spearmanFromSums(sumsOf([1, 1, 1], [1, 2, 3]))).toBeNull();
  });

  test("has SciPy's interval", () => {
    for (const [method, value = 0, rows = 0, level = 0, low = 0, high = 0] of golden.intervals) {
      const interval = correlationInterval({ value, rows }, method, level);
      expectGolden(interval.low, low, [method, value, rows, level]);
      expectGolden(interval.high, high, [method, value, rows, level]);
    }
  });

  test('differs from another with the interval of Zou', () => {
    for (const [a = 0, n = 0, b = 0, m = 0, low = 0, high = 0] of golden.differences) {
      const found = correlationDifference({ value: a, rows: n }, { value: b, rows: m }, 'pearson');
      expectGolden(found.low, low, [a, b]);
      expectGolden(found.high, high, [a, b]);
    }
  });

  test('is refused where it says nothing', () => {
    expect(() => correlationInterval({ value: 1.01, rows: 10 }, 'pearson')).toThrow(RangeError);
    expect(() => correlationInterval({ value: 0.5, rows: 3 }, 'pearson')).toThrow(RangeError);
    expect(correlationInterval({ value: -1, rows: 10 }, 'pearson')).toEqual({
      estimate: -1,
      low: -1,
      high: -1,
    });
  });
});
