import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { definition } from '../../../actions/data-validate/definition.ts';
import { step } from '../../../actions/data-validate/main.ts';
import { run } from '../../../actions/data-validate/run.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const hostile = '@everyone <img src=x onerror=1> | [x](javascript:1)';

describe('names and values nobody would choose', () => {
  test('are text in the summary a person sees, never markup', async () => {
    const csv = `"${hostile}",__proto__,constructor\n${hostile},1,2\n${hostile},x,2\n${'ok,3,4\n'.repeat(40)}`;
    const suite = `checks:
  - { check: allowed-values, column: "${hostile}", values: ["<script>"] }
  - { check: range, column: __proto__, max: 2 }
  - { check: types, types: { constructor: integer } }
`;
    const root = tempDir({ 'a.csv': csv, 's.yml': suite });
    const inputs = { data: 'a.csv', checks: 's.yml', 'show-values': 'true' };
    const { exitCode, host, record } = await runStep(step, root, inputs);
    expect(exitCode).toBe(1);
    expect(record?.findings.map(({ code, column }) => `${code} ${column}`)).toEqual([
      `allowed-values ${hostile}`,
      'range __proto__',
      'readable __proto__',
    ]);
    const shown = host.summaries.join('\n');
    expect(shown).toContain('img src=x');
    expect(shown).not.toContain('<img');
    expect(shown).not.toContain('<script>');
    expect(shown).not.toMatch(/(?<![\\\w`])@everyone/u);
    expect(shown).not.toContain('](javascript:1)');
  });

  test('a broken line is named but not quoted: it may hold personal data', async () => {
    const files = {
      'a.csv': 'name,age\nJane Doe,1\nJane Doe,2,3\n',
      'b.jsonl': '{"name":"x"}\n{"name":"Jane Doe","name":"Jane Doe"}\n',
      'c.csv': 'name,age\n"Jane Doe,1\n',
    };
    for (const data of Object.keys(files)) {
      const { exitCode, log, record } = await runStep(step, tempDir(files), { data });
      expect(exitCode).toBe(2);
      expect(log + JSON.stringify(record)).not.toContain('Jane');
    }
  });

  test('hundreds of columns are checked within seconds', async () => {
    const columns = Array.from({ length: 600 }, (_, i) => i);
    const csv = `${columns.map((i) => `c${i}`).join(',')}\n${columns.join(',')}\n`;
    const { exitCode, record } = await runStep(step, tempDir({ 'a.csv': csv }), { data: 'a.csv' });
    expect(exitCode).toBe(0);
    expect(record?.summary).toBe('601 checks on 1 row, none failed.');
  });
});

describe('what is not a number', () => {
  test('counts as missing in text and in Parquet, and lies in no range', async () => {
    const root = tempDir({ 'a.csv': 'x,y\n1,a\nNaN,b\n,c\n3,d\n' });
    const tables = duckdbTableReader();
    await tables.query(
      `COPY (SELECT * FROM (VALUES (1.0::DOUBLE), ('NaN'::DOUBLE), (NULL), (3.0)) AS t(x)) TO '${root}/a.parquet'`,
    );
    await tables.close();
    writeFileSync(join(root, 's.yml'), 'checks:\n  - { check: not-null, column: x }\n');
    for (const data of ['a.csv', 'a.parquet']) {
      const { record } = await runStep(step, root, { data, checks: 's.yml' });
      expect(record?.findings[0]?.message).toBe(
        'x is never missing: 2 rows without a value; expected a value in every row. First rows: 2, 3.',
      );
      const overview = record?.tables.find(({ id }) => id === 'columns');
      expect(overview?.rows[0]?.slice(2)).toEqual([{ kind: 'share', value: 0.5 }, 1, 3]);
    }
    writeFileSync(join(root, 'r.yml'), 'checks:\n  - { check: range, column: x, max: 3 }\n');
    const { record } = await runStep(step, root, { data: 'a.parquet', checks: 'r.yml' });
    expect(record?.findings[0]?.evidence).toMatchObject({ rows: [2] });
  });
});

describe('infer', () => {
  test('derives nothing from no rows, and says so', async () => {
    const root = tempDir({ 'a.csv': 'x,y\n' });
    const ran = await runStep(step, root, { data: 'a.csv', infer: 'true' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('a.csv has no rows, so no checks can be derived from it.');
  });

  test.each([
    ['infinite', 'x\n1\ninf\n2\n'],
    ['the ends of what a number can hold', 'x\n1.7e308\n-1.7e308\n5e-324\n'],
    ['whole numbers beyond 2^53', 'x\n9223372036854775807\n-9223372036854775807\n'],
    ['one value', `x\n${'9007199254740993\n'.repeat(3)}`],
    ['words YAML reads as something else', 'x\nyes\nno\nyes\n~\nnull\n~\n0x1\n1_0\n'],
  ])('holds for the data it came from: %s', async (_case, csv) => {
    const root = tempDir({ 'a.csv': csv });
    const ran = await runStep(step, root, { data: 'a.csv', infer: 'true' });
    expect([ran.exitCode, ran.record?.verdict]).toEqual([0, 'pass']);
  });
});

test('the reference is read with the types that are declared', async () => {
  const root = tempDir({
    'a.csv': 'zip,n\n01234,1\n',
    'ref.csv': 'zip,n\n05678,2\n',
    's.yml': 'checks:\n  - { check: types, types: { zip: string } }\n',
  });
  const inputs = { data: 'a.csv', reference: 'ref.csv', checks: 's.yml' };
  expect((await runStep(step, root, inputs)).record?.verdict).toBe('pass');
});

test('data that changes while it is checked is refused: the fingerprint would be of other bytes', async () => {
  const root = tempDir({ 'a.csv': 'x\n1\n' });
  const path = join(root, 'a.csv');
  const tables = duckdbTableReader();
  const meddling: TableReader = {
    ...tables,
    async query(sql) {
      utimesSync(path, 1, 1);
      return tables.query(sql);
    },
  };
  const meddled = {
    definition,
    run: (context: Parameters<typeof run>[0]) => run(context, { tables: meddling }),
  };
  const ran = await runStep(meddled, root, { data: 'a.csv' });
  expect(ran.exitCode).toBe(3);
  expect(ran.log).toContain('a.csv changed while it was being checked.');
});

test('many failing checks: the worst comes first in the sentence a person reads', async () => {
  const root = tempDir({
    'a.csv': `id,price\n${Array.from({ length: 30 }, (_, i) => `${i % 29},${i}`).join('\n')}\n`,
    's.yml': `checks:
  - { check: unique, column: id, severity: warning }
  - { check: range, column: price, max: 9 }
`,
  });
  const { record } = await runStep(step, root, { data: 'a.csv', checks: 's.yml' });
  expect(record?.summary).toBe(
    '2 of 2 checks failed on 30 rows. Worst: price has 20 values outside, expected at most 9.',
  );
  const failing = record?.tables.find(({ id }) => id === 'failing-checks');
  expect(failing?.note).toBe('Rows are counted from 1; a header line is not counted.');
  expect(failing?.rows.map((row) => row[5])).toEqual(['11, 12, 13, 14, 15, …', '1, 30']);
});
