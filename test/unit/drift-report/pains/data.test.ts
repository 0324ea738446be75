import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/drift-report/main.ts';
import { duckdbTableReader } from '../../../../shared/adapters/duckdb.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { codes, compare, csv, drifted, messagesOf, metricOf, normals, stateOf } from './compare.ts';

const sides = { reference: 'r.csv', current: 'c.csv' };

/** Parquet files as DuckDB writes them, from a query each. */
async function parquet(queries: Readonly<Record<string, string>>): Promise<string> {
  const root = tempDir();
  const tables = duckdbTableReader({ threads: 2 });
  for (const [name, sql] of Object.entries(queries)) {
    await tables.query(`COPY (${sql}) TO ${tables.literal(join(root, name))}`);
  }
  await tables.close();
  return root;
}

const files = { reference: 'r.parquet', current: 'c.parquet' };

const pains: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'hours and all of the memory for a wide table',
    async () => {
      const wide = (seed: number): string =>
        csv(
          Array.from({ length: 120 }, (_, i) => `c${i}`).join(','),
          120,
          (random) => Array.from({ length: 120 }, () => random.below(3)),
          seed,
        );
      const ran = await compare(wide(1), wide(2));
      expect(ran.record?.tables.find(({ id }) => id === 'drift')?.rows).toHaveLength(120);
      expect(drifted(ran)).toBe('[]');
    },
  ],
  [
    'the reference is computed anew on every run',
    async () => {
      const root = tempDir({ 'r.csv': normals(600), 'c.csv': normals(600, 1, 2) });
      const first = await runStep(step, root, { ...sides, profile: 'kept.profile.json' });
      rmSync(join(root, 'r.csv'));
      const again = await runStep(step, root, { ...sides, reference: 'kept.profile.json' });
      expect(metricOf(again.record, 'x')).toEqual(metricOf(first.record, 'x'));
      expect(drifted(again)).toBe('["x"]');
    },
  ],
  [
    'missing values are dropped, so their surge is never seen',
    async () => {
      const holes = (share: number, seed: number): string =>
        csv('x', 900, (r) => [r.uniform() < share ? '""' : r.normal().toFixed(3)], seed);
      const ran = await compare(holes(0.02, 1), holes(0.3, 2));
      expect([codes(ran), ran.exitCode]).toEqual([['error missing-values'], 1]);
    },
  ],
  [
    'one empty column ends the whole report',
    async () => {
      const row = (shift: number, empty: boolean, seed: number): string =>
        csv('x,y', 600, (r) => [empty ? '' : r.below(9), (r.normal() + shift).toFixed(3)], seed);
      const ran = await compare(row(0, false, 1), row(1, true, 2));
      expect(codes(ran)).toContain('error column-emptied');
      expect(stateOf(ran, 'y')).toBe('drifted');
    },
  ],
  [
    'a constant column has no p-value, and what now',
    async () => {
      const flat = csv('x,y', 300, (r) => [7, r.normal().toFixed(3)]);
      const ran = await compare(flat, flat);
      expect([ran.record?.verdict, stateOf(ran, 'x')]).toEqual(['pass', 'constant on both sides']);
    },
  ],
  [
    'a season is read as drift',
    async () => {
      const year = (month: (i: number) => number, rows: number, seed: number): string =>
        csv(
          't',
          rows,
          (r, i) => [(9 - 9 * Math.cos((month(i) * Math.PI) / 6) + r.normal()).toFixed(3)],
          seed,
        );
      const allYear = year((i) => i % 12, 2_400, 1);
      const july = year(() => 6, 600, 2);
      expect(drifted(await compare(allYear, july))).toBe('["t"]');
      const julyBefore = year(() => 6, 600, 3);
      expect(stateOf(await compare(julyBefore, july), 't')).toBe('steady');
    },
  ],
  [
    'the type of a column is guessed wrong, and nobody is told',
    async () => {
      const codes7 = (last: string): string =>
        csv('zip', 300, (r, i) => [i === 299 ? last : 1_000 + r.below(90)]);
      const ran = await compare(codes7('1001'), codes7('unknown'));
      expect(messagesOf(ran)).toBe(
        'zip: 1 value of the current data is no integer, and counts as missing.',
      );
      const text = await compare(
        codes7('1001'),
        csv('zip', 300, () => ['unknown']),
      );
      expect(messagesOf(text)).toBe('zip changed its type from integer to string.');
      expect(text.exitCode).toBe(1);
    },
  ],
  [
    'a last window of one single row crashes the run, or alarms',
    async () => {
      const days = (shift: number): string =>
        csv('x,day', 601, (r, i) => [
          (i === 600 ? 99 : r.normal() + shift).toFixed(3),
          i === 600 ? '2024-01-11' : `2024-01-0${1 + (i % 6)}`,
        ]);
      const ran = await compare(days(0), days(0), { time: 'day' });
      expect(ran.record?.verdict).toBe('pass');
      const windows = ran.record?.tables.find(({ id }) => id === 'windows');
      expect(windows?.columns.map(({ title }) => title)).not.toContain('2024-01-11');
    },
  ],
  [
    'an unseen category is an error of the program',
    async () => {
      const kinds = (share: number, seed: number): string =>
        csv('k', 900, (r) => [r.uniform() < share ? 'new' : 'abc'[r.below(3)]], seed);
      const few = await compare(kinds(0, 1), kinds(0.02, 2));
      expect([few.exitCode, few.host.outputs.get('alert')]).toEqual([0, 'none']);
      const many = await compare(kinds(0, 1), kinds(0.2, 2));
      expect([many.exitCode, codes(many)]).toEqual([1, ['error new-categories']]);
    },
  ],
  [
    'a forecast of drift crashes on a short history',
    async () => {
      const days = csv('x,day', 400, (r, i) => [r.normal().toFixed(3), `2024-01-0${1 + (i % 4)}`]);
      const ran = await compare(days, days, { time: 'day' });
      expect(ran.record?.verdict).toBe('pass');
    },
  ],
  [
    'a typo switches a rule off, and the run passes',
    async () => {
      const ran = await compare(normals(60), normals(60), {}, 'treshold: 0.2');
      expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining('threshold')]);
    },
  ],
  [
    'columns that cannot be compared are left out in silence',
    async () => {
      const sql = 'SELECT i, [i, i + 1] AS both FROM range(300) AS t(i)';
      const root = await parquet({ 'r.parquet': sql, 'c.parquet': sql });
      const ran = await runStep(step, root, files);
      expect(stateOf(ran, 'both')).toBe('only missing values compared');
      expect(stateOf(ran, 'i')).toBe('an identifier, not compared');
    },
  ],
  [
    'a million rows take minutes',
    async () => {
      const sql = (seed: number) =>
        `SELECT hash(i + ${seed}) % 1000 AS a, hash(i * 3 + ${seed}) % 7 AS b FROM range(1000000) AS t(i)`;
      const root = await parquet({ 'r.parquet': sql(1), 'c.parquet': sql(2) });
      const ran = await runStep(step, root, files);
      expect([ran.record?.verdict, drifted(ran)]).toEqual(['pass', '[]']);
    },
  ],
  [
    'a table in several files has to be put together first',
    async () => {
      const [head, ...rows] = normals(800).trim().split('\n');
      const part = (some: readonly string[]): string => [head, ...some, ''].join('\n');
      const root = tempDir({
        'r-1.csv': part(rows.slice(0, 300)),
        'r-2.csv': part(rows.slice(300)),
        'r.csv': part(rows),
        'c.csv': normals(800, 0.3, 2),
      });
      const whole = await runStep(step, root, sides);
      const parts = await runStep(step, root, { ...sides, reference: 'r-*.csv' });
      expect(metricOf(parts.record, 'x')).toEqual(metricOf(whole.record, 'x'));
    },
  ],
  [
    'one drift raises the same alarm again and again',
    async () => {
      const days = (shift: number, seed: number): string =>
        csv(
          'x,day',
          900,
          (r, i) => [(r.normal() + shift).toFixed(3), `2024-01-0${1 + (i % 6)}`],
          seed,
        );
      const ran = await compare(days(0, 1), days(1.5, 2), { time: 'day' });
      expect(codes(ran).filter((code) => code === 'warning drift')).toHaveLength(1);
    },
  ],
  [
    'values past the rows a reader samples are cut off in silence',
    async () => {
      const late = csv('x', 24_000, (_, i) => [i < 21_000 ? i % 50 : 0.5]);
      const early = csv('x', 24_000, (_, i) => [i % 50]);
      const ran = await compare(late, early);
      // An eighth of the reference is 0.5, and only a reader that kept the fraction can miss it.
      expect(metricOf(ran.record, 'x').value).toBeGreaterThan(0.05);
      expect(messagesOf(ran)).not.toContain('count as missing');
    },
  ],
  [
    'with NaN among the values, quantiles differ from run to run',
    async () => {
      const sql = (seed: number) =>
        `SELECT CASE WHEN i % 5 = 0 THEN 'NaN'::DOUBLE ELSE sin(i + ${seed}) END AS x FROM range(4000) AS t(i)`;
      const root = await parquet({ 'r.parquet': sql(0), 'c.parquet': sql(1) });
      const one = await runStep(step, root, files);
      const two = await runStep(step, root, files);
      expect(two.record?.metrics).toEqual(one.record?.metrics);
      expect([one.record?.verdict, stateOf(one, 'x')]).toEqual(['pass', 'steady']);
      const table = one.record?.tables.find(({ id }) => id === 'drift');
      expect(table?.rows[0]).toContain('20.0 %');
    },
  ],
];

describe('no more pain with data:', () => {
  test.each(pains)('%s', (_, check) => check());
});

describe('data that is odd without being wrong', () => {
  test('columns in another order are the same columns', async () => {
    const root = tempDir({ 'r.csv': 'a,b\n1,x\n', 'c.csv': 'b,a\nx,1\n' });
    writeFileSync(
      join(root, 'r.csv'),
      csv('a,b', 300, (r) => [r.normal().toFixed(2), 'uv'[r.below(2)]]),
    );
    writeFileSync(
      join(root, 'c.csv'),
      csv('b,a', 300, (r) => ['uv'[r.below(2)], r.normal().toFixed(2)], 2),
    );
    const ran = await runStep(step, root, sides);
    expect([ran.record?.verdict, codes(ran)]).toEqual(['pass', []]);
  });

  test('a column that is gone, renamed in case only, is found again in words', async () => {
    const root = tempDir({
      'r.csv': csv('Amount,b', 200, (r) => [r.below(9), r.below(3)]),
      'c.csv': csv('amount,b', 200, (r) => [r.below(9), r.below(3)], 2),
    });
    const ran = await runStep(step, root, sides);
    expect(messagesOf(ran)).toContain(
      'Amount is missing from the current data; it may have been renamed to amount.',
    );
  });
});
