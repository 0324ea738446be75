import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import type { TableReader } from '../../shared/ports/table-reader.ts';
import { tempDir } from '../support/temp-dir.ts';

const flights = new URL('../../node_modules/vega-datasets/data/', import.meta.url).pathname;

/** What every table reader promises, whatever engine is inside. */
function tableReaderContract(name: string, open: () => TableReader): void {
  describe(name, () => {
    const tables = open();
    afterAll(() => tables.close());

    test('reads CSV with the narrowest type of each column', async () => {
      const csv =
        'id,price,day,at,ok,name\n1,1.5,2001-01-31,2001-01-31 10:00:00,true,"a, ""b"""\n2,2,2001-02-01,2001-02-01T11:30:00,false,\n';
      const table = await tables.open(tempDir({ 'a.csv': csv }), ['a.csv']);
      expect(table.columns.map(({ name: column, type }) => `${column}: ${type}`)).toEqual([
        'id: integer',
        'price: number',
        'day: date',
        'at: timestamp',
        'ok: boolean',
        'name: string',
      ]);
      expect(table.castFailures).toEqual([]);
      expect(await tables.query(`SELECT * FROM ${table.relation} ORDER BY id`)).toEqual([
        {
          id: 1,
          price: 1.5,
          day: '2001-01-31',
          at: '2001-01-31T10:00:00',
          ok: true,
          name: 'a, "b"',
        },
        { id: 2, price: 2, day: '2001-02-01', at: '2001-02-01T11:30:00', ok: false, name: null },
      ]);
    });

    test('reads TSV, semicolons, a byte order mark and CRLF', async () => {
      const root = tempDir({
        'a.tsv': 'a\tb\r\n1\tx,y\r\n',
        'b.csv': '\uFEFFa;b\n1,5;2\n',
      });
      const tsv = await tables.open(root, ['a.tsv']);
      expect(await tables.query(`SELECT * FROM ${tsv.relation}`)).toEqual([{ a: 1, b: 'x,y' }]);
      const semicolons = await tables.open(root, ['b.csv']);
      expect(await tables.query(`SELECT * FROM ${semicolons.relation}`)).toEqual([
        { a: '1,5', b: 2 },
      ]);
    });

    test('reads JSON lines and JSON arrays', async () => {
      const lines = '{"a":1,"b":"x"}\n{"a":2,"b":null}\n';
      const root = tempDir({ 'a.jsonl': lines, 'b.json': '[{"a":1,"b":"x"},{"a":2}]' });
      for (const file of ['a.jsonl', 'b.json']) {
        const table = await tables.open(root, [file]);
        expect(table.format).toBe('json');
        expect(await tables.query(`SELECT a, b FROM ${table.relation} ORDER BY a`)).toEqual([
          { a: 1, b: 'x' },
          { a: 2, b: null },
        ]);
      }
    });

    test('reads three million flights from Parquet', async () => {
      const table = await tables.open(flights, ['flights-3m.parquet']);
      expect(table.columns.map(({ type }) => type)).toEqual([
        'timestamp',
        'integer',
        'integer',
        'string',
        'string',
      ]);
      const rows = await tables.query(
        `SELECT count(*) AS n, min(date) AS first, max(distance) AS far FROM ${table.relation}`,
      );
      expect(rows).toEqual([{ n: 3_000_000, first: '2001-01-01T00:01:00', far: 4962 }]);
    });

    test('joins the files of a glob in the order of their names', async () => {
      const root = tempDir({ 'd/b.csv': 'a\n2\n', 'd/a.csv': 'a\n1\n', 'd/c.txt': 'no' });
      const table = await tables.open(root, ['d/*.csv']);
      expect(table.files.map(({ path }) => path)).toEqual([
        join(root, 'd/a.csv'),
        join(root, 'd/b.csv'),
      ]);
      expect(await tables.query(`SELECT a FROM ${table.relation}`)).toEqual([{ a: 1 }, { a: 2 }]);
    });

    test('returns columns of numbers as typed arrays, missing as NaN', async () => {
      const table = await tables.open(tempDir({ 'a.csv': 'x,s\n1.5,a\n,b\n3,\n' }), ['a.csv']);
      const { x, s } = await tables.columns(`SELECT x, s FROM ${table.relation}`);
      expect(x).toEqual(Float64Array.of(1.5, Number.NaN, 3));
      expect(s).toEqual(['a', 'b', null]);
    });

    test('keeps integers beyond 2^53 whole', async () => {
      const table = await tables.open(tempDir({ 'a.csv': 'x\n9007199254740993\n1\n' }), ['a.csv']);
      const rows = await tables.query(`SELECT x FROM ${table.relation} ORDER BY x`);
      expect(rows).toEqual([{ x: 1 }, { x: 9007199254740993n }]);
      const { x } = await tables.columns(`SELECT x FROM ${table.relation} ORDER BY x`);
      expect(x).toEqual([1, 9007199254740993n]);
    });

    test('takes any name and value as what it is', async () => {
      const odd = `x"; DROP TABLE t; --'`;
      const csv = `"${odd.replaceAll('"', '""')}"\n1\n`;
      const table = await tables.open(tempDir({ 'a.csv': csv }), ['a.csv']);
      const sql = `SELECT ${tables.identifier(odd)} AS v, ${tables.literal(odd)} AS l FROM ${table.relation}`;
      expect(await tables.query(sql)).toEqual([{ v: 1, l: odd }]);
    });

    test('a value that breaks the type in row 30,000 is counted with its row', async () => {
      const rows = Array.from({ length: 40_000 }, (_, i) => (i === 29_999 ? 'oops' : `${i}`));
      const table = await tables.open(tempDir({ 'a.csv': `x\n${rows.join('\n')}\n` }), ['a.csv']);
      expect(table.columns[0]?.type).toBe('integer');
      expect(table.castFailures).toEqual([
        { column: 'x', type: 'integer', count: 1, rows: [30_000] },
      ]);
      const counted = await tables.query(
        `SELECT count(*) AS n, count(x) AS v, max(x) AS last FROM ${table.relation}`,
      );
      expect(counted).toEqual([{ n: 40_000, v: 39_999, last: 39_999 }]);
    });

    test('a declared type wins, and at most five misfits are named', async () => {
      const csv = `zip,n\n${Array.from({ length: 20 }, (_, i) => `0${i},${i % 2 ? 'x' : i}`).join('\n')}\n`;
      const table = await tables.open(tempDir({ 'a.csv': csv }), ['a.csv'], {
        types: { zip: 'string', n: 'integer', absent: 'date' },
      });
      expect(table.columns.map(({ type }) => type)).toEqual(['string', 'integer']);
      expect(table.castFailures).toEqual([
        { column: 'n', type: 'integer', count: 10, rows: [2, 4, 6, 8, 10] },
      ]);
    });

    test('markers of missing values are missing in numbers and text in text', async () => {
      const csv = `x,country\n${'1,DE\n'.repeat(30)}NA,NA\n`;
      const table = await tables.open(tempDir({ 'a.csv': csv }), ['a.csv']);
      expect(table.castFailures).toEqual([]);
      const sql = `SELECT count(x) AS x, count_if(country = 'NA') AS na FROM ${table.relation}`;
      expect(await tables.query(sql)).toEqual([{ x: 30, na: 1 }]);
    });

    test.each([
      ['1.5', 'number'],
      ['1_000', 'string'],
      ['0x1A', 'string'],
      ['1e3', 'number'],
      ['yes', 'string'],
      ['2001-01-01 10:00', 'timestamp'],
      ['12:00', 'string'],
      ['infinity', 'number'],
      ['99999999999999999999', 'number'],
      ['+7', 'integer'],
    ])('%s alone is %s', async (value, type) => {
      const table = await tables.open(tempDir({ 'a.csv': `x,y\n${value},1\n` }), ['a.csv']);
      expect(table.columns[0]?.type).toBe(type);
    });

    const lfs = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`;
    test.each([
      ['nothing there', {}, 'flight.csv', 'file-not-found', 'There is no file flight.csv.'],
      [
        'a typo',
        { 'flights.csv': 'a\n1\n' },
        'flight.csv',
        'file-not-found',
        'Did you mean flights.csv?',
      ],
      ['no match', {}, 'data/*.csv', 'file-not-found', 'No file matches data/*.csv.'],
      ['empty', { 'a.csv': '' }, 'a.csv', 'file-empty', 'a.csv is empty (0 bytes).'],
      [
        'an LFS pointer',
        { 'a.parquet': lfs },
        'a.parquet',
        'lfs-pointer',
        'a.parquet is a Git LFS pointer',
      ],
      [
        'not Parquet',
        { 'a.parquet': 'a,b\n1,2\n' },
        'a.parquet',
        'not-readable-as-data',
        'does not begin like a Parquet file',
      ],
      [
        'half a Parquet',
        { 'a.parquet': 'PAR1 and no more of it' },
        'a.parquet',
        'not-readable-as-data',
        'a.parquet: ',
      ],
      [
        'a field too few',
        { 'a.csv': 'a,b\n1,2\n3\n' },
        'a.csv',
        'not-readable-as-data',
        'a.csv, line 3: the line has 1 field, the header has 2.',
      ],
      [
        'a field too many',
        { 'a.csv': 'a,b\n1,2\n3,4,5\n' },
        'a.csv',
        'not-readable-as-data',
        'a.csv, line 3: the line has 3 fields',
      ],
      [
        'an open quote',
        { 'a.csv': 'a,b\n1,2\n"3,4\n' },
        'a.csv',
        'not-readable-as-data',
        'a.csv, line 3: a quote is not closed',
      ],
      [
        'Latin-1',
        { 'a.csv': Uint8Array.of(97, 10, 0xe9, 10) },
        'a.csv',
        'not-readable-as-data',
        'the text is not UTF-8',
      ],
      [
        'no header',
        { 'a.csv': '1,2\n3,4\n' },
        'a.csv',
        'not-readable-as-data',
        'a.csv has no header line',
      ],
      [
        'a name twice',
        { 'a.csv': 'a,A\n3,4\n' },
        'a.csv',
        'not-readable-as-data',
        'twice in its header',
      ],
      [
        'broken JSON',
        { 'a.jsonl': '{"a":1}\n{"a"\n' },
        'a.jsonl',
        'not-readable-as-data',
        'a.jsonl: row 2 is not valid JSON: unexpected end of data.',
      ],
      [
        'a blank first line',
        { 'a.csv': '\n1,2\n' },
        'a.csv',
        'not-readable-as-data',
        'a.csv has no header line: its first line is blank.',
      ],
      [
        'lines that end in two ways',
        { 'a.csv': 'a,b\r\n1,2\n3,4\r\n' },
        'a.csv',
        'not-readable-as-data',
        'a.csv: its lines end in different ways',
      ],
      [
        'UTF-16',
        { 'a.csv': Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le') },
        'a.csv',
        'not-readable-as-data',
        'a.csv is UTF-16 text.',
      ],
      [
        'zero bytes',
        { 'a.csv': 'a,b\0\n1,2\n' },
        'a.csv',
        'not-readable-as-data',
        'a.csv is not text: it holds zero bytes.',
      ],
      [
        'a line without end',
        { 'a.csv': `a,b\n${'x'.repeat(3_000_000)},1\n` },
        'a.csv',
        'not-readable-as-data',
        'a.csv, line 2: the line is longer than 2 MB.',
      ],
      [
        'a key twice',
        { 'a.jsonl': '{"a":1}\n{"a":1,"a":2}\n' },
        'a.jsonl',
        'not-readable-as-data',
        'a.jsonl: row 2 has the key "a" twice.',
      ],
      [
        'an image',
        { 'a.png': Uint8Array.of(0x89, 80, 78, 71, 0, 0) },
        'a.png',
        'not-readable-as-data',
        'neither CSV, Parquet nor JSON lines',
      ],
    ] as const)('says what is wrong: %s', async (_case, files, asked, code, message) => {
      const opening = tables.open(tempDir(files), [asked]);
      await expect(opening).rejects.toMatchObject({
        kind: 'usage',
        code,
        message: expect.stringContaining(message),
        hint: expect.stringMatching(/\.$/u),
      });
    });

    test('says what is wrong: a directory', async () => {
      const root = tempDir();
      mkdirSync(join(root, 'train'));
      await expect(tables.open(root, ['train'])).rejects.toMatchObject({
        code: 'is-directory',
        hint: expect.stringContaining('train/*.parquet'),
      });
    });

    test('a Parquet file cut short, and Parquet files that do not fit together', async () => {
      const root = tempDir();
      const copy = (select: string, file: string) =>
        tables.query(`COPY (${select}) TO ${tables.literal(join(root, file))}`);
      await copy('SELECT i AS a, 1 AS b FROM range(1000) AS t(i)', 'a.parquet');
      await copy('SELECT 1 AS a, 1 AS c', 'b.parquet');
      await copy("SELECT 'x' AS a, 1 AS b", 'c.parquet');
      const whole = readFileSync(join(root, 'a.parquet'));
      writeFileSync(join(root, 'cut.parquet'), whole.subarray(0, whole.length - 40));
      const read = async (...files: string[]) => {
        const table = await tables.open(root, files);
        return tables.query(`SELECT max(a) AS a, sum(b) AS b FROM ${table.relation}`);
      };
      await expect(read('cut.parquet')).rejects.toThrow(
        'cut.parquet: the end of the file is missing.',
      );
      await expect(read('a.parquet', 'b.parquet')).rejects.toMatchObject({
        kind: 'usage',
        message: 'b.parquet: it has no column "b", which the files before it have.',
      });
      await expect(read('a.parquet', 'c.parquet')).rejects.toMatchObject({
        kind: 'usage',
        message: 'c.parquet: its column "a" is VARCHAR, and BIGINT in the files before it.',
      });
    });

    test('a file that vanishes after it was opened is an error about that file', async () => {
      const root = tempDir();
      const path = join(root, 'a.parquet');
      await tables.query(`COPY (SELECT 1 AS a) TO ${tables.literal(path)}`);
      const table = await tables.open(root, ['a.parquet']);
      rmSync(path);
      await expect(tables.query(`SELECT a FROM ${table.relation}`)).rejects.toMatchObject({
        kind: 'usage',
        message: 'a.parquet: it is gone, or may no longer be read.',
      });
    });

    test('types, misfits and values do not depend on the number of threads', async () => {
      const rows = Array.from({ length: 60_000 }, (_, i) =>
        i % 9_973 === 0 ? 'oops,x' : `${i},${i / 7}`,
      );
      const root = tempDir({ 'a.csv': `a,b\n${rows.join('\n')}\n` });
      const answers = [];
      for (const threads of [1, 4]) {
        const own = duckdbTableReader({ threads });
        const { relation, columns, castFailures } = await own.open(root, ['a.csv']);
        const values = await own.query(
          `SELECT count(a) AS n, sum(a) AS s, min(b) AS low, max(b) AS high FROM ${relation}`,
        );
        const first = await own.query(`SELECT a FROM ${relation} LIMIT 3`);
        answers.push({ columns, castFailures, values, first });
        await own.close();
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]?.castFailures[0]).toMatchObject({
        count: 7,
        rows: [1, 9974, 19947, 29920, 39893],
      });
    });

    test('any names stand beside each other', async () => {
      const names = [
        'we"ird',
        '"; DROP TABLE t; --',
        '😀',
        '__proto__',
        'constructor',
        'a b',
        'c0',
      ];
      const header = names.map((n) => `"${n.replaceAll('"', '""')}"`).join(',');
      const root = tempDir({ 'a.csv': `${header}\n1,2,3,4,5,6,7\n` });
      const table = await tables.open(root, ['a.csv']);
      expect(table.columns.map(({ name: column, type }) => [column, type])).toEqual(
        names.map((column) => [column, 'integer']),
      );
      const [row = {}] = await tables.query(`SELECT * FROM ${table.relation}`);
      expect(Object.entries(row)).toEqual(names.map((column, i) => [column, i + 1]));
    });

    test('says what is wrong: files that do not fit together', async () => {
      const root = tempDir({
        'a.csv': 'a,b\n1,2\n',
        'b.csv': 'a,c\n1,2\n',
        'c.jsonl': '{"a":1}\n',
      });
      await expect(tables.open(root, ['a.csv', 'b.csv'])).rejects.toThrow(
        'b.csv has other columns than a.csv: a, c instead of a, b.',
      );
      await expect(tables.open(root, ['a.csv', 'c.jsonl'])).rejects.toThrow(
        'cannot be read as one table',
      );
    });
  });
}

tableReaderContract('DuckDB', () => duckdbTableReader({ threads: 2 }));
