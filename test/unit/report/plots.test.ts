import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalBar, orient, sharedExtent } from '../../../shared/report/interval-bar.ts';
import { sparkline } from '../../../shared/report/sparkline.ts';

describe('intervalBar', () => {
  test('better is on the right, also where lower is better', () => {
    const gain = intervalBar({ low: 0.0098, value: 0.0121, high: 0.0144, better: 'higher' });
    const faster = intervalBar({ low: -0.0144, value: -0.0121, high: -0.0098, better: 'lower' });
    expect(gain).toBe('········│····├●┤·');
    expect(faster).toBe(gain);
  });

  test('a loss is on the left', () => {
    expect(intervalBar({ low: -0.9, value: -0.7, high: -0.5, better: 'higher' })).toBe(
      '·├●─┤···│········',
    );
  });

  test('the axis shows through an interval that holds no change', () => {
    expect(intervalBar({ low: -1, value: 0.5, high: 1 })).toBe('·├──────┼───●──┤·');
  });

  test('the allowed change is marked on the worse side', () => {
    const bar = intervalBar({ low: 0.2, value: 0.6, high: 1, allowed: 0.5, better: 'higher' });
    expect(bar).toBe('····┊···│├──●──┤·');
  });

  test('what is unknown is not drawn', () => {
    expect(intervalBar({ low: null, value: null, high: null })).toBe('········│········');
    expect(intervalBar({ low: null, value: 1, high: null })).toBe('········│······●·');
  });

  test('an end beyond the shared scale is an arrow', () => {
    expect(intervalBar({ low: 0, value: 1, high: 9 }, 2)).toBe('········├───●───▸');
  });

  test('any effect is 17 characters wide and shows its estimate', () => {
    const number = fc.option(fc.double({ noNaN: true }), { nil: null });
    fc.assert(
      fc.property(
        number,
        number,
        number,
        fc.double({ min: 0, noNaN: true }),
        (a, b, c, allowed) => {
          const bar = intervalBar({ low: a, value: b, high: c, allowed, better: 'lower' });
          expect([...bar]).toHaveLength(17);
          expect(bar.includes('●')).toBe(b !== null && Number.isFinite(b));
        },
      ),
      { seed: 3 },
    );
  });
});

test('turning an effect twice gives it back', () => {
  const turned = orient({ low: -3, value: 1, high: 2, better: 'lower', allowed: 4 });
  expect(turned).toEqual({ low: -2, value: -1, high: 3, limit: -4 });
});

test('rows share a scale unless one would shrink the others to dots', () => {
  const effect = (high: number) => ({ low: 0, value: high / 2, high });
  expect(sharedExtent([effect(1), effect(2), effect(4)])).toBe(4);
  expect(sharedExtent([effect(1), effect(2), effect(400)])).toBeUndefined();
  expect(sharedExtent([])).toBeUndefined();
});

test('a limit that all rows have sets the scale, whatever leaves it', () => {
  const effect = (value: number) => ({ low: value, value, high: value, allowed: 0.1 });
  expect(sharedExtent([effect(0.001), effect(0.01)])).toBeCloseTo(0.15, 12);
  expect(sharedExtent([effect(0.001), effect(9)])).toBeCloseTo(0.4, 12);
});

describe('sparkline', () => {
  test('counts start at zero', () => {
    expect(sparkline([0, 1, 2, 4, 7])).toBe('▁▂▃▅█');
  });

  test('a curve far from zero spans its own range', () => {
    expect(sparkline([0.9, 0.96, 1], true)).toBe('▁▅█');
  });

  test('counts keep their proportions: eight is nearly nine', () => {
    expect(sparkline([8, 9, 8])).toBe('▇█▇');
  });

  test('gaps, constants and nothing at all are drawn', () => {
    expect(sparkline([1, null, 1])).toBe('█·█');
    expect(sparkline([0, 0])).toBe('▁▁');
    expect(sparkline([])).toBe('');
    expect(sparkline([null])).toBe('·');
  });

  test('long ones are condensed to means', () => {
    const values = Array.from({ length: 480 }, (_, index) => (index < 240 ? 0 : 7));
    expect(sparkline(values)).toBe('▁'.repeat(12) + '█'.repeat(12));
  });
});
