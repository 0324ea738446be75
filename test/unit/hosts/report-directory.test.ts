import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../shared/files/make-directory.ts';
import { openReportDirectory } from '../../../shared/hosts/report-directory.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** What Linux's /proc does: the parent is there, and still a new directory "is not found". */
const tried: string[] = [];
const likeProc = async (path: string): Promise<never> => {
  tried.push(path);
  throw Object.assign(new Error(`ENOENT: no such file or directory, mkdir '${path}'`), {
    code: 'ENOENT',
  });
};

test('every missing level is made, and what is there stays', async () => {
  const root = tempDir({ 'a/kept.txt': 'kept' });
  await makeDirectory(join(root, 'a/b/c'));
  await makeDirectory(join(root, 'a/b/c'));
  expect(existsSync(join(root, 'a/b/c'))).toBe(true);
  expect(existsSync(join(root, 'a/kept.txt'))).toBe(true);
});

test('a level that another process makes in between is no error', async () => {
  const root = tempDir({});
  const tooLate = async (path: string): Promise<never> => {
    mkdirSync(path);
    throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
  };
  await makeDirectory(join(root, 'x/y'), tooLate);
  expect(existsSync(join(root, 'x/y'))).toBe(true);
});

test('a link to nowhere is not taken for a directory', async () => {
  const root = tempDir({});
  symlinkSync(join(root, 'nowhere'), join(root, 'link'));
  await expect(makeDirectory(join(root, 'link/below'))).rejects.toMatchObject({ code: 'EEXIST' });
});

test('a file system that makes no directories is a usage error, and each level is tried once', async () => {
  const root = tempDir({});
  const directory = join(root, 'x/y');
  tried.length = 0;
  await expect(openReportDirectory(directory, likeProc)).rejects.toMatchObject({
    code: 'report-dir-unwritable',
    kind: 'usage',
    message: `The record cannot be written: ${directory} cannot be made (ENOENT).`,
    hint: 'Name a directory this job may write to in the input "report-dir".',
  });
  expect(tried).toEqual([join(root, 'x')]);
});
