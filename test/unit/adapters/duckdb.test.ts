import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { tempDir } from '../../support/temp-dir.ts';

const tables = duckdbTableReader({ threads: 2 });
afterAll(() => tables.close());

test('a JSON key with values of several types is typed as text is', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `{"a":${i === 7 ? '"x"' : i}}`);
  const table = await tables.open(tempDir({ 'a.jsonl': lines.join('\n') }), ['a.jsonl']);
  expect(table.columns).toEqual([{ name: 'a', type: 'integer', declared: 'BIGINT' }]);
  expect(table.castFailures).toEqual([{ column: 'a', type: 'integer', count: 1, rows: [8] }]);
});

test('a compressed CSV is read as it is', async () => {
  const { gzipSync } = await import('node:zlib');
  const root = tempDir({ 'a.csv.gz': gzipSync('x;y\n1;2\n3;4\n') });
  const table = await tables.open(root, ['a.csv.gz']);
  expect(await tables.query(`SELECT sum(x) AS x, sum(y) AS y FROM ${table.relation}`)).toEqual([
    { x: 4, y: 6 },
  ]);
});

test('a column whose first rows are empty still gets its type', async () => {
  const csv = `a,b\n${'1,\n'.repeat(12_000)}2,3.5\n`;
  const table = await tables.open(tempDir({ 'a.csv': csv }), ['a.csv']);
  expect(table.columns.map(({ type }) => type)).toEqual(['integer', 'number']);
});

test('a header without rows is a table without rows', async () => {
  const table = await tables.open(tempDir({ 'a.csv': 'a,b\n' }), ['a.csv']);
  expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(await tables.query(`SELECT count(*) AS n FROM ${table.relation}`)).toEqual([{ n: 0 }]);
});

test('six hundred columns of text fit into a fraction of the memory', async () => {
  const columns = Array.from({ length: 600 }, (_, i) => i);
  const csv = `${columns.map((i) => `c${i}`).join(',')}\n${columns.map((i) => `${i}.5`).join(',')}\n`;
  const small = duckdbTableReader({ threads: 1, memoryLimit: '400MB' });
  const table = await small.open(tempDir({ 'a.csv': csv }), ['a.csv']);
  expect(new Set(table.columns.map(({ type }) => type))).toEqual(new Set(['number']));
  expect(await small.query(`SELECT c599 FROM ${table.relation}`)).toEqual([{ c599: 599.5 }]);
  await small.close();
});

test('closing ends the session, and the next use opens another', async () => {
  const own = duckdbTableReader({ threads: 1 });
  await own.close();
  expect(await own.query('SELECT 1 AS x')).toEqual([{ x: 1 }]);
  await own.close();
  await own.close();
  expect(await own.query('SELECT 2 AS x')).toEqual([{ x: 2 }]);
  await own.close();
});

test('no extension is fetched behind the back', async () => {
  const rows = await tables.query(
    "SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions' ORDER BY name",
  );
  expect(rows).toEqual([{ value: 'false' }, { value: 'false' }]);
});

test('any text comes back from a literal, and any name from an identifier', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((t) => !t.includes('\0'));
  await fc.assert(
    fc.asyncProperty(text, text, async (value, name) => {
      const column = `c${name}`;
      const sql = `SELECT ${tables.literal(value)} AS ${tables.identifier(column)}`;
      expect(await tables.query(sql)).toEqual([{ [column]: value }]);
    }),
    { seed: 7, numRuns: 60 },
  );
});

test('any CSV that is written comes back', async () => {
  const field = fc.string({ maxLength: 12 }).filter((t) => t.trim() === t && !t.includes('\0'));
  const row = fc.tuple(field, field);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const csv = rows.map((fields) => fields.map(quote).join(',')).join('\n');
      const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
      const root = await mkdtemp('/tmp/mlops-csv-');
      try {
        await writeFile(`${root}/a.csv`, `a,b\n${csv}\n`);
        const types = { a: 'string', b: 'string' } as const;
        const table = await tables.open(root, ['a.csv'], { types });
        const back = await tables.query(`SELECT a, b FROM ${table.relation}`);
        expect(back).toEqual(
          rows.map(([a, b]) => ({ a: a === '' ? null : a, b: b === '' ? null : b })),
        );
      } finally {
        await rm(root, { recursive: true });
      }
    }),
    { seed: 11, numRuns: 40 },
  );
});
