import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  htmlCode,
  htmlProse,
  markdownCode,
  markdownLine,
  markdownText,
  plainLines,
  xmlText,
} from '../../../shared/report/escape.ts';
import { isolated } from '../../../shared/report/right-to-left.ts';

const [first, last] = ['\u2068', '\u2069'];
const hebrew = 'גיל';
const arabic = 'المسافة';

test('a name in a sentence is isolated, its digits and the sentence are not', () => {
  expect(isolated(`Column ${hebrew}, 5 rows`)).toBe(`Column ${first}${hebrew}${last}, 5 rows`);
  expect(isolated(`${hebrew}: 3 missing, ${arabic}: 12 missing`)).toBe(
    `${first}${hebrew}${last}: 3 missing, ${first}${arabic}${last}: 12 missing`,
  );
});

test('a name of several words is one, also where digits are a part of it', () => {
  expect(isolated(`Column ساعة_الإقلاع moved`)).toBe(`Column ${first}ساعة_الإقلاع${last} moved`);
  expect(isolated(`ساعة 12 الإقلاع`)).toBe(`${first}ساعة 12 الإقلاع${last}`);
});

test('other text stays as it is', () => {
  for (const text of ['distance', '航班延误 12 %', 'Größe – 3 × 4', ''])
    expect(isolated(text)).toBe(text);
});

test('code holds nothing that would be copied with it', () => {
  for (const code of [markdownCode(`${hebrew}_12`), htmlCode(`--model ${hebrew}`)]) {
    expect(code).toMatch(/^<code dir="auto">.*<\/code>$/u);
    expect(code).not.toMatch(/[\u2066-\u2069]/u);
  }
  expect(markdownCode('age_12')).toBe('`age_12`');
});

test('an annotation keeps its lines and shows the controls in them', () => {
  expect(plainLines(`Column \u202e${hebrew}\nb`)).toBe(`Column \ufffd${first}${hebrew}${last}\nb`);
});

const piece = fc.constantFrom(
  ...[
    hebrew,
    arabic,
    'age',
    ' ',
    ', ',
    '12',
    '0.5 %',
    '_',
    '|',
    '<b>',
    '@',
    '`',
    '航班',
    '\n',
    '#1',
  ],
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
  ...['\u200e', '\u200f', '\u061c'],
);
const hostile = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

/** What a reader's eye gets, and how deep the isolates in it are. */
function expectBalanced(written: string): void {
  const shown = written.replace(/&#(\d+);/gu, (_, code) => String.fromCodePoint(Number(code)));
  expect(shown).not.toMatch(/[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]/u);
  let depth = 0;
  for (const sign of shown) {
    if (sign === first) depth += 1;
    if (sign === last) depth -= 1;
    expect(depth).toBeGreaterThanOrEqual(0);
    if (depth === 0) expect(sign).not.toMatch(/[\u0590-\u08ff]/u);
  }
  expect(depth).toBe(0);
}

test('no control of the text leaves, ours are balanced, no letter is outside of them', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 60 }), (text, max) => {
      for (const write of [markdownText, markdownLine, xmlText, plainLines]) {
        expectBalanced(write(text, max));
      }
      expectBalanced(htmlProse(text, max).replaceAll('<bdi>', first).replaceAll('</bdi>', last));
      expect(markdownText(text, max).length).toBeLessThanOrEqual(Math.max(60, max * 3));
      for (const code of [markdownCode(text, max), htmlCode(text, max)]) {
        expect(code).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u);
      }
    }),
    { seed: 20_260_131, numRuns: 300 },
  );
});
