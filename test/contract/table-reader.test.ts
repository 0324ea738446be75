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

    test('finds rows numbered over all files in the file they stand in', async () => {
      const root = tempDir({
        'b.csv': 'x\n1\n2\n',
        'a.csv': 'x\n1\n2\n3\n',
        'c/empty.csv': 'x\n',
        'd.csv': 'x\n9\n',
      });
      const table = await tables.open(root, ['*.csv', 'c/*.csv']);
      expect(await table.placesOf([6, 1, 3, 4])).toEqual([
        { file: 'd.csv', row: 1 },
        { file: 'a.csv', row: 1 },
        { file: 'a.csv', row: 3 },
        { file: 'b.csv', row: 1 },
      ]);
      expect(await table.placesOf([])).toEqual([]);
    });

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
  });
}

tableReaderContract('DuckDB', () => duckdbTableReader({ threads: 2 }));
