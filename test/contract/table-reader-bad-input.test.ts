import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import type { TableReader } from '../../shared/ports/table-reader.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What every table reader says of files it cannot read: which, where, why, and what to do. */
function badInputContract(name: string, open: () => TableReader): void {
  describe(name, () => {
    const tables = open();
    afterAll(() => tables.close());

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
        'UTF-8 with a broken byte',
        {
          'a.csv': Buffer.from(
            'a\n\u00e9t\u00e9\n\u00e9\n\xff\n'.replace('\xff', '\u00ff'),
            'utf8',
          ).fill(0xff, 10, 11),
        },
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
        'a.png is a PNG image, not a table.',
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

badInputContract('DuckDB', () => duckdbTableReader({ threads: 2 }));
