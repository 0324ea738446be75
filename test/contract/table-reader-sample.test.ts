import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const rows = 12_000;
const wanted = 1_000;
const tables = duckdbTableReader({ threads: 2 });
afterAll(() => tables.close());
const root = temporaryFolder('mlops-sample');

async function writeParquet(name: string, columns: string, from: number, to: number) {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  const select = `SELECT i AS n, ${columns} FROM range(${from}, ${to}) AS r(i)`;
  await tables.query(`COPY (${select}) TO ${tables.literal(path)} (FORMAT parquet)`);
}

function writeCsv(name: string, column: string, last: string): void {
  const lines = Array.from({ length: rows }, (_, i) => `${i},${i === rows - 1 ? last : i % 7}`);
  writeFileSync(join(root, name), `n,${column}\n${lines.join('\n')}\n`);
}

beforeAll(async () => {
  const text = "concat('text ', i) AS t";
  await writeParquet('one.parquet', text, 0, rows);
  await writeParquet('two/a.parquet', text, 0, 5_000);
  await writeParquet('two/b.parquet', text, 5_000, rows);
  await writeParquet('parts/side=left/a.parquet', text, 0, 5_000);
  await writeParquet('parts/side=right/a.parquet', text, 5_000, rows);
  await writeParquet('named.parquet', "'mine' AS file_row_number", 0, rows);
  writeCsv('loaded.csv', 'x', '1');
  writeCsv('misfit.csv', 'x', 'one');
  writeCsv('named.csv', 'rowid', 'one');
});

describe('a sample', () => {
  test.each([
    'one.parquet',
    'two/*.parquet',
    'parts/*/*.parquet',
    'named.parquet',
    'loaded.csv',
    'misfit.csv',
    'named.csv',
  ])('of %s is spread over all rows, and the same in every run', async (files) => {
    const table = await tables.open(root, [files]);
    const ask = async (): Promise<number[]> => {
      const sample = table.sampled({ rows, wanted });
      const found = await tables.query(`SELECT * FROM ${sample} ORDER BY n`);
      expect(Object.keys(found[0] ?? {})).toEqual(table.columns.map(({ name }) => name));
      return found.map(({ n }) => Number(n));
    };
    const sampled = await ask();
    expect(sampled.length).toBeGreaterThan(wanted * 0.85);
    expect(sampled.length).toBeLessThan(wanted * 1.15);
    for (const tenth of Array.from({ length: 10 }, (_, i) => i)) {
      const within = sampled.filter((n) => Math.floor((n * 10) / rows) === tenth);
      expect(within.length).toBeGreaterThan(60);
    }
    expect(await ask()).toEqual(sampled);
  });

  test('of no more rows than are wanted is all of them', async () => {
    const table = await tables.open(root, ['one.parquet']);
    const sample = table.sampled({ rows, wanted: rows });
    const [found] = await tables.query(`SELECT count(*) AS n FROM ${sample}`);
    expect(found?.n).toBe(rows);
  });
});
