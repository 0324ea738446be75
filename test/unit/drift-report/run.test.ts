import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ports, step } from '../../../actions/drift-report/main.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A CSV with one line for each row of a seeded generator. */
function csv(
  header: string,
  rows: number,
  row: (random: ReturnType<typeof createRandom>, i: number) => readonly unknown[],
  seed = 1,
): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, i) => row(random, i).join(','));
  return `${header}\n${lines.join('\n')}\n`;
}

async function compare(
  reference: string,
  current: string,
  inputs: Readonly<Record<string, string>> = {},
  config?: string,
) {
  const files = { 'r.csv': reference, 'c.csv': current };
  const root = tempDir(config === undefined ? files : { ...files, 'mlops.yml': config });
  return runStep(step, root, { reference: 'r.csv', current: 'c.csv', ...inputs });
}

function findings(record: StepRecord | undefined): string[] {
  return (record?.findings ?? []).map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
}

function verdictOf(record: StepRecord | undefined, column: string): string | undefined {
  const table = record?.tables.find(({ id }) => id === 'drift');
  const row = table?.rows.find((cells) => JSON.stringify(cells[0]).includes(`"${column}"`));
  const cell = row?.[1];
  return typeof cell === 'object' && cell?.kind === 'verdict' ? cell.text : undefined;
}

const config = (drift: string): string => `version: 1\nmodels:\n  m:\n    drift:\n${drift}`;

describe('one column', () => {
  const steady = csv('x,k', 4_000, (r) => [r.normal().toFixed(3), r.below(3)]);

  test('that did not move is steady', async () => {
    const same = csv('x,k', 4_000, (r) => [r.normal().toFixed(3), r.below(3)], 2);
    const ran = await compare(steady, same);
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.summary).toMatch(
      /^No drift beyond the limits in 2 columns over 4,000 rows; /u,
    );
    expect(verdictOf(ran.record, 'x')).toBe('steady');
    expect(Object.fromEntries(ran.host.outputs)).toMatchObject({
      alert: 'none',
      'drifted-columns': '[]',
      retrain: 'false',
    });
  });

  test('that moved by half a standard deviation has drifted, and says how sure that is', async () => {
    const moved = csv('x,k', 4_000, (r) => [(r.normal() + 0.5).toFixed(3), r.below(3)], 2);
    const ran = await compare(steady, moved);
    expect(ran.record?.verdict).toBe('warn');
    expect(ran.host.outputs.get('alert')).toBe('p2');
    expect(ran.host.outputs.get('drifted-columns')).toBe('["x"]');
    const metric = ran.record?.metrics.find(({ column }) => column === 'x');
    // The PSI of a normal shifted by d is d² = 0.25; ten cells see most of it.
    expect(metric?.value).toBeGreaterThan(0.19);
    expect(metric?.value).toBeLessThan(0.27);
    expect(metric?.low).toBeGreaterThan(0.1);
    expect(metric?.low).toBeLessThan(metric?.value ?? 0);
    expect(ran.record?.summary).toContain(
      'P2: 1 of 2 columns drifted or broke. x drifted: mean 0.002399 → 0.5142, PSI 0.2',
    );
  });

  test('that moved for sure but little is no alert', async () => {
    const many = (shift: number, seed: number) =>
      csv('x', 30_000, (r) => [(r.normal() + shift).toFixed(3)], seed);
    const ran = await compare(many(0, 1), many(0.1, 2));
    expect(ran.record?.verdict).toBe('pass');
    expect(verdictOf(ran.record, 'x')).toBe('moved a little, for sure');
  });

  test('marked important raises P1 and asks for retraining; a low one raises nothing', async () => {
    const moved = csv('x,k', 4_000, (r) => [(r.normal() + 0.6).toFixed(3), r.below(3)], 2);
    const high = await compare(
      steady,
      moved,
      {},
      config('      columns: { x: { importance: high } }\n'),
    );
    expect(high.host.outputs.get('alert')).toBe('p1');
    expect(high.host.outputs.get('retrain')).toBe('true');
    const low = await compare(
      steady,
      moved,
      {},
      config('      columns: { x: { importance: low } }\n'),
    );
    expect(low.host.outputs.get('alert')).toBe('none');
    expect(low.exitCode).toBe(0);
    const label = await compare(steady, moved, { label: 'x' });
    expect(label.host.outputs.get('alert')).toBe('p1');
    const strict = await compare(steady, moved, {}, config('      alerts: { fail: p2 }\n'));
    expect([strict.record?.verdict, strict.exitCode]).toEqual(['fail', 1]);
  });

  test.each(['ks', 'js', 'kl', 'hellinger', 'wasserstein', 'total-variation', 'chi-squared'])(
    '%s agrees with PSI about what drifted',
    async (method) => {
      const moved = csv('x,k', 4_000, (r) => [(r.normal() + 0.8).toFixed(3), r.below(3)], 2);
      const ran = await compare(steady, moved, { method });
      expect(ran.host.outputs.get('drifted-columns')).toBe('["x"]');
      expect(verdictOf(ran.record, 'k')).toBe('steady');
      const metric = ran.record?.metrics.find(({ column }) => column === 'x');
      expect(metric?.name).toBe(method);
      expect(metric?.low).toBeLessThan(metric?.value ?? 0);
      expect(metric?.high).toBeGreaterThan(metric?.value ?? 0);
    },
  );

  test('a method that does not exist is a usage error with the nearest name', async () => {
    const ran = await compare('x\n1\n', 'x\n1\n', { method: 'wassertein' });
    expect([ran.exitCode, ran.log]).toEqual([
      2,
      expect.stringContaining('did you mean "wasserstein"?'),
    ]);
  });
});

describe('damage', () => {
  const good = csv('id,x,kind', 2_000, (r, i) => [i, r.normal().toFixed(2), 'abc'[r.below(3)]]);
  const again = (row: Parameters<typeof csv>[2], header = 'id,x,kind') =>
    csv(header, 2_000, row, 9);

  test('a column that is gone, and what it may be called now', async () => {
    const current = again(
      (r, i) => [i + 9_999, r.normal().toFixed(2), 'abc'[r.below(3)]],
      'id,x,kinds',
    );
    const ran = await compare(good, current);
    expect(ran.exitCode).toBe(1);
    expect(ran.host.outputs.get('alert')).toBe('p0');
    expect(ran.host.outputs.get('retrain')).toBe('false');
    expect(findings(ran.record)).toEqual([
      'error column-missing: kind is missing from the current data; it may have been renamed to kinds.',
      'info columns-added: The current data has 1 column the reference lacks: kinds.',
    ]);
  });

  test('a column that changed its type', async () => {
    const ran = await compare(
      good,
      again((r, i) => [i, 'much', 'abc'[r.below(3)]]),
    );
    expect(findings(ran.record)).toEqual([
      'error column-type-changed: x changed its type from number to string.',
    ]);
  });

  test('values that went missing', async () => {
    const current = again((r, i) => [
      i,
      r.uniform() < 0.3 ? '' : r.normal().toFixed(2),
      'abc'[r.below(3)],
    ]);
    const ran = await compare(good, current);
    expect(ran.host.outputs.get('alert')).toBe('p0');
    expect(findings(ran.record)).toEqual([
      expect.stringMatching(
        /^error missing-values: x: missing values rose from 0\.0 % to (?:29|3[01])\.\d %\.$/u,
      ),
    ]);
  });

  test('a column without any value, as text and as a number', async () => {
    const ran = await compare(
      good,
      again((_, i) => [i, '', '']),
    );
    expect(ran.exitCode).toBe(1);
    expect(findings(ran.record)).toEqual([
      'error column-emptied: x has no values any more; the reference has some.',
      'error column-emptied: kind has no values any more; the reference has some.',
    ]);
  });

  test('a sensor that is stuck', async () => {
    const ran = await compare(
      good,
      again((r, i) => [i, '0.25', 'abc'[r.below(3)]]),
    );
    expect(findings(ran.record)).toEqual([
      'error column-stuck: x holds one single value, where the reference has several.',
    ]);
  });

  test('categories the reference never had', async () => {
    const ran = await compare(
      good,
      again((r, i) => [i, r.normal().toFixed(2), 'abcz'[r.below(4)]]),
    );
    expect(ran.host.outputs.get('alert')).toBe('p0');
    expect(findings(ran.record)).toEqual([
      expect.stringMatching(
        /^error new-categories: kind: 2\d\.\d % of the values never occur in the reference\.$/u,
      ),
    ]);
  });

  test('identifiers, constants and empty columns are shown and raise nothing', async () => {
    const sides = (seed: number) =>
      csv('key,one,none,x', 300, (r, i) => [`k${seed}-${i}`, 5, '', r.normal().toFixed(3)], seed);
    const ran = await compare(sides(1), sides(2));
    expect(ran.record?.verdict).toBe('pass');
    expect(verdictOf(ran.record, 'key')).toBe('an identifier, not compared');
    expect(verdictOf(ran.record, 'one')).toBe('constant on both sides');
    expect(verdictOf(ran.record, 'none')).toBe('empty on both sides');
  });
});

describe('too few rows', () => {
  test('is no "no drift": inconclusive, with the drift that could have been seen', async () => {
    const side = (rows: number, seed: number) =>
      csv('x', rows, (r) => [r.normal().toFixed(3)], seed);
    const ran = await compare(side(1_000, 1), side(30, 2));
    expect(ran.record?.verdict).toBe('inconclusive');
    expect(ran.record?.summary).toBe('Not enough rows to decide 1 of 1 column (30 rows).');
    expect(findings(ran.record)[0]).toMatch(
      /^info too-few-rows: x: 30 rows with a value are too few to compare\. Only a PSI of 0\.\d+ or more would show\.$/u,
    );
    const some = await compare(side(1_000, 1), side(60, 3));
    expect(some.record?.verdict).toBe('inconclusive');
    expect(verdictOf(some.record, 'x')).toBe('undecided: too few rows');
  });

  test('none at all is a usage error', async () => {
    const ran = await compare('x\n1\n', 'x\n');
    expect([ran.exitCode, ran.log]).toEqual([
      2,
      expect.stringContaining('The current data has no rows'),
    ]);
  });
});

describe('what to compare', () => {
  const data = csv('x,late,day', 400, (r, i) => [
    r.normal().toFixed(2),
    i % 3 === 0,
    `2024-0${1 + (i % 4)}-15`,
  ]);

  test('a column nobody knows is a typo', async () => {
    const ran = await compare(data, data, { columns: 'x,lat' });
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining('has a column "lat"')]);
    expect(ran.log).toContain('Did you mean "late"?');
  });

  test('only the named columns are watched', async () => {
    const ran = await compare(data, data, { columns: 'x' });
    expect(ran.record?.tables.find(({ id }) => id === 'drift')?.rows).toHaveLength(1);
  });

  test('a label that only the configuration names may come later', async () => {
    const current = csv('x,day', 400, (r, i) => [r.normal().toFixed(2), `2024-0${1 + (i % 4)}-15`]);
    const label = 'version: 1\nmodels:\n  m:\n    label: late\n';
    const later = await compare(data, current, {}, label);
    expect(findings(later.record)).toContainEqual(
      'info label-absent: The column late is not in the current data, so it is not watched.',
    );
    expect(later.host.outputs.get('alert')).toBe('none');
    const asked = await compare(data, current, { label: 'late' });
    expect(asked.host.outputs.get('alert')).toBe('p0');
  });

  test('a time column that holds no dates is a usage error', async () => {
    const ran = await compare(data, data, { time: 'x' });
    expect([ran.exitCode, ran.log]).toEqual([
      2,
      expect.stringContaining('The time column x is number, not a date.'),
    ]);
  });

  test('missing inputs say what to give', async () => {
    const ran = await runStep(step, tempDir());
    expect([ran.exitCode, ran.log]).toEqual([
      2,
      expect.stringContaining('no reference data was named'),
    ]);
  });

  test('hostile names and values stay text', async () => {
    const odd = '"x""; DROP TABLE t; --",y';
    const hostile = csv(odd, 400, (r) => [r.below(5), `"' OR 1=1 --${r.below(3)}"`]);
    const ran = await compare(hostile, hostile);
    expect(ran.record?.verdict).toBe('pass');
    expect(JSON.stringify(ran.record?.tables)).toContain('DROP TABLE t');
  });
});

describe('three million flights', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'mlops-flights-'));
    const tables = duckdbTableReader({ threads: 2 });
    const folder = new URL('../../../node_modules/vega-datasets/data', import.meta.url).pathname;
    const table = await tables.open(folder, ['flights-3m.parquet']);
    const all = `SELECT *, delay > 15 AS late, hour(date) AS hour FROM ${table.relation}`;
    const write = async (name: string, where: string) => {
      const path = tables.literal(join(root, name));
      await tables.query(`COPY (${all} WHERE date ${where} TIMESTAMP '2001-04-01') TO ${path}`);
    };
    await write('reference.parquet', '<');
    await write('current.parquet', '>=');
    await tables.close();
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const inputs = {
    reference: 'reference.parquet',
    current: 'current.parquet',
    time: 'date',
    label: 'late',
  };

  test('say which months moved, and by how much', async () => {
    const ran = await runStep(step, root, inputs);
    expect(ran.record?.verdict).toBe('pass');
    const windows = ran.record?.tables.find(({ id }) => id === 'windows');
    expect(windows?.columns.map(({ title }) => title)).toEqual([
      'column',
      '2001-04',
      '2001-05',
      '2001-06',
    ]);
    const share = ran.record?.series.find(({ title }) => title === 'Share of late');
    // Counted by DuckDB: the late share of January to March, then of each month.
    const [values] =
      share?.lines.map((line) => line.values.map((value) => Number(value?.toFixed(4)))) ?? [];
    expect(values).toEqual([0.2155, 0.1789, 0.1614, 0.2135]);
    const may = ran.record?.metrics.find(
      ({ column, slice }) => column === 'late' && slice === '2001-05',
    );
    const april = ran.record?.metrics.find(
      ({ column, slice }) => column === 'late' && slice === '2001-04',
    );
    const june = ran.record?.metrics.find(
      ({ column, slice }) => column === 'late' && slice === '2001-06',
    );
    // (p − q) ln(p / q) over both cells, by hand: 0.0194, 0.0086, 0.00002.
    expect(may?.value).toBeCloseTo(0.0194, 3);
    expect(april?.value).toBeCloseTo(0.0086, 3);
    expect(june?.value).toBeLessThan(0.0001);
    expect(verdictOf(ran.record, 'date')).toBe('a clock, not compared');
    expect(process.memoryUsage().rss).toBeLessThan(1e9);
  });

  test('raise an alert where the user sets the limit lower', async () => {
    const limit = config('      columns: { late: { threshold: 0.01 } }\n');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(root, 'strict.yml'), limit);
    const ran = await runStep(step, root, { ...inputs, config: 'strict.yml' });
    expect(ran.host.outputs.get('alert')).toBe('p1');
    expect(ran.host.outputs.get('retrain')).toBe('true');
    expect(ran.record?.findings.map(({ message }) => message)).toEqual([
      'late drifted in 2001-05: true 21.6 % → 16.1 %, PSI 0.019 (at least 0.019 with 95 % confidence; limit 0.010).',
    ]);
  });

  test('give the same record whatever the number of threads', async () => {
    const { run } = await import('../../../actions/drift-report/run.ts');
    const { definition } = await import('../../../actions/drift-report/definition.ts');
    const metricsWith = async (threads: number) => {
      const tables = duckdbTableReader({ threads });
      const ran = await runStep(
        { definition, run: (context) => run(context, { ...ports(), tables }) },
        root,
        inputs,
      );
      return ran.record?.metrics;
    };
    const one = await metricsWith(1);
    expect(one?.length).toBeGreaterThan(10);
    expect(await metricsWith(3)).toEqual(one);
  });
});
