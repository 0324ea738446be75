import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { distFolder } from '../support/bundle-copy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const budget = 12_000_000;

/** Files that `git archive` would pack, of the working tree: tracked or new, not ignored. */
function packedFiles(): string[] {
  const git = (args: string[], input?: string): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', input, maxBuffer: 1e8 });
  const listed = git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const files = [...new Set(listed.split('\0').filter(Boolean))];
  const parents = (path: string): string[] =>
    path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  const asked = [...new Set(files.flatMap(parents))];
  const answers = git(['check-attr', '-z', '--stdin', 'export-ignore'], asked.join('\0'));
  const ignored = new Set<string>();
  const cells = answers.split('\0');
  for (let index = 0; index + 2 < cells.length; index += 3) {
    if (cells[index + 2] === 'set') ignored.add(cells[index] ?? '');
  }
  return files.filter((path) => !parents(path).some((part) => ignored.has(part)));
}

describe('what a runner downloads', () => {
  const packed = packedFiles();

  it(`is at most ${budget / 1e6} MB unpacked`, () => {
    const sizes = packed.map((path) => statSync(join(root, path), { throwIfNoEntry: false })?.size);
    const total = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    expect(total).toBeGreaterThan(1_000_000);
    expect(total).toBeLessThanOrEqual(budget);
  });

  it('has the bundle, the licences and the action files, and no tests', () => {
    for (const path of [
      'actions/dist/index.js',
      'actions/dist/licenses.txt',
      'LICENSE',
      'NOTICE',
    ]) {
      expect(packed).toContain(path);
    }
    expect(packed).toContain('actions/evaluate-gate/action.yml');
    expect(packed.filter((path) => path.startsWith('test/'))).toEqual([]);
  });
});

describe('the bundle', () => {
  const code = readdirSync(distFolder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, text: readFileSync(join(distFolder, name), 'utf8') }));

  it('keeps what a small step does not need in chunks of their own', () => {
    const index = code.find(({ name }) => name === 'index.js');
    expect(index?.text.length).toBeLessThan(300_000);
    expect(code.length).toBeGreaterThan(12);
  });

  it('names no folder of the machine that built it', () => {
    const strangers = code.filter(({ text }) => text.includes(root.replace(/\/$/u, '')));
    expect(strangers.map(({ name }) => name)).toEqual([]);
  });

  it('carries no machine code', () => {
    const names = readdirSync(distFolder, { recursive: true }).map(String);
    expect(names.filter((name) => /\.(?:node|so|dll|dylib)(?:\.|$)/u.test(name))).toEqual([]);
  });
});
