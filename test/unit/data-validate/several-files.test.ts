import { expect, test } from 'vitest';
import { step } from '../../../actions/data-validate/main.ts';
import { shortNames } from '../../../actions/data-validate/scan/short-names.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const suite = `checks:
  - { check: range, column: x, max: 100 }
  - { check: unique, column: id }
`;

/** Rows of `id,x` in which the numbered ones (from 1) are out of range. */
function rows(ids: readonly number[], bad: readonly number[]): { id: number; x: number }[] {
  return ids.map((id, i) => ({ id, x: bad.includes(i + 1) ? 999 : 1 }));
}

const parts = [rows([1, 2, 3], [2]), rows([4, 5, 6, 7], [1, 4]), rows([8, 3], [])];

async function writeAs(
  format: 'csv' | 'parquet' | 'json' | 'jsonl',
  root: string,
  [name, part]: readonly [string, (typeof parts)[number]],
): Promise<void> {
  const values = part.map(({ id, x }) => `(${id}, ${x})`).join(', ');
  const options = {
    csv: 'FORMAT csv, HEADER',
    parquet: 'FORMAT parquet',
    json: 'FORMAT json, ARRAY true',
    jsonl: 'FORMAT json',
  };
  const tables = duckdbTableReader();
  await tables.query(
    `COPY (SELECT * FROM (VALUES ${values}) AS t(id, x)) TO '${root}/${name}.${format}' (${options[format]})`,
  );
  await tables.close();
}

test.each(['csv', 'parquet', 'json', 'jsonl'] as const)(
  'several %s files: a failing row is one of its file',
  async (format) => {
    const root = tempDir({ 'suite.yml': suite });
    const names = ['2001-01', '2001-02', '2001-03'];
    for (const [i, part] of parts.entries())
      await writeAs(format, root, [names[i] as string, part]);
    const { record } = await runStep(step, root, { data: `*.${format}`, checks: 'suite.yml' });
    const [range, unique] = record?.findings ?? [];
    expect(range?.message).toBe(
      `x lies in a range: 3 values outside; expected at most 100. First rows: 2001-01.${format} row 2, 2001-02.${format} row 1, 2001-02.${format} row 4.`,
    );
    expect(range?.evidence?.rows).toEqual([
      { file: `2001-01.${format}`, row: 2 },
      { file: `2001-02.${format}`, row: 1 },
      { file: `2001-02.${format}`, row: 4 },
    ]);
    expect(unique?.message).toContain(
      `First rows: 2001-01.${format} row 3, 2001-03.${format} row 2.`,
    );
    const failing = record?.tables.find(({ id }) => id === 'failing-checks');
    expect(failing?.note).toBe(
      'Rows are counted from 1 in each file; header lines are not counted.',
    );
    expect(failing?.rows[0]).toContain(
      `2001-01.${format} row 2, 2001-02.${format} row 1, 2001-02.${format} row 4`,
    );
  },
);

test('a value that does not fit its column is named with its file', async () => {
  const lines = (from: number): string[] => Array.from({ length: 40 }, (_, i) => `${from + i},1`);
  const broken = [...lines(100).slice(0, 10), '200,oops', ...lines(300)];
  const root = tempDir({
    'a.csv': ['id,x', ...lines(0), ''].join('\n'),
    'b.csv': ['id,x', ...broken, ''].join('\n'),
  });
  const { record, exitCode } = await runStep(step, root, { data: '*.csv' });
  expect(exitCode).toBe(1);
  expect(record?.findings[0]?.message).toBe(
    'x can be read: 1 value that is no integer; expected integer in every row, as nearly all are. In b.csv row 11.',
  );
});

test('more failing rows than are shown end in dots; files of one name show their folders', async () => {
  const out = ['id,x', ...Array.from({ length: 9 }, (_, i) => `${i},500`), ''].join('\n');
  const fine = 'id,x\n20,1\n21,1\n';
  const root = tempDir({ 'suite.yml': suite, '2001/01.csv': fine, '2002/01.csv': out });
  const { record } = await runStep(step, root, { data: '*/*.csv', checks: 'suite.yml' });
  expect(record?.findings[0]?.message).toContain(
    'First rows: 2002/01.csv row 1, 2002/01.csv row 2, 2002/01.csv row 3, 2002/01.csv row 4, 2002/01.csv row 5, ….',
  );
});

test('a file name is text wherever it is shown, and its commas count no rows', async () => {
  const name = 'a, b|<img src=x>.csv';
  const root = tempDir({ 'suite.yml': suite, [name]: 'id,x\n1,500\n', 'z.csv': 'id,x\n2,1\n' });
  const { record } = await runStep(step, root, { data: '*.csv', checks: 'suite.yml' });
  expect(record?.findings[0]?.message).toMatch(/ In a, b\|<img src=x>\.csv row 1\.$/u);
  const markdown = record === undefined ? '' : renderSummary(record, { limit: 65_536 });
  expect(markdown).toContain('row 1');
  expect(markdown).not.toContain('<img');
});

test('the digest is short where people read and whole in the record', async () => {
  const root = tempDir({ 'a.csv': 'id,x\n1,1\n' });
  const { record } = await runStep(step, root, { data: 'a.csv' });
  const note = record?.tables.find(({ id }) => id === 'fingerprint')?.note;
  expect(note).toMatch(/^sha256:[0-9a-f]{6}…[0-9a-f]{4}: the digest of the content of 1 file/u);
  expect(record?.subject.data).toMatch(/^sha256:[0-9a-f]{64}$/u);
});

test('a short name is the shortest end of a path that no other path has', () => {
  const paths = ['data/2001/03.csv', 'data/2002/03.csv', 'other/04.csv', '04.csv/x.csv', 'x.csv'];
  expect(Object.fromEntries(shortNames(paths))).toEqual({
    'data/2001/03.csv': '2001/03.csv',
    'data/2002/03.csv': '2002/03.csv',
    'other/04.csv': '04.csv',
    '04.csv/x.csv': '04.csv/x.csv',
    'x.csv': 'x.csv',
  });
});
