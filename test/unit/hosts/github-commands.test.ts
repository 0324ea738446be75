import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  appendSummary,
  appendValue,
  command,
  inertLines,
  summaryLimit,
} from '../../../shared/hosts/github-commands.ts';
import { parseValues } from '../../support/github-runner.ts';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'commands-')), 'file');

test('a command is one line, with its data escaped as the runner undoes it', () => {
  expect(command('error', { title: 'a:b,c', file: 'x.py', line: 3 }, '50 %\nof it')).toBe(
    '::error title=a%3Ab%2Cc,file=x.py,line=3::50 %25%0Aof it\n',
  );
  expect(command('add-mask', { line: undefined }, 's3cret')).toBe('::add-mask::s3cret\n');
});

test('values of any content come out of the command file as they went in', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a<<b\nc\nb', '::x::', ''));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z-]{1,9}$/u), value)), (pairs) => {
      const path = file();
      writeFileSync(path, '');
      for (const [name, text] of pairs) appendValue(path, name, text);
      expect(parseValues(readFileSync(path, 'utf8'))).toEqual(
        pairs.map(([name, text]) => [name, text.toWellFormed()]),
      );
    }),
    { seed: 1, numRuns: 60 },
  );
});

test('nothing in a printed text is a command to the runner', () => {
  // The runner ends lines at any of \r\n, \r and \n; it obeys "::" at a line's start and "##[" anywhere.
  const piece = fc.constantFrom(
    '::',
    '##[',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    'error',
    'set-output',
    ']',
    'x',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      for (const line of inertLines(pieces.join('')).split(/\r\n|\r|\n/u)) {
        expect(line.trimStart().startsWith('::')).toBe(false);
        expect(line).not.toContain('##[');
      }
    }),
    { seed: 2, numRuns: 500 },
  );
});

test('a summary that would not fit is left out whole, so that GitHub keeps the rest', () => {
  const path = file();
  expect(appendSummary(path, 'x'.repeat(summaryLimit - 10))).toBe(true);
  expect(appendSummary(path, 'twelve bytes')).toBe(false);
  expect(appendSummary(path, 'five5')).toBe(true);
  expect(readFileSync(path).length).toBeLessThanOrEqual(summaryLimit);
});
