import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stepNames } from '../shared/domain/step.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const longestFile = 400;

/** Packages that carry machine code: bundling one, or loading it eagerly, breaks every runner. */
const machineCode = [
  '@duckdb/',
  '@tensorflow/tfjs-node',
  'onnxruntime-node',
  '@node-rs/',
  'better-sqlite3',
];

/** What may stand at the top. A tool's configuration goes into package.json, test/ or a dotfile. */
const topLevel = new Set([
  ...['actions', 'shared', 'workflows-templates', 'runners', 'test', 'action-matrix.yml'],
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
  ...['README.md', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
]);

/** A layer of the import rules, from the place of a file. */
type Layer =
  | 'definition'
  | 'core'
  | 'run'
  | 'main'
  | 'command'
  | `shared/${string}`
  | 'quickstart'
  | 'tools';

/** Which layers a layer may import besides itself and the files of its own folder. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'shared/kernel': [],
  'shared/domain': [],
  'shared/files': ['shared/kernel', 'shared/domain'],
  'shared/stats': ['shared/domain'],
  'shared/search': ['shared/domain'],
  'shared/config': ['shared/domain', 'shared/stats', 'shared/kernel'],
  'shared/report': ['shared/domain', 'shared/stats', 'shared/kernel'],
  'shared/ports': ['shared/domain', 'shared/kernel', 'shared/config'],
  'shared/native': ['shared/kernel', 'shared/domain', 'shared/files', 'shared/ports'],
  'shared/hosts': [
    ...['shared/kernel', 'shared/domain', 'shared/ports', 'shared/native', 'shared/files'],
    // start() is where a step's life is composed: it loads configuration and renders reports.
    ...['shared/config', 'shared/report', 'shared/adapters'],
  ],
  'shared/adapters': [
    ...['shared/kernel', 'shared/domain', 'shared/ports', 'shared/native', 'shared/files'],
  ],
  definition: ['shared/kernel'],
  core: ['shared/domain', 'shared/stats', 'shared/search', 'shared/kernel'],
  run: [
    ...['core', 'definition', 'shared/kernel', 'shared/domain', 'shared/stats', 'shared/search'],
    ...['shared/report', 'shared/config', 'shared/ports', 'shared/files'],
  ],
  main: ['run', 'core', 'definition', 'shared/kernel', 'shared/hosts', 'shared/adapters'],
  command: [
    ...['definition', 'main', 'shared/kernel', 'shared/domain', 'shared/hosts', 'shared/adapters'],
    ...['shared/report', 'shared/files', 'shared/config', 'shared/native'],
  ],
};

interface SourceFile {
  /** From the root, with forward slashes. */
  path: string;
  text: string;
  layer: Layer;
}

interface Import {
  from: SourceFile;
  specifier: string;
  /** Erased at run time. */
  typeOnly: boolean;
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/') && !path.startsWith('actions/dist/'));
}

function layerOf(path: string): Layer {
  const [top, folder, file] = path.split('/');
  if (top === 'shared') return folder === 'tools' ? 'tools' : `shared/${folder}`;
  if (top === 'workflows-templates') return 'quickstart';
  if (top !== 'actions') return 'tools';
  if (file === undefined || folder === 'commands') return 'command';
  if (file === 'definition.ts' || file === 'main.ts')
    return file === 'main.ts' ? 'main' : 'definition';
  // A step with several kinds of input has a run.ts a kind, each beside its own core.
  return ['run.ts', 'post.ts'].includes(basename(path)) ? 'run' : 'core';
}

const sources: SourceFile[] = ['actions', 'shared']
  .flatMap(filesUnder)
  .filter((path) => /\.(?:ts|mjs)$/u.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8'), layer: layerOf(path) }));

const product = sources.filter(({ layer }) => layer !== 'tools');

const importForm =
  /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*(?:\/\*[^*]*\*\/\s*)?'([^']+)'\s*\)/gmu;

function importsOf(file: SourceFile): Import[] {
  return [...file.text.matchAll(importForm)].map(([, type, named, dynamic]) => ({
    from: file,
    specifier: named ?? dynamic ?? '',
    typeOnly: type !== undefined,
  }));
}

const imports = product.flatMap(importsOf);

const isRelative = ({ specifier }: Import): boolean => specifier.startsWith('.');

function targetOf({ from, specifier }: Import): string {
  return normalize(join(dirname(from.path), specifier))
    .split(sep)
    .join('/');
}

describe('the layout', () => {
  it('has nothing else at the top', () => {
    const ignored = new Set(['node_modules', 'build']);
    const strangers = readdirSync(root).filter(
      (name) => !name.startsWith('.') && !topLevel.has(name) && !ignored.has(name),
    );
    expect(strangers).toEqual([]);
  });

  it('has one folder a step under actions/, and dist/ and commands/', () => {
    const folders = readdirSync(join(root, 'actions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.toSorted()).toEqual([...stepNames, 'commands', 'dist'].toSorted());
  });

  it.each(stepNames)('%s has the files every step has', (step) => {
    const names = readdirSync(join(root, 'actions', step));
    for (const file of [
      'definition.ts',
      'run.ts',
      'main.ts',
      'messages.ts',
      'action.yml',
      'README.md',
    ]) {
      expect(names).toContain(file);
    }
    expect(names.some((name) => /^(?:decide|plan)\.ts$/u.test(name))).toBe(true);
  });

  it('has no file without a topic', () => {
    const vague = /^(?:utils?|helpers?|misc|common)\.(?:ts|mjs)$/u;
    expect(sources.map(({ path }) => path).filter((path) => vague.test(basename(path)))).toEqual(
      [],
    );
  });

  it(`has no source file longer than ${longestFile} lines`, () => {
    const tests = filesUnder('test').filter(
      (path) => path.endsWith('.ts') && !path.includes('/fixtures/'),
    );
    const long = [...sources.map(({ path }) => path), ...tests].filter(
      (path) => readFileSync(join(root, path), 'utf8').split('\n').length - 1 > longestFile,
    );
    expect(long).toEqual([]);
  });
});

describe('imports', () => {
  it('are found at all', () => {
    expect(imports.filter(isRelative).length).toBeGreaterThan(50);
    expect(imports.some(({ specifier }) => specifier === 'zod')).toBe(true);
  });

  it('point one way', () => {
    const wrong = imports.filter(isRelative).flatMap((found) => {
      const target = targetOf(found);
      const to = layerOf(target);
      const sameFolder =
        to === found.from.layer || dirname(target).startsWith(dirname(found.from.path));
      if (sameFolder && !target.endsWith('/main.ts')) return [];
      return allowed[found.from.layer]?.includes(to) ? [] : [`${found.from.path} -> ${target}`];
    });
    expect(wrong).toEqual([]);
  });

  it('never go from one step to another', () => {
    const stepOf = (path: string) => stepNames.find((step) => path.startsWith(`actions/${step}/`));
    const wrong = imports.filter(isRelative).flatMap((found) => {
      const [from, to] = [stepOf(found.from.path), stepOf(targetOf(found))];
      const crosses = from !== undefined && to !== undefined && from !== to;
      return crosses ? [`${found.from.path} -> ${targetOf(found)}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('of @actions/* stand in hosts and in the cache adapter only', () => {
    const wrong = imports.filter(
      ({ specifier, from }) =>
        specifier.startsWith('@actions/') &&
        from.layer !== 'shared/hosts' &&
        !(specifier === '@actions/cache' && from.path.startsWith('shared/adapters/github-cache')),
    );
    expect(wrong.map(({ from }) => from.path)).toEqual([]);
  });

  it('of machine code stand in native/ only, and there as types', () => {
    const found = imports.filter(({ specifier }) =>
      machineCode.some((name) => specifier.startsWith(name)),
    );
    expect(
      found.filter(({ from }) => from.layer !== 'shared/native').map(({ from }) => from.path),
    ).toEqual([]);
    expect(found.filter(({ typeOnly }) => !typeOnly).map(({ from }) => from.path)).toEqual([]);
  });

  it('of Node say so', () => {
    const bare = imports.filter(({ specifier }) => builtinModules.includes(specifier));
    expect(bare.map(({ from }) => from.path)).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read in hosts/ only', () => {
    const readers = product.filter(
      ({ layer, text }) => layer !== 'shared/hosts' && /\bprocess\.env\b/u.test(text),
    );
    expect(readers.map(({ path }) => path)).toEqual([]);
  });
});

describe('a pure core', () => {
  const cores = product.filter(({ layer }) => layer === 'core' || layer === 'shared/stats');

  it.each([
    ['touches no file, process or network', /from 'node:(?:fs|child_process|http|https|net|os)/u],
    ['asks no clock', /\bDate\.now\(|new Date\(\)|performance\.now\(/u],
    ['draws no unseeded number', /\bMath\.random\(/u],
  ])('%s', (_name, forbidden) => {
    expect(cores.filter(({ text }) => forbidden.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
