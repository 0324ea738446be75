import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../shared/domain/duration.ts';

test.each([
  ['250ms', '250 ms'],
  ['30s', '30 s'],
  ['125s', '2 min 5 s'],
  ['59m', '59 min'],
  ['6.5h', '6 h 30 min'],
  ['24h', '24 h'],
  ['7d', '7 d'],
  ['50h', '2 d 2 h'],
])('%s is told as %s', (text, told) => {
  expect(formatDuration(parseDuration(text) ?? Number.NaN)).toBe(told);
});
