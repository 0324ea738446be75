import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nativeLocations } from '../../../shared/hosts/native-locations.ts';
import { duckdbPackage } from '../../../shared/native/duckdb.ts';
import { loadNative } from '../../../shared/native/load.ts';
import type { NativeLocations } from '../../../shared/native/locations.ts';
import { tempDir } from '../../support/temp-dir.ts';

const toy = { folder: 'toy', title: 'Toy', module: '@toy/engine' };

/** A home outside the repository, with the lock file of a package that is nowhere installed. */
function home(): string {
  const lock = { packages: { 'node_modules/@toy/engine': { version: '1.2.3' } } };
  return tempDir({ 'native/toy/package-lock.json': JSON.stringify(lock) });
}

function putEngine(folder: string, version = '1.2.3', source = 'exports.name = "engine";'): void {
  const target = join(folder, 'node_modules/@toy/engine');
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name: '@toy/engine', version }));
  writeFileSync(join(target, 'index.js'), source);
}

function places(root: string): NativeLocations {
  return { explicit: join(root, 'named'), image: join(root, 'image'), cache: join(root, 'cache') };
}

function halfInstalls(cache: string): string[] {
  const files = readdirSync(cache, { recursive: true, encoding: 'utf8' });
  return files.filter((name) => name.endsWith('/half'));
}

const noInstall = async (): Promise<void> => {
  throw new Error('npm ci failed: the registry did not answer');
};

describe('a package with machine code', () => {
  test.each(['named', 'image'])('is found in the %s folder', async (place) => {
    const root = tempDir();
    putEngine(join(root, place, 'toy'));
    const found = await loadNative(toy, {
      home: home(),
      locations: places(root),
      install: noInstall,
    });
    expect(found).toMatchObject({ name: 'engine' });
  });

  test('is taken from the first place that has it: named, image, checkout, cache, install', async () => {
    const root = tempDir();
    const bundle = home();
    const options = { home: bundle, locations: places(root) };
    let cache = '';
    const named = (name: string): string => `exports.name = "${name}";`;
    const install = async (_lock: string, target: string): Promise<void> => {
      cache = target;
      putEngine(target, '1.2.3', named('install'));
    };
    const load = () => loadNative<{ name: string }>(toy, { ...options, install });
    expect((await load()).name).toBe('install');
    const later = [
      ['checkout', bundle],
      ['image', join(root, 'image/toy')],
      ['named', join(root, 'named/toy')],
    ] as const;
    for (const [name, folder] of later) {
      putEngine(folder, '1.2.3', named(name));
      expect((await load()).name).toBe(name);
    }
    expect(cache).not.toBe('');
  });

  test('replaces a cache that was restored in part', async () => {
    const root = tempDir();
    let calls = 0;
    const install = async (_lock: string, target: string): Promise<void> => {
      calls += 1;
      // As the real one: a folder that is there is left alone.
      if (existsSync(target)) return;
      putEngine(target, '1.2.3', calls === 1 ? 'throw new Error("cut");' : 'exports.name = "new";');
    };
    const options = { home: home(), locations: places(root), install };
    await expect(loadNative(toy, options)).rejects.toThrow(/npm ci: .* cannot be loaded: cut/u);
    expect(calls).toBe(1);
    expect(await loadNative(toy, options)).toMatchObject({ name: 'new' });
    expect(calls).toBe(3);
  });

  test('is installed once, and then found in the cache', async () => {
    const root = tempDir();
    const options = { home: home(), locations: places(root) };
    const targets: string[] = [];
    const install = async (_lock: string, target: string): Promise<void> => {
      targets.push(target);
      putEngine(target);
    };
    await loadNative(toy, { ...options, install });
    await loadNative(toy, { ...options, install });
    expect(targets).toHaveLength(1);
    expect(dirname(targets[0] ?? '')).toBe(join(root, 'cache/toy'));
  });

  test('of another version counts as not found, and the error lists every place', async () => {
    const root = tempDir();
    putEngine(join(root, 'named/toy'), '1.0.0');
    putEngine(join(root, 'image/toy'), '1.2.3', 'throw new Error("GLIBC_2.38 not found")');
    const loading = loadNative(toy, { home: home(), locations: places(root), install: noInstall });
    await expect(loading).rejects.toMatchObject({
      kind: 'external',
      code: 'native-package-missing',
      hint: expect.stringContaining('MLOPS_NATIVE_DIR'),
    });
    const { message } = (await loading.catch((error: unknown) => error)) as Error;
    expect(message.split('\n')).toEqual([
      expect.stringContaining('Toy (@toy/engine 1.2.3) cannot be loaded here'),
      `  - MLOPS_NATIVE_DIR: ${root}/named/toy holds version 1.0.0`,
      `  - the runner image: ${root}/image/toy cannot be loaded: GLIBC_2.38 not found`,
      expect.stringMatching(/this checkout: not in/u),
      expect.stringMatching(/the tool cache: not in .*cache\/toy/u),
      '  - npm ci: npm ci failed: the registry did not answer',
    ]);
  });

  test('DuckDB loads from a copy outside the repository, as a runner image has it', async () => {
    const root = tempDir();
    const require = createRequire(import.meta.url);
    const scope = dirname(dirname(require.resolve('@duckdb/node-api/package.json')));
    const modules = join(root, 'image/duckdb/node_modules');
    mkdirSync(modules, { recursive: true });
    cpSync(scope, join(modules, '@duckdb'), { recursive: true });
    cpSync(join(dirname(scope), 'detect-libc'), join(modules, 'detect-libc'), { recursive: true });
    const bundle = tempDir();
    const lock = new URL('../../../shared/native/duckdb', import.meta.url).pathname;
    cpSync(lock, join(bundle, 'native/duckdb'), { recursive: true });
    const duckdb = await loadNative<{ version(): string }>(duckdbPackage, {
      home: bundle,
      locations: places(root),
      install: noInstall,
    });
    expect(duckdb.version()).toMatch(/^v1\./u);
  });
});

describe('the host says where to look', () => {
  test('the named folder and the tool cache come from the environment', () => {
    const found = nativeLocations({ MLOPS_NATIVE_DIR: '/n', RUNNER_TOOL_CACHE: '/t' });
    expect(found).toMatchObject({ explicit: '/n', cache: '/t/mlops-actions-native' });
  });

  test('without them the image and a cache at home are left', () => {
    const found = nativeLocations({ MLOPS_NATIVE_DIR: '' });
    expect(found.explicit).toBeUndefined();
    expect(found.image).toBe('/opt/mlops-actions/native');
    expect(found.cache).toMatch(/mlops-actions.native$/u);
  });
});

describe('an install', () => {
  const local = (name: string): Record<string, string> => ({
    'package.json': JSON.stringify({ name: 'x', version: '1.0.0', dependencies: {} }),
    'package-lock.json': JSON.stringify({
      name: 'x',
      version: '1.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: { '': { name: 'x', version: '1.0.0' } },
    }),
    [`${name}.txt`]: '',
  });

  test('of two jobs at once leaves one whole folder and nothing half done', async () => {
    const { installLocked } = await import('../../../shared/native/install.ts');
    const lock = tempDir(local('a'));
    const cache = tempDir();
    const target = join(cache, 'toy/abc');
    await Promise.all([installLocked(lock, target), installLocked(lock, target)]);
    expect(readdirSync(join(cache, 'toy'))).toEqual(['abc']);
    expect(readdirSync(target)).toContain('package-lock.json');
  });

  test('that is killed leaves nothing that looks complete, and the next one succeeds', async () => {
    const bin = tempDir({
      npm: '#!/bin/sh\nmkdir -p node_modules\necho half > node_modules/half\nexec cat\n',
    });
    chmodSync(join(bin, 'npm'), 0o755);
    const lock = tempDir(local('a'));
    const cache = tempDir();
    const target = join(cache, 'toy/abc');
    const module = new URL('../../../shared/native/install.ts', import.meta.url).href;
    const script = `import { installLocked } from ${JSON.stringify(module)}; await installLocked(${JSON.stringify(lock)}, ${JSON.stringify(target)});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { PATH: `${bin}:/usr/bin:/bin` },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await expect.poll(() => halfInstalls(cache), { timeout: 10_000 }).toHaveLength(1);
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(target)).toBe(false);
    const { installLocked } = await import('../../../shared/native/install.ts');
    await installLocked(lock, target);
    expect(readdirSync(target)).toContain('package-lock.json');
    expect(existsSync(join(target, 'node_modules/half'))).toBe(false);
  });

  test('that fails says why and leaves nothing behind', async () => {
    const { installLocked } = await import('../../../shared/native/install.ts');
    const lock = tempDir({ ...local('a'), 'package.json': '{' });
    const cache = tempDir();
    await expect(installLocked(lock, join(cache, 'toy/abc'))).rejects.toThrow(/npm ci failed: /u);
    expect(readdirSync(join(cache, 'toy'))).toEqual([]);
  });
});
