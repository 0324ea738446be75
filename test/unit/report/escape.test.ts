import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  htmlText,
  markdownCode,
  markdownLine,
  markdownText,
  openMetricsLabel,
  plainText,
  safeUrl,
  xmlText,
} from '../../../shared/report/escape.ts';
import { isolated } from '../../../shared/report/right-to-left.ts';
import { hostileStrings } from '../../fixtures/hostile-strings.ts';
import { forgeHtml } from '../../gallery/forge-html.ts';
import { actedOn, decode, readMarkup } from './markup.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...'`|\\[](){}<>!#*_~@:/-.+=&"\'$%^ ab1\n'), maxLength: 40 }),
  fc.constantFrom(...hostileStrings),
);

describe('plainText', () => {
  test('is one line without characters that deceive', () => {
    expect(plainText(' a\n\tb\u2028c ')).toBe('a b c');
    expect(plainText('x\u202eexe.gnp')).toBe('x�exe.gnp');
    expect(plainText('\u001b[31mred')).toBe('�[31mred');
    expect(plainText('a\ud800b')).toBe('a�b');
  });

  test('keeps other scripts and emoji whole', () => {
    for (const kept of ['مرحبا بالعالم', '航班延误', '👩‍👩‍👧‍👦', 'नमस्ते', 'é']) {
      expect(plainText(kept)).toBe(kept);
    }
  });

  test('is cut to whole characters', () => {
    expect(plainText('😀😀😀😀', 3)).toBe('😀😀…');
    expect(plainText('x'.repeat(1e6), 10)).toBe('xxxxxxxxx…');
  });
});

describe('text in Markdown', () => {
  test('of an ordinary kind stays readable in the source', () => {
    const ordinary = 'AUC +0.0121 (95 % interval), 1,432,120 rows: p99_latency at 12:30; done.';
    expect(markdownText(ordinary)).toBe(ordinary.replace('12:30', '12&#58;<!-- -->30'));
    expect(markdownText('better than v7 — no slice lost')).toBe('better than v7 — no slice lost');
  });

  test('reads as it was written, whatever it is', () => {
    fc.assert(
      fc.property(text, (some) => {
        const plain = plainText(some, 4000);
        const wrap = (inner: string) => `x ${inner} x`;
        for (const [markdown, expected] of [
          [markdownText(some, 4000), isolated(plain)],
          [markdownCode(some, 4000), plain],
        ] as const) {
          const markup = readMarkup(forgeHtml(wrap(markdown)));
          const shown = markup.texts.map((node) => node.text).join('');
          expect(shown.trim()).toBe(wrap(expected));
          expect(markup.unbalanced).toEqual([]);
          expect(markup.tags.map(({ name }) => name).filter((name) => name !== 'code')).toEqual([
            'p',
          ]);
          expect(actedOn(markup)).toEqual([]);
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test('at the start of a line is a paragraph and no command', () => {
    fc.assert(
      fc.property(text, (some) => {
        const line = markdownLine(some, 4000);
        expect(line).not.toMatch(/^[/\s]/u);
        const markup = readMarkup(forgeHtml(line));
        const names = markup.tags.map(({ name }) => name);
        expect(names.filter((name) => name !== 'p')).toEqual([]);
        expect(
          markup.texts
            .map((node) => node.text)
            .join('')
            .trim(),
        ).toBe(isolated(plainText(some, 4000)));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('cannot grow without bound', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('@', '|', '#1', ':a'), minLength: 1 }),
        (some) => {
          expect(markdownText(some.repeat(200), 100).length).toBeLessThanOrEqual(300);
        },
      ),
      { seed: 8 },
    );
  });

  test('as code uses plain back-quotes only where nothing can go wrong', () => {
    expect(markdownCode('origin = DCA')).toBe('`origin = DCA`');
    expect(markdownCode('model/weights.bin')).toBe('`model/weights.bin`');
    expect(markdownCode('a|b')).toBe('<code>a&#124;b</code>');
    expect(markdownCode('``')).toBe('<code>&#96;&#96;</code>');
    expect(markdownCode('')).toBe('');
  });
});

test.each([
  ['https://forge.example/a?b=1&c=2', 'https://forge.example/a?b=1&c=2'],
  ['https://forge.example/a b(c)', 'https://forge.example/a%20b%28c%29'],
  ['https://forge.example/"><img src=x>', 'https://forge.example/%22%3E%3Cimg%20src=x%3E'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['//forge.example', undefined],
  [`https://forge.example/${'x'.repeat(1000)}`, undefined],
  [undefined, undefined],
])('the address %s is linked as %s', (address, url) => {
  expect(safeUrl(address)).toBe(url);
});

test('HTML and XML text reads as it was written', () => {
  fc.assert(
    fc.property(text, (some) => {
      expect(decode(htmlText(some))).toBe(plainText(some, 2000));
      expect(htmlText(some)).not.toMatch(/[<>"']/u);
      // XML 1.0, section 2.2: the characters a document may hold.
      expect(xmlText(some)).toMatch(
        /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u,
      );
    }),
    { seed: 9 },
  );
});

test('a label of OpenMetrics ends where it should', () => {
  expect(openMetricsLabel('a"b\\c\nd')).toBe('a\\"b\\\\c d');
  fc.assert(
    fc.property(text, (some) => {
      expect(`"${openMetricsLabel(some, 4000)}"`).toMatch(/^"(?:[^"\\\n]|\\[\\"n])*"$/u);
    }),
    { seed: 10 },
  );
});
