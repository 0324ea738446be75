import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
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

async function run(settings: string, files: Record<string, string | Uint8Array> = pictures) {
  const config = `version: 1
models:
  pets:
    validate:
      folder: { root: pictures${settings} }
`;
  return runStep(step, tempDir({ 'mlops.yml': config, ...files }));
}

describe('a folder of files that no table lists', () => {
  test('that is whole passes, and the record says what it holds', async () => {
    const { record } = await run('');
    expect(record?.verdict).toBe('pass');
    expect(record?.summary).toBe('4 checks on 4 files, none failed.');
    expect(record?.findings).toEqual([]);
    const tables = new Map(record?.tables.map((table) => [table.id, table]));
    expect(tables.get('folder-classes')?.columns[1]?.title).toBe('files');
    expect(tables.get('folder-classes')?.rows).toEqual([
      [{ kind: 'code', text: 'cat' }, 2, { kind: 'share', value: 0.5 }],
      [{ kind: 'code', text: 'dog' }, 2, { kind: 'share', value: 0.5 }],
    ]);
    expect(tables.get('folder-files')?.title).toBe('4 files below pictures');
    expect(record?.subject.data).toBe(record?.inputs['folder-digest']);
    expect(record?.metrics).toContainEqual({ name: 'folder-files', value: 4 });
  });

  test('names the files that fail, on the line that declares the folder', async () => {
    const { record, exitCode } = await run(', kind: image, min-class-files: 3, max-imbalance: 1', {
      ...pictures,
      'pictures/cat/3.png': image('picture.png').subarray(0, 40),
      'pictures/dog/3.png': image('picture.png'),
      'pictures/dog/4.gif': image('picture.gif'),
    });
    expect(exitCode).toBe(1);
    const told = record?.findings.map(
      ({ severity, code, line, message }) => `${severity} ${code} ${line}: ${message}`,
    );
    expect(told).toEqual([
      'error folder-balance 5: classes are balanced: "dog" has 4 files, "cat" 3; expected the largest class at most 1 times the smallest.',
      'error folder-conflict 5: equal files have the same class: 2 files with a copy in the directory of another class (cat/1.png, dog/3.png); expected one class for each content.',
      'error folder-unreadable 5: every file can be read: 1 file that cannot be: 1 cut short (cat/3.png); expected whole images and UTF-8 texts, named as what they are.',
      'warning folder-duplicate 5: no two files are the same: 2 copies of an earlier file (dog/3.png, dog/4.gif); expected different content in every file.',
    ]);
    expect(record?.summary).toContain('4 of 6 checks failed on 7 files.');
  });

  test('may have no classes, only some of its files, and copies', async () => {
    const { record } = await run(', files: "*.txt", classes: none, duplicates: allow, kind: text', {
      'pictures/a.txt': 'one',
      'pictures/b.txt': 'one',
      'pictures/c.md': Buffer.from([0xff]),
    });
    expect(record?.summary).toBe('2 checks on 2 files, none failed.');
    expect(record?.tables.map(({ id }) => id)).toEqual(['folder-files', 'passing-checks']);
  });

  test('beside a table is looked into as well', async () => {
    const root = tempDir({
      ...pictures,
      'a.csv': 'x\n1\n',
      's.yml': 'checks: [{ check: row-count, min: 1 }]\nfolder: { root: pictures }\n',
    });
    const { record } = await runStep(step, root, { data: 'a.csv', checks: 's.yml' });
    expect(record?.summary).toBe('5 checks on 1 row, none failed.');
    expect(record?.inputs['folder-root']).toBe('pictures');
  });

  test.each([
    ['that is empty', { 'pictures/.keep/x.txt': 'x' }, ', files: "*.png"'],
    ['that is not there', {}, ''],
  ])('%s fails', async (_, files, settings) => {
    const { exitCode, record, log } = await run(settings, files);
    expect(exitCode).not.toBe(0);
    expect(`${record?.summary} ${log}`).toContain('pictures');
    expect(log).not.toContain('internal error');
  });
});
