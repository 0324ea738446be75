import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { prepareData } from '../../../workflows-templates/quickstart/prepare.ts';

const data = join(mkdtempSync(join(tmpdir(), 'prepare-')), 'data');
const tables = duckdbTableReader();

beforeAll(async () => {
  expect(await prepareData(data)).toBe('made');
}, 60_000);

afterAll(() => tables.close());

/** The first row of a query over some of the demo's files. */
async function ask(select: string, ...files: string[]): Promise<Record<string, unknown>> {
  const table = await tables.open(data, files);
  const [row] = await tables.query(`SELECT ${select} FROM ${table.relation}`);
  return row ?? {};
}

describe("the demo's data", () => {
  it('are the flights of each month, once', async () => {
    const all = ['train/*.parquet', 'test.parquet', 'live/*.parquet'];
    // Six flights of the three million are dated midnight, July 1st.
    expect(await ask('count(*) AS rows, count(DISTINCT id) AS ids', ...all)).toEqual({
      rows: 2_999_994,
      ids: 2_999_994,
    });
  });

  it.each([
    ['train/2001-01.parquet', 508_239, 0.205],
    ['train/2001-02.parquet', 458_170, 0.233],
    ['live/2001-05.parquet', 518_831, 0.1614],
    ['live/2001-06.parquet', 502_222, 0.2135],
  ])('of %s have as many late flights as that month had', async (file, rows, late) => {
    const found = await ask('count(*) AS rows, avg(late) AS late', file);
    expect(found.rows).toBe(rows);
    expect(found.late).toBeCloseTo(late, 3);
  });

  it('hold out a week that is later than everything learned from', async () => {
    const learned = await ask('max(date)::VARCHAR AS last', 'train/*.parquet');
    const held = await ask(
      'min(date)::VARCHAR AS first, max(date)::VARCHAR AS last, count(*) AS rows',
      'test.parquet',
    );
    expect(learned.last).toBe('2001-03-24 23:59:00');
    expect(held).toEqual({
      first: '2001-03-25 00:00:00',
      last: '2001-03-31 23:59:00',
      rows: 117_001,
    });
  });

  it('do not carry the delay that the label is made of', async () => {
    const { columns } = await tables.open(data, ['train/*.parquet']);
    expect(columns.map(({ name }) => name)).toEqual([
      ...['id', 'date', 'hour', 'weekday', 'origin', 'destination', 'distance', 'late'],
    ]);
  });

  it('are damaged where the demo says so', async () => {
    const found = await ask(
      'count(*) - count(origin) AS lost, count(*) - count(DISTINCT id) AS twice, min(distance) AS least, max(distance) AS most',
      'damaged/2001-03.parquet',
    );
    expect(found).toEqual({ lost: 13_150, twice: 7_890, least: -4_962, most: 7_986 });
  });

  it('are made once', async () => {
    const before = statSync(join(data, 'test.parquet')).mtimeMs;
    expect(await prepareData(data)).toBe('found');
    expect(statSync(join(data, 'test.parquet')).mtimeMs).toBe(before);
  });
});
