import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const image = (name: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/images/${name}`, import.meta.url));

const pictures = {
  'pictures/cat/1.png': image('picture.png'),
  'pictures/cat/2.jpg': image('picture.jpg'),
  'pictures/dog/1.gif': image('picture.gif'),
  'pictures/dog/2.webp': image('lossy.webp'),
};

const rows = (...paths: string[]): string => ['file', ...paths, ''].join('\n');
const all = rows('cat/1.png', 'cat/2.jpg', 'dog/1.gif', 'dog/2.webp');

async function run(
  manifest: string,
  table: string,
  files: Record<string, string | Uint8Array> = pictures,
) {
  const config = `version: 1
models:
  pets:
    data: { train: pictures.csv }
    validate:
      checks: [{ check: row-count, min: 1 }]
      manifest: { path: file, root: pictures${manifest} }
`;
  return runStep(step, tempDir({ 'mlops.yml': config, 'pictures.csv': table, ...files }));
}

function problems(record: StepRecord | undefined): string[] {
  return (record?.findings ?? [])
    .filter(({ code }) => code.startsWith('manifest-'))
    .map(({ severity, message }) => `${severity}: ${message}`);
}

describe('a manifest', () => {
  test('whose rows and files are whole passes, and the record says what they are', async () => {
    const { record } = await run('', all);
    expect(record?.verdict).toBe('pass');
    expect(record?.summary).toBe('7 checks on 4 rows, none failed.');
    const tables = new Map(record?.tables.map((table) => [table.id, table]));
    expect(tables.get('manifest-classes')?.rows).toEqual([
      [{ kind: 'code', text: 'cat' }, 2, { kind: 'share', value: 0.5 }],
      [{ kind: 'code', text: 'dog' }, 2, { kind: 'share', value: 0.5 }],
    ]);
    const png = image('picture.png').length;
    expect(tables.get('manifest-files')?.rows[0]).toEqual(['png', 1, png, png, png, '7 × 5']);
    expect(record?.inputs['manifest-digest']).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(record?.metrics).toContainEqual({ name: 'files', value: 4 });
  });

  test('has its findings on the line that asks for it', async () => {
    const { record } = await run('', rows('cat/1.png', 'cat/9.jpg'));
    const found = record?.findings.filter(({ code }) => code.startsWith('manifest-'));
    expect(found?.map(({ code, file, line }) => [code, file, line])).toEqual([
      ['manifest-missing-row', 'mlops.yml', 7],
      ['manifest-missing-file', 'mlops.yml', 7],
    ]);
  });

  test('has the digest of its files, whatever they are called', async () => {
    const digest = async (table: string, files: Record<string, Uint8Array>) =>
      (await run('', table, files)).record?.inputs['manifest-digest'];
    const png = image('picture.png');
    const one = await digest(rows('a/1.png'), { 'pictures/a/1.png': png });
    const moved = await digest(rows('b/2.png'), { 'pictures/b/2.png': png });
    const other = await digest(rows('a/1.gif'), { 'pictures/a/1.gif': image('picture.gif') });
    expect(moved).toBe(one);
    expect(other).not.toBe(one);
  });

  test('rows without a file and files without a row are found', async () => {
    const ran = await run('', rows('cat/1.png', 'cat/9.png', '../mlops.yml', '""'));
    expect(ran.exitCode).toBe(1);
    expect(problems(ran.record)).toEqual([
      'error: every file has a row: 3 files without a row: cat/2.jpg, dog/1.gif, dog/2.webp; expected a row for every file.',
      'error: every row has its file: 3 rows without a file; expected a file below the root in every row. First rows: 2, 3, 4.',
    ]);
  });

  test('files that cannot be read are found by their bytes', async () => {
    const broken = {
      ...pictures,
      'pictures/cat/1.png': image('picture.png').subarray(0, 60),
      'pictures/cat/2.jpg': image('picture.png'),
      'pictures/dog/1.gif': '',
    };
    const ran = await run('', all, broken);
    expect(problems(ran.record)).toEqual([
      'error: every file can be read: 3 files that cannot be: 1 cut short, 1 empty, 1 named as jpeg; expected whole images and UTF-8 texts, named as what they are. First rows: 1, 2, 3.',
    ]);
  });

  test('copies warn, and fail where the classes differ', async () => {
    const copies = {
      ...pictures,
      'pictures/cat/3.png': image('picture.png'),
      'pictures/dog/3.png': image('picture.png'),
    };
    const table = `${all}cat/3.png\ndog/3.png\ncat/1.png\n`;
    const ran = await run('', table, copies);
    expect(problems(ran.record)).toEqual([
      'error: equal files have the same class: 4 rows with a file that another row gives another class; expected one class for each content. First rows: 1, 5, 6, 7.',
      'error: no file is named twice: 1 row with the file of an earlier row; expected one row a file. Row 7.',
      'warning: no two files are the same: 2 copies of an earlier file; expected different content in every file. First rows: 5, 6.',
    ]);
    const allowed = await run(', duplicates: allow', `${all}cat/3.png\n`, {
      ...pictures,
      'pictures/cat/3.png': image('picture.png'),
    });
    expect(problems(allowed.record)).toEqual([]);
  });

  test('classes come from a column where there is one, and must be balanced as declared', async () => {
    const table = 'file,kind\ncat/1.png,a\ncat/2.jpg,a\ndog/1.gif,a\ndog/2.webp,b\n';
    const ran = await run(', label: kind, min-class-files: 2, max-imbalance: 2', table);
    expect(problems(ran.record)).toEqual([
      'error: every class has enough files: too few: "b" with 1; expected at least 2 files a class.',
      'error: classes are balanced: "a" has 3 files, "b" 1; expected the largest class at most 2 times the smallest.',
    ]);
  });

  test('of another split must not name a file with content that is trained on', async () => {
    const config = `version: 1
models:
  pets:
    data: { train: pictures.csv, test: test.csv }
    validate: { manifest: { path: file, root: pictures } }
`;
    const files = {
      ...pictures,
      'mlops.yml': config,
      'pictures.csv': rows('cat/1.png', 'cat/2.jpg'),
      'pictures/copy/7.png': image('picture.png'),
      'test.csv': rows('dog/1.gif', 'dog/2.webp', 'copy/7.png'),
    };
    const { record } = await runStep(step, tempDir(files));
    const found = record?.findings.filter(({ severity }) => severity === 'error');
    expect(found?.map(({ message }) => message)).toEqual([
      'no file of test is trained on: 1 row of test with the content of a file that is trained on (row 3 there); expected none, under whatever name.',
    ]);
  });

  test('of texts holds them to UTF-8', async () => {
    const ran = await run(', kind: text', rows('a/1.txt', 'a/2.txt'), {
      'pictures/a/1.txt': 'Grüße',
      'pictures/a/2.txt': Buffer.from('Gr\xfc\xdfe', 'latin1'),
    });
    expect(problems(ran.record)).toEqual([
      expect.stringContaining('1 file that cannot be: 1 not UTF-8'),
    ]);
  });

  test('a column that is not there fails', async () => {
    const ran = await run(', label: breed', all);
    expect(problems(ran.record)).toEqual([
      'error: the manifest has the column breed: validate.manifest names the column "breed", which the data does not have; expected the column that validate.manifest names.',
    ]);
  });
});
