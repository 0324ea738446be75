import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonCells, tenths } from '../../../actions/drift-report/counts.ts';
import { lineCells } from '../../../actions/drift-report/plan.ts';
import { wholeWindows, windowUnit } from '../../../actions/drift-report/windows/calendar.ts';

const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
const counts = fc.array(fc.nat(500), { minLength: 2, maxLength: 80 });

describe('cells', () => {
  test('joined for the PSI, neither lose nor invent a row, and none is empty in the reference', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const length = Math.min(a.length, b.length);
        const pair = { reference: a.slice(0, length), current: b.slice(0, length) };
        fc.pre(total(pair.reference) > 0);
        const joined = tenths(pair);
        expect(total(joined.reference)).toBe(total(pair.reference));
        expect(total(joined.current)).toBe(total(pair.current));
        expect(joined.reference.length).toBeLessThanOrEqual(10);
        expect(Math.min(...joined.reference)).toBeGreaterThan(0);
      }),
      { seed: 3 },
    );
  });

  test('of even counts are ten even ones', () => {
    const even = new Array<number>(60).fill(7);
    expect(tenths({ reference: even, current: even }).reference).toEqual(new Array(10).fill(42));
  });

  test('of rare categories are joined until the large-sample test holds', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const length = Math.min(a.length, b.length);
        const pair = { reference: a.slice(0, length), current: b.slice(0, length) };
        const [n, m] = [total(pair.reference), total(pair.current)];
        fc.pre(n > 0 && m > 0);
        const joined = commonCells(pair);
        expect([total(joined.reference), total(joined.current)]).toEqual([n, m]);
        if (joined.reference.length < 2) return;
        const pooled = joined.reference.map((count, i) => count + (joined.current[i] ?? 0));
        expect((Math.min(...pooled) * Math.min(n, m)) / (n + m)).toBeGreaterThanOrEqual(5);
      }),
      { seed: 5 },
    );
  });

  test('of few distinct values are the values themselves', () => {
    const rows = [0, 1, 2].map((edge) => ({ edge, low: edge, values: 1 }));
    expect(lineCells(rows)).toEqual({
      edges: [0, 1, 2],
      lowest: 0,
      distinct: 3,
      barEdges: [0, 1, 2],
    });
  });
});

describe('windows', () => {
  const day = 86_400;
  test.each([
    [1, undefined],
    [3, 'day'],
    [14, 'day'],
    [30, 'week'],
    [91, 'month'],
    [365, 'month'],
    [1_000, 'quarter'],
    [4_000, 'year'],
  ])('of %i days are split by %s', (days, unit) => {
    expect(windowUnit(0, days * day)).toBe(unit);
  });

  test('without any time there are none', () => {
    expect(windowUnit(Number.NaN, Number.NaN)).toBeUndefined();
  });

  test('a piece of a month at either end does not stand for the month', () => {
    const rows = new Map([
      ['2001-03', 10],
      ['2001-04', 500],
      ['2001-05', 510],
      ['2001-06', 480],
      ['2001-07', 1],
    ]);
    expect(wholeWindows(rows)).toEqual(['2001-04', '2001-05', '2001-06']);
  });
});
