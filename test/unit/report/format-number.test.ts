import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  comparisonDigits,
  formatBytes,
  formatDuration,
  formatNumber,
  formatShare,
} from '../../../shared/report/format-number.ts';

describe('formatNumber', () => {
  test.each([
    [0.66114, '0.6611'],
    [0.5, '0.5'],
    [-0.0083, '−0.0083'],
    [1_432_120, '1,432,120'],
    [12_345.678, '12,346'],
    [999.96, '1,000'],
    [0.00001235, '0.00001235'],
    [1.2345e-9, '1.235e−9'],
    [1e20, '1e20'],
    [0, '0'],
    [-0, '0'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%s reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('signs, digits and units are added on request', () => {
    expect(formatNumber(0.0121, { signed: true, digits: 4 })).toBe('+0.0121');
    expect(formatNumber(0, { signed: true })).toBe('0');
    expect(formatNumber(-0.00001, { digits: 4 })).toBe('0.0000');
    expect(formatNumber(4.6, { unit: 'ms' })).toBe('4.6\u00a0ms');
    expect(formatNumber(1234567.891, { digits: 2 })).toBe('1,234,567.89');
  });

  test('what is read back is the number to four significant digits', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (value) => {
        const text = formatNumber(value).replaceAll(',', '').replaceAll('−', '-');
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 5.1e-4);
      }),
      { seed: 1 },
    );
  });
});

describe('comparisonDigits', () => {
  test.each([
    [0.6732, 0.6611, 0.0121, 4],
    [4.6, 4.1, 0.5, 1],
    [0.7899, 0.79, -0.0001, 4],
    [0.790000012, 0.79, 0.000000012, 8],
    [120, 100, 20, 0],
    [0.5, null, null, 1],
  ])('%s against %s, a change of %s, needs %s digits', (value, baseline, delta, digits) => {
    expect(comparisonDigits(value, baseline, delta)).toBe(digits);
  });

  test('a difference above 1e-11 never reads as nothing', () => {
    const level = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const change = fc.double({ min: 1e-11, max: 1, noNaN: true });
    fc.assert(
      fc.property(level, change, (baseline, delta) => {
        const digits = comparisonDigits(baseline + delta, baseline, delta);
        expect(Number(formatNumber(delta, { digits, signed: true }))).toBeGreaterThan(0);
      }),
      { seed: 2 },
    );
  });
});

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.5, '50 %'],
  [0.1234, '12.3 %'],
  [0.00123, '0.12 %'],
  [0.00001, '< 0.01 %'],
  [0.99999, '> 99.99 %'],
  [null, '–'],
])('the share %s reads %s', (share, text) => {
  expect(formatShare(share).replaceAll('\u00a0', ' ')).toBe(text);
});

test.each([
  [340, '340 ms'],
  [7200, '7.2 s'],
  [59_990, '1 min 00 s'],
  [221_000, '3 min 41 s'],
  [7_500_000, '2 h 05 min'],
  [-1, '–'],
  [Number.NaN, '–'],
])('%s milliseconds read %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds).replaceAll('\u00a0', ' ')).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [12_408, '12.4 kB'],
  [3_402_112, '3.4 MB'],
  [999_999_999, '1 GB'],
])('%s bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes).replaceAll('\u00a0', ' ')).toBe(text);
});
