import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { prepareFile } from '../../../shared/adapters/data-files/prepare.ts';
import { estimateRows } from '../../../shared/adapters/data-files/row-estimate.ts';
import { temporaryStaging } from '../../../shared/adapters/data-files/staging.ts';
import { tempDir } from '../../support/temp-dir.ts';

const rows = 60_000;
const lines = (line: (i: number) => string): string =>
  Array.from({ length: rows }, (_, i) => line(i)).join('');

/** Ids grow, texts are of any length, and the later half is longer: no prefix is like the rest. */
const note = (i: number): string => 'some text '.repeat((i * 7) % (i < rows / 2 ? 4 : 9));
const csv = `id,note,share\n${lines((i) => `${i},${note(i)},0.${i % 97}\n`)}`;
const quoted = `id,note\n${lines((i) => `${i},"a ""b""\n${note(i)}\n"\n`)}`;
const object = (i: number): string =>
  JSON.stringify({ id: i, note: `}{"\\${note(i % 9)}`, of: [{ k: [1] }] });
const array = `[${lines((i) => `${i === 0 ? '' : ','}${object(i)}`)}]`;
const pretty = `[\n${lines((i) => `${i === 0 ? '' : ',\n'}{\n  "id": ${i},\n  "of": {\n    "k": 1\n  }\n}`)}\n]\n`;

const staging = temporaryStaging();
afterAll(() => staging.remove());

test.each([
  ['a.csv', csv, 0.02],
  ['packed.csv.gz', gzipSync(csv), 0.02],
  ['packed.csv.zst', zstdCompressSync(csv), 0.02],
  ['utf-16.csv', Buffer.from(`\ufeff${csv}`, 'utf16le'), 0.02],
  ['lines-in-quotes.csv', quoted, 0.02],
  ['lines.jsonl.gz', gzipSync(lines((i) => `${object(i)}\n`)), 0.02],
  ['pretty.json', pretty, 0.05],
  // Without lines nothing but its beginning tells how long an object is.
  ['one-line.json', array, 0.1],
] as const)('the rows of %s are estimated from parts of it', async (name, content, within) => {
  const path = join(tempDir({ [name]: content }), name);
  const file = await prepareFile({ path, name }, staging);
  const estimate = estimateRows(file, statSync(file.readFrom).size);
  expect(Math.abs(estimate / rows - 1)).toBeLessThan(within);
});

test.each([
  ['a.csv', 'x\n1\n2\n', 2],
  ['no-end-of-line.csv', 'x\r\n1\r\n2', 2],
  ['old.csv', 'x\r1\r2\r', 2],
  ['header.csv', 'x,y\n', 0],
  ['quotes.csv', 'x,y\n1,"a\n""b"\n2,c\n', 2],
  ['a.jsonl', '{"a":[{"b":1}]}\n{"a":"}"}', 2],
  ['a.json', '[{"a":1},\n{"a":{"b":2}}]', 2],
])('the rows of a small file are counted: %s', async (name, content, count) => {
  const path = join(tempDir({ [name]: content }), name);
  const file = await prepareFile({ path, name }, staging);
  expect(estimateRows(file, content.length)).toBe(count);
});
