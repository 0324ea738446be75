import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { rowsDigest, rowsQuery } from '../../../actions/data-validate/fingerprint/rows-digest.ts';
import { step } from '../../../actions/data-validate/main.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { datasetDigest } from '../../../shared/domain/dataset.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const tables = duckdbTableReader({ threads: 2 });
afterAll(() => tables.close());

async function digestOf(root: string, file: string): Promise<string> {
  const { relation, columns } = await tables.open(root, [file]);
  const [answer = {}] = await tables.query(rowsQuery(relation, columns, tables));
  return rowsDigest(columns, answer);
}

/** The definition once more, without an engine: rows of canonical texts, null where missing. */
function digestByHand(names: readonly string[], rows: readonly (readonly (string | null)[])[]) {
  const order = names.map((name, i) => ({ name, i })).sort((a, b) => (a.name < b.name ? -1 : 1));
  let sum = 0n;
  for (const row of rows) {
    const texts = order.map(({ i }) => row[i] ?? null);
    const line = texts.map((t) => (t === null ? ':' : `${Buffer.byteLength(t)}:${t}`)).join('');
    sum += BigInt(`0x${createHash('sha256').update(line).digest('hex').slice(0, 32)}`);
  }
  const content = canonicalize({
    scheme: 'rows-1',
    columns: order.map(({ name }) => name),
    rows: rows.length,
    sum: BigInt.asUintN(128, sum).toString(16).padStart(32, '0'),
  });
  return `sha256:${createHash('sha256')
    .update(content ?? '')
    .digest('hex')}`;
}

describe('the digest of the rows', () => {
  const query = `SELECT i AS id, i * 0.25 AS price, CASE WHEN i % 7 > 0 THEN 'näme ' || i END AS name,
    DATE '2001-01-31' + i::INTEGER AS day, TIMESTAMP '2001-01-31 10:00:00.5' + INTERVAL (i) HOUR AS moment,
    i % 2 = 0 AS even FROM range(200) t(i)`;
  const shuffled = `SELECT even, moment, day, name, price, id FROM (${query}) ORDER BY hash(id)`;

  test.each([
    ['the same', `${query}`, 'b.csv', 'FORMAT csv, HEADER'],
    ['sorted otherwise, columns too', shuffled, 'b.csv', 'FORMAT csv, HEADER'],
    ['Parquet', shuffled, 'b.parquet', 'FORMAT parquet'],
    ['JSON lines', shuffled, 'b.jsonl', 'FORMAT json'],
    ['a JSON array', shuffled, 'b.json', 'FORMAT json, ARRAY true'],
    ['tabs', shuffled, 'b.tsv', "FORMAT csv, HEADER, DELIM '\t'"],
    [
      'other types of number',
      `SELECT * REPLACE (id::DOUBLE AS id, price::DECIMAL(10, 4) AS price) FROM (${query})`,
      'b.parquet',
      'FORMAT parquet',
    ],
    [
      'times with a zone',
      `SELECT * REPLACE (moment::TIMESTAMPTZ AS moment) FROM (${query})`,
      'b.parquet',
      'FORMAT parquet',
    ],
  ])('is the same for a copy: %s', async (_title, select, file, options) => {
    const root = tempDir();
    const write = (sql: string, name: string, how: string) =>
      tables.query(`COPY (${sql}) TO ${tables.literal(join(root, name))} (${how})`);
    await write(query, 'a.csv', 'FORMAT csv, HEADER');
    await write(select, file, options);
    expect(await digestOf(root, file)).toBe(await digestOf(root, 'a.csv'));
  });

  test.each([
    ['a value', 'a,b\n1,x\n2,z\n'],
    ['a value that is missing', 'a,b\n1,x\n2,\n'],
    ['a name', 'a,c\n1,x\n2,y\n'],
    ['a row twice', 'a,b\n1,x\n2,y\n2,y\n'],
    ['a row twice instead of another', 'a,b\n1,x\n1,x\n'],
    ['values swapped between rows', 'a,b\n1,y\n2,x\n'],
    ['a space', 'a,b\n1,x\n2,y \n'],
    ['a row less', 'a,b\n1,x\n'],
  ])('is another where %s differs', async (_title, csv) => {
    const root = tempDir({ 'a.csv': 'a,b\n1,x\n2,y\n', 'b.csv': csv });
    expect(await digestOf(root, 'b.csv')).not.toBe(await digestOf(root, 'a.csv'));
  });

  test('is what its definition says', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((t) => !t.includes('\0'));
    const row = fc.record({
      s: fc.option(text),
      i: fc.option(fc.maxSafeInteger()),
      d: fc.option(fc.integer({ min: -9999, max: 9999 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const { literal } = tables;
        const values = rows.map(
          ({ s, i, d }) =>
            `(${literal(s)}::VARCHAR, ${literal(i)}::BIGINT, ${literal(d)}::DOUBLE / 8)`,
        );
        const relation = `(SELECT * FROM (VALUES ${values.join(', ')}) t("ü", i, d))`;
        const columns = [
          { name: 'ü', type: 'string', declared: 'VARCHAR' },
          { name: 'i', type: 'integer', declared: 'BIGINT' },
          { name: 'd', type: 'number', declared: 'DOUBLE' },
        ] as const;
        const [answer = {}] = await tables.query(rowsQuery(relation, columns, tables));
        const byHand = digestByHand(
          ['ü', 'i', 'd'],
          rows.map(({ s, i, d }) => [
            s === '' ? null : s,
            i === null ? null : String(i),
            // Eighths within 1,250 are written without an exponent by every language alike.
            d === null ? null : String(d === 0 ? 0 : d / 8),
          ]),
        );
        expect(rowsDigest(columns, answer)).toBe(byHand);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  test('NaN, both zeros, huge numbers and midnight have one text each', async () => {
    const digest = async (select: string) => {
      const root = tempDir();
      const path = tables.literal(join(root, 'a.parquet'));
      await tables.query(`COPY (${select}) TO ${path} (FORMAT parquet)`);
      return digestOf(root, 'a.parquet');
    };
    const same = [
      ["'NaN'::DOUBLE", 'NULL::DOUBLE'],
      ['-0.0::DOUBLE', '0::INTEGER'],
      ['18446744073709551615::UBIGINT', '18446744073709551615::DOUBLE'],
      ['0.1::FLOAT', '0.1::DOUBLE'],
      ["TIMESTAMP '2001-01-31 00:00:00'", "DATE '2001-01-31'"],
      ["TIMESTAMP_NS '2001-01-31 10:00:00.5'", "TIMESTAMP '2001-01-31 10:00:00.5'"],
    ];
    for (const [a, b] of same) {
      expect(await digest(`SELECT 1 AS k, ${a} AS v`)).toBe(
        await digest(`SELECT 1 AS k, ${b} AS v`),
      );
    }
    const [one, next] = ['9007199254740992::BIGINT', '9007199254740993::BIGINT'];
    expect(await digest(`SELECT ${one} AS v`)).not.toBe(await digest(`SELECT ${next} AS v`));
  });

  test('the step gives it, and says where the reference has the same rows', async () => {
    const root = tempDir({
      'a.csv': 'a,b\n1,x\n2,y\n',
      'b.csv.gz': gzipSync('b;a\ny;2\nx;1\n'),
      'rows.yml': 'rows-digest: never\nchecks:\n  - { check: row-count, min: 1 }\n',
    });
    const { record, host } = await runStep(step, root, { data: 'b.csv.gz', reference: 'a.csv' });
    expect(record?.inputs['rows-digest']).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(host.outputs.get('rows-digest')).toBe(record?.inputs['rows-digest']);
    expect(record?.findings.map(({ code }) => code)).toContain('same-rows');
    expect(record?.tables.find(({ id }) => id === 'fingerprint')?.note).toContain(
      'the digest of the rows, in whatever order',
    );
    const never = await runStep(step, root, { data: 'a.csv', checks: 'rows.yml' });
    expect(never.record?.inputs).not.toHaveProperty('rows-digest');
    expect(never.host.outputs.get('rows-digest')).toBe('');
  });

  test('a table with values that cannot be read has none, and says why', async () => {
    const csv = `a\n${'1\n'.repeat(40)}oops\n`;
    const { record } = await runStep(step, tempDir({ 'a.csv': csv }), { data: 'a.csv' });
    expect(record?.inputs).not.toHaveProperty('rows-digest');
    expect(record?.tables.find(({ id }) => id === 'fingerprint')?.note).toContain(
      'values that cannot be read would count as missing',
    );
  });
});

describe('what is told of the files', () => {
  const content = 'id,x\n1,2\n';
  const md5 = createHash('md5').update(content).digest('hex');
  const cache = `.dvc/cache/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`;
  const pointer = `outs:\n- md5: ${md5}\n  size: ${content.length}\n  hash: md5\n  path: a.csv\n`;

  const lock = `schema: '2.0'\nstages:\n  load:\n    cmd: make\n    outs:\n    - path: a.csv\n      hash: md5\n      md5: ${md5}\n      size: ${content.length}\n`;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const lfsPointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${content.length}\n`;
  const lfsObject = `.git/lfs/objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;

  test('an encoding that was guessed is a warning, one with a mark is not', async () => {
    const root = tempDir({
      'a.csv': Buffer.from('name\nZoë\n', 'latin1'),
      'b.csv': Buffer.from('\uFEFFname\nZoë\n', 'utf16le'),
    });
    const { record } = await runStep(step, root, { data: '*.csv' });
    expect(
      record?.findings.map(({ severity, code, message }) => [severity, code, message]),
    ).toEqual(
      expect.arrayContaining([
        [
          'warning',
          'encoding-guessed',
          expect.stringMatching(/^a\.csv: not UTF-8, and read as ISO/u),
        ],
        ['info', 'encoding', 'b.csv: read as UTF-16 (little-endian), as the byte order mark says.'],
      ]),
    );
    const shown = record?.tables.find(({ id }) => id === 'fingerprint');
    expect(shown?.columns.map(({ title }) => title)).toEqual([
      'file',
      'size',
      'sha-256',
      'encoding',
    ]);
  });

  test('a pointer that was followed is said, and its version is in the record', async () => {
    const root = tempDir({ 'a.csv.dvc': pointer, [cache]: content });
    const { record } = await runStep(step, root, { data: 'a.csv' });
    expect(record?.findings.find(({ code }) => code === 'pointer-followed')?.message).toBe(
      'a.csv: only a DVC pointer is in place (a.csv.dvc), so the data was read from the local store of DVC.',
    );
    expect(record?.inputs['data-versions']).toEqual([
      {
        ...{ file: 'a.csv', system: 'dvc', pointer: 'a.csv.dvc' },
        ...{ version: `md5:${md5}`, followed: true },
      },
    ]);
  });

  test.each([
    ['DVC, in place', { 'a.csv.dvc': pointer, 'a.csv': content }, `DVC md5 ${md5.slice(0, 8)}`],
    ['a pipeline of DVC', { 'dvc.lock': lock, 'a.csv': content }, `DVC md5 ${md5.slice(0, 8)}`],
    [
      'DVC 2',
      { 'a.csv.dvc': pointer.replace('  hash: md5\n', ''), 'a.csv': content },
      `DVC md5 ${md5.slice(0, 8)}`,
    ],
    [
      'Git LFS',
      { 'a.csv': lfsPointer, [lfsObject]: content },
      `Git LFS sha256 ${sha256.slice(0, 8)}`,
    ],
    [
      'a clone of lakeFS',
      {
        '.lakefs_ref.yaml': 'src: lakefs://repo/main/flights/\nat_head: 1f2e3d\n',
        'a.csv': content,
      },
      'lakeFS 1f2e3d, lakefs://repo/main/flights/',
    ],
  ])('the version by %s is in the report, for the same fingerprint', async (_, files, cell) => {
    const { record } = await runStep(step, tempDir(files), { data: 'a.csv', comment: 'never' });
    const shown = record?.tables.find(({ id }) => id === 'fingerprint');
    expect(shown?.columns[3]?.title).toBe('version');
    expect(shown?.rows).toEqual([
      [{ kind: 'code', text: 'a.csv' }, content.length, { kind: 'code', text: sha256 }, cell],
    ]);
    expect(record?.inputs['data-versions']).toMatchObject([{ file: 'a.csv' }]);
    expect(record?.subject.data).toBe(datasetDigest([{ size: content.length, sha256 }]));
    expect(record?.findings.map(({ code }) => code)).not.toContain('version-differs');
  });

  test('a file that is not the one its pointer names is a warning', async () => {
    const root = tempDir({ 'a.csv.dvc': pointer, 'a.csv': 'id,x\n1,3\n' });
    const { record } = await runStep(step, root, { data: 'a.csv' });
    expect(record?.findings.find(({ code }) => code === 'version-differs')).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining(
        `a.csv is not the data that a.csv.dvc names (md5 ${md5.slice(0, 8)})`,
      ),
    });
  });

  test('a store that holds other bytes than it should is refused', async () => {
    const root = tempDir({ 'a.csv.dvc': pointer });
    mkdirSync(join(root, dirname(cache)), { recursive: true });
    writeFileSync(join(root, cache), 'id,x\n1,3\n');
    const { exitCode, log } = await runStep(step, root, { data: 'a.csv' });
    expect(exitCode).toBe(3);
    expect(log).toContain(`the local store of DVC holds for it is not md5 ${md5.slice(0, 8)}`);
  });
});
