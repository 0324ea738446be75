import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { tempDir } from '../../support/temp-dir.ts';

const tables = duckdbTableReader({ threads: 1 });
afterAll(() => tables.close());

const content = 'id,x\n1,2\n';
const md5Of = (text: string): string => createHash('md5').update(text).digest('hex');
const sha256 = createHash('sha256').update(content).digest('hex');
const md5 = md5Of(content);
const lfsPointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${content.length}\n`;
const cached = (digest: string): string =>
  `.dvc/cache/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`;
const dvcPointer = (path: string, digest = md5): string =>
  `outs:\n- md5: ${digest}\n  size: ${content.length}\n  hash: md5\n  path: ${path}\n`;

async function read(root: string, ...files: string[]) {
  const table = await tables.open(root, files);
  return { table, rows: await tables.query(`SELECT * FROM ${table.relation}`) };
}

test('a Git LFS pointer is followed to its object, in a linked worktree too', async () => {
  const object = `lfs/objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
  const plain = tempDir({ 'data/a.csv': lfsPointer, [`.git/${object}`]: content });
  const linked = tempDir({
    'main/.git/worktrees/w/commondir': '../..\n',
    [`main/.git/${object}`]: content,
    'w/.git': 'gitdir: ../main/.git/worktrees/w\n',
    'w/data/a.csv': lfsPointer,
  });
  for (const root of [plain, join(linked, 'w')]) {
    const { table, rows } = await read(root, 'data/a.csv');
    expect(rows).toEqual([{ id: 1, x: 2 }]);
    expect(table.files[0]).toMatchObject({
      name: 'data/a.csv',
      size: content.length,
      version: { system: 'git-lfs', version: `sha256:${sha256}`, followed: true },
    });
  }
});

test('a Git LFS object of another size is not the one that is meant', async () => {
  const object = `.git/lfs/objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
  const root = tempDir({ 'a.csv': lfsPointer, [object]: 'id\n' });
  await expect(tables.open(root, ['a.csv'])).rejects.toMatchObject({ code: 'lfs-pointer' });
});

test.each(['data/a.csv.dvc', 'data/a.csv', 'data/*.csv'])(
  'a DVC pointer is followed to the cache: %s',
  async (asked) => {
    const files = { 'data/a.csv.dvc': dvcPointer('a.csv'), '.dvc/config': '[core]\n' };
    const { table, rows } = await read(tempDir({ ...files, [cached(md5)]: content }), asked);
    expect(rows).toEqual([{ id: 1, x: 2 }]);
    expect(table.files[0]).toMatchObject({
      name: 'data/a.csv',
      version: {
        system: 'dvc',
        pointer: 'data/a.csv.dvc',
        version: `md5:${md5}`,
        followed: true,
      },
    });
  },
);

test('a cache elsewhere, and the layout of DVC 2', async () => {
  const elsewhere = `store/${md5.slice(0, 2)}/${md5.slice(2)}`;
  const root = tempDir({
    'a.csv.dvc': `outs:\n- md5: ${md5}\n  size: ${content.length}\n  path: a.csv\n`,
    '.dvc/config': '[\'remote "x"\']\n    url = s3://b\n[cache]\n    dir = ../store\n',
    [elsewhere]: content,
  });
  const { table } = await read(root, 'a.csv');
  // Before DVC 3 the digest of a text is not that of its bytes.
  expect(table.files[0]?.version?.version).toBe(`dvc2-md5:${md5}`);
});

test('a folder that DVC keeps, whole and in part', async () => {
  const parts = ['x\n1\n', 'x\n2\n'];
  const list = JSON.stringify(
    parts.map((text, i) => ({ md5: md5Of(text), relpath: `p${i + 1}.csv` })),
  );
  const root = tempDir({
    'data/part.dvc': `outs:\n- md5: ${md5Of(list)}.dir\n  size: 8\n  nfiles: 2\n  hash: md5\n  path: part\n`,
    [cached(`${md5Of(list)}.dir`)]: list,
    ...Object.fromEntries(parts.map((text) => [cached(md5Of(text)), text])),
  });
  mkdirSync(join(root, '.dvc'), { recursive: true });
  expect((await read(root, 'data/part.dvc')).rows).toEqual([{ x: 1 }, { x: 2 }]);
  expect((await read(root, 'data/part/*.csv')).rows).toEqual([{ x: 1 }, { x: 2 }]);
  const { table, rows } = await read(root, 'data/part/p2.csv');
  expect(rows).toEqual([{ x: 2 }]);
  expect(table.files[0]?.name).toBe('data/part/p2.csv');
});

// Written by DVC 3.67.1: `dvc add data`, then `dvc repro` of a stage that copies it to `out`.
const dvcFolder = {
  'data.dvc':
    'outs:\n- md5: e9e6d29f9925e42a8fe720d1f9267949.dir\n  size: 18\n  nfiles: 2\n  hash: md5\n  path: data\n',
  'dvc.lock':
    "schema: '2.0'\nstages:\n  load:\n    cmd: cp -r data out\n    outs:\n    - path: out\n      hash: md5\n      md5: e9e6d29f9925e42a8fe720d1f9267949.dir\n      size: 18\n      nfiles: 2\n",
  '.dvc/config': '',
};
const dvcList = {
  [cached('e9e6d29f9925e42a8fe720d1f9267949.dir')]:
    '[{"md5": "b8d9437de4ee07fbec8f6a964e59f4b5", "relpath": "p1.csv"}, {"md5": "ac2f1ca6f3220a96a9b3385beecb3100", "relpath": "p2.csv"}]',
};

test.each(['data', 'out'])('files in place of a folder that DVC keeps: %s', async (folder) => {
  const parts = { [`${folder}/p1.csv`]: 'id,x\n3,4\n', [`${folder}/p2.csv`]: 'id,x\n5,6\n' };
  const versions = async (files: Record<string, string>) => {
    const { table } = await read(tempDir({ ...dvcFolder, ...parts, ...files }), `${folder}/*.csv`);
    return table.files.map(({ version }) => version?.version);
  };
  const [one, two] = [
    'md5:b8d9437de4ee07fbec8f6a964e59f4b5',
    'md5:ac2f1ca6f3220a96a9b3385beecb3100',
  ];
  // One more than DVC knows has no version.
  expect(await versions({ ...dvcList, [`${folder}/p3.csv`]: 'id,x\n7,8\n' })).toEqual([
    one,
    two,
    undefined,
  ]);
  const whole = 'md5:e9e6d29f9925e42a8fe720d1f9267949.dir';
  expect(await versions({})).toEqual([whole, whole]);
});

test('the output of a pipeline, from dvc.lock', async () => {
  const lock = `schema: '2.0'\nstages:\n  gen:\n    cmd: make\n    outs:\n    - path: out/a.csv\n      hash: md5\n      md5: ${md5}\n      size: ${content.length}\n`;
  const root = tempDir({ 'dvc.lock': lock, [cached(md5)]: content });
  const { table, rows } = await read(root, 'out/a.csv');
  expect(rows).toEqual([{ id: 1, x: 2 }]);
  expect(table.files[0]?.version).toMatchObject({ pointer: 'dvc.lock', followed: true });
  mkdirSync(join(root, 'out'));
  writeFileSync(join(root, 'out/a.csv'), content);
  expect((await read(root, 'out/a.csv')).table.files[0]?.version).toMatchObject({
    version: `md5:${md5}`,
    followed: false,
  });
});

test('some files of a glob in place and others only pointed at are one table', async () => {
  const root = tempDir({
    'a.csv': 'id,x\n7,7\n',
    'a.csv.dvc': dvcPointer('a.csv', md5Of('id,x\n7,7\n')),
    'b.csv.dvc': dvcPointer('b.csv'),
    [cached(md5)]: content,
  });
  mkdirSync(join(root, '.dvc'), { recursive: true });
  const { table, rows } = await read(root, '*.csv');
  expect(rows).toEqual([
    { id: 7, x: 7 },
    { id: 1, x: 2 },
  ]);
  expect(table.files.map(({ version }) => version?.followed)).toEqual([false, true]);
  rmSync(join(root, '.dvc'), { recursive: true });
  await expect(tables.open(root, ['*.csv'])).rejects.toMatchObject({
    code: 'dvc-pointer',
    message: expect.stringContaining('b.csv is only a DVC pointer here (b.csv.dvc)'),
    hint: expect.stringContaining('`dvc pull b.csv.dvc`'),
  });
});

test.each([
  ['../a.csv', md5],
  ['/etc/hostname', md5],
  ['a.csv', '../../../../etc/hostname'],
  ['a.csv', 'A'.repeat(32)],
])('a pointer reaches for nothing outside its folder: %s, %s', async (path, digest) => {
  const root = tempDir({ 'x/a.dvc': dvcPointer(path, digest), 'a.csv': content });
  await expect(tables.open(root, ['x/a.dvc'])).rejects.toMatchObject({
    kind: 'usage',
    code: 'dvc-pointer',
    message: expect.stringContaining('x/a.dvc is called a DVC file'),
  });
});

test('the commit a folder was cloned from lakeFS at is read', async () => {
  const root = tempDir({
    'data/.lakefs_ref.yaml': 'src: lakefs://repo/main/flights/\nat_head: 1f2e3d\n',
    'data/deep/a.csv': content,
  });
  expect((await read(root, 'data/deep/a.csv')).table.files[0]?.version).toEqual({
    system: 'lakefs',
    pointer: 'data/.lakefs_ref.yaml',
    version: '1f2e3d',
    source: 'lakefs://repo/main/flights/',
    followed: false,
  });
});
