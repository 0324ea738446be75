import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import type { TableReader } from '../../shared/ports/table-reader.ts';
import { tempDir } from '../support/temp-dir.ts';

const arrowFiles = fileURLToPath(new URL('../fixtures/arrow/', import.meta.url));
const expectedRows: Record<string, unknown>[] = JSON.parse(
  readFileSync(join(arrowFiles, 'rows.json'), 'utf8'),
);

const csv = 'name,x\nÅsa,1\nZoë,2\n';
const rows = [
  { name: 'Åsa', x: 1 },
  { name: 'Zoë', x: 2 },
];
const lines = '{"name":"Åsa","x":1}\n{"name":"Zoë","x":2}\n';

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** Small Cyrillic letters stand together in Windows-1251, from 0xe0 on. */
function windows1251(text: string): Buffer {
  return Buffer.from(
    [...text].map((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return code < 128 ? code : code - 0x430 + 0xe0;
    }),
  );
}

/** What every table reader reads, however it is packed, encoded and laid out. */
function formatsContract(name: string, open: () => TableReader): void {
  describe(name, () => {
    const tables = open();
    afterAll(() => tables.close());
    const read = async (root: string, ...files: string[]) => {
      const table = await tables.open(root, files);
      return { table, rows: await tables.query(`SELECT * FROM ${table.relation}`) };
    };

    test.each([
      ['a.csv.gz', gzipSync(csv)],
      ['a.csv.zst', zstdCompressSync(csv)],
      ['two members.csv.gz', Buffer.concat([gzipSync(csv.slice(0, 8)), gzipSync(csv.slice(8))])],
      ['called plain.csv', gzipSync(csv)],
      ['a.jsonl.gz', gzipSync(lines)],
      ['a.ndjson.zst', zstdCompressSync(lines)],
      ['a.json.zst', zstdCompressSync(`[${lines.trim().replace('\n', ',')}]`)],
      ['a.tsv.gz', gzipSync(csv.replaceAll(',', '\t'))],
      ['a.tab', Buffer.from(csv.replaceAll(',', '\t'))],
      ['mark.json', Buffer.from(`\uFEFF[${lines.trim().replace('\n', ',')}]`)],
    ])('reads %s', async (file, bytes) => {
      expect((await read(tempDir({ [file]: bytes }), file)).rows).toEqual(rows);
    });

    test.each([
      ['utf-8', false, Buffer.from(csv)],
      ['utf-8', false, Buffer.from(`\uFEFF${csv}`)],
      ['utf-16le', false, Buffer.from(`\uFEFF${csv}`, 'utf16le')],
      ['utf-16be', false, utf16be(`\uFEFF${csv}`)],
      ['utf-16le', true, Buffer.from(csv, 'utf16le')],
      ['utf-16be', true, utf16be(csv)],
      ['iso-8859-1', true, Buffer.from(csv, 'latin1')],
    ] as const)('reads %s and names it (guessed: %s)', async (encoding, guessed, bytes) => {
      for (const [file, content] of [
        ['a.csv', bytes],
        ['a.csv.gz', gzipSync(bytes)],
      ] as const) {
        const { table, rows: found } = await read(tempDir({ [file]: content }), file);
        expect(found).toEqual(rows);
        expect(table.files[0]?.encoding).toBe(encoding);
        expect(table.files[0]?.encodingGuessed ?? false).toBe(guessed);
      }
    });

    test('reads the letters of Windows-1252 that ISO-8859-1 lacks', async () => {
      const bytes = Buffer.concat([Buffer.from('price\n5 '), Buffer.of(0x80), Buffer.from('\n')]);
      const { table, rows: found } = await read(tempDir({ 'a.csv': bytes }), 'a.csv');
      expect(found).toEqual([{ price: '5 €' }]);
      expect(table.files[0]?.encoding).toBe('windows-1252');
    });

    test('finds an encoding far behind the beginning, in one file of several', async () => {
      const root = tempDir({
        'a.csv': csv,
        'b.csv': Buffer.concat([
          Buffer.from(`name,x\n${'plain,1\n'.repeat(60_000)}`),
          Buffer.from('Zoë,2\n', 'latin1'),
        ]),
      });
      const table = await tables.open(root, ['*.csv']);
      const [last] = await tables.query(
        `SELECT count(*) AS n, count_if(name = 'Zoë') AS zoe FROM ${table.relation}`,
      );
      expect(last).toEqual({ n: 60_003, zoe: 2 });
      expect(table.files.map(({ encoding }) => encoding)).toEqual(['utf-8', 'iso-8859-1']);
    });

    test.each(['lz4.feather', 'zstd.feather', 'plain.arrows'])('reads Arrow: %s', async (file) => {
      const { table, rows: found } = await read(arrowFiles, file);
      expect(table.format).toBe('arrow');
      const asText = (row: Record<string, unknown>): Record<string, unknown> =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [
            key,
            typeof value === 'bigint' ? String(value) : value,
          ]),
        );
      expect(found.map(asText)).toEqual(expectedRows);
    });

    test('reads the names of folders as columns, as Hive and Spark lay tables out', async () => {
      const root = tempDir({
        'sales/year=2023/city=S%C3%A3o%20Paulo/a.csv': 'x\n1\n',
        'sales/year=2024/city=__HIVE_DEFAULT_PARTITION__/a.csv': 'x\n2\n3\n',
      });
      const { table, rows: found } = await read(root, 'sales/**/*.csv');
      expect(table.columns.map(({ name: column, type }) => `${column}: ${type}`)).toEqual([
        'x: integer',
        'year: integer',
        'city: string',
      ]);
      expect(found).toEqual([
        { x: 1, year: 2023, city: 'São Paulo' },
        { x: 2, year: 2024, city: null },
        { x: 3, year: 2024, city: null },
      ]);
      expect(await table.placesOf([3])).toEqual([
        { file: 'sales/year=2024/city=__HIVE_DEFAULT_PARTITION__/a.csv', row: 2 },
      ]);
    });

    test('partitions of Parquet: a column that is in the file is left to it', async () => {
      const root = tempDir({ 'd=1/k=a/empty.txt': '' });
      const target = tables.literal(join(root, 'd=1/k=a/x.parquet'));
      await tables.query(`COPY (SELECT 7 AS x, 'own' AS k) TO ${target} (FORMAT parquet)`);
      const { rows: found } = await read(root, 'd=1/*/*.parquet');
      expect(found).toEqual([{ x: 7, k: 'own', d: 1 }]);
    });

    test('folders above the working directory are no columns', async () => {
      const root = tempDir({ 'year=2024/a.csv': 'x\n1\n' });
      expect((await read(join(root, 'year=2024'), 'a.csv')).rows).toEqual([{ x: 1 }]);
    });

    test('files of other partitions cannot be read as one table', async () => {
      const root = tempDir({ 'a=1/x.csv': 'x\n1\n', 'b=1/x.csv': 'x\n1\n' });
      await expect(tables.open(root, ['*/x.csv'])).rejects.toThrow(
        'b=1/x.csv lies in other partitions than a=1/x.csv: b instead of a.',
      );
    });

    test.each([
      ['cut.csv.gz', gzipSync(csv.repeat(99)).subarray(0, 40), 'is cut short'],
      ['cut.csv.zst', zstdCompressSync(csv.repeat(99)).subarray(0, 30), 'is cut short'],
      ['bad.csv.gz', gzipSync(csv).fill(7, 12, 24), 'the compressed data is damaged'],
      ['nothing.csv.gz', gzipSync(''), 'is empty (0 bytes once unpacked)'],
      [
        'a.xlsx',
        Buffer.from('PK\x03\x04 [Content_Types].xml xl/workbook.xml'),
        'an Excel workbook',
      ],
      ['a.csv', Buffer.from('<!DOCTYPE html>\n<html></html>'), 'is a web page'],
      ['a.csv', windows1251('город,число\nмосква,1\n'), 'cannot be told'],
      ['a.csv', Buffer.from('\uFEFFa\n\uD800\n', 'utf16le'), 'with a broken character'],
      ['a.arrow', Buffer.from('ARROW1\0\0 and no more of it'), 'is not a whole Arrow file'],
      ['a.feather', Buffer.from('a,b\n1,2\n'), 'does not begin like an Arrow file'],
    ] as const)('says what is wrong with %s', async (file, bytes, message) => {
      await expect(tables.open(tempDir({ [file]: bytes }), [file])).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(message),
        hint: expect.stringMatching(/\.$/u),
      });
    });
  });
}

formatsContract('DuckDB', () => duckdbTableReader({ threads: 2 }));
