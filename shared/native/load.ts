import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { externalError } from '../kernel/action-error.ts';
import { installLocked } from './install.ts';
import { currentNativeLocations, type NativeLocations } from './locations.ts';
import { packages } from './messages.ts';

/** A package that carries machine code and therefore is neither in git nor in the bundle. */
export interface NativePackage {
  /** Its folder's name: `duckdb`. */
  readonly folder: string;
  /** What people call it: `DuckDB`. */
  readonly title: string;
  /** What is imported: `@duckdb/node-api`. */
  readonly module: string;
}

export interface LoadOptions {
  readonly locations?: NativeLocations;
  /** Installs from the lock file into a folder that does not exist yet. Tests replace it. */
  readonly install?: (lockFolder: string, target: string) => Promise<void>;
  /** Folder of this module: the sources' `shared/native`, or the bundle's. Tests replace it. */
  readonly home?: string;
}

/** One place that was tried, and what came of it. */
interface Attempt {
  readonly place: string;
  readonly outcome: string;
}

interface Lock {
  readonly folder: string;
  readonly version: string;
  readonly digest: string;
}

/**
 * Load a package with machine code: from the folder the user named, the runner image, the
 * checkout's own node_modules, the cache; else install it, exactly as locked, into the cache.
 *
 * @throws ActionError (external, `native-package-missing`) that lists every place tried.
 */
export async function loadNative<T>(wanted: NativePackage, options: LoadOptions = {}): Promise<T> {
  const locations = options.locations ?? currentNativeLocations();
  const home = options.home ?? import.meta.dirname;
  const lock = await readLock(wanted, home);
  const attempts: Attempt[] = [];
  const cached = join(locations.cache, wanted.folder, lock.digest.slice(0, 16));
  const places = [
    { place: 'MLOPS_NATIVE_DIR', folder: below(locations.explicit, wanted) },
    { place: packages.image, folder: below(locations.image, wanted) },
    { place: packages.checkout, folder: home },
    { place: packages.cache, folder: cached },
  ];
  for (const { place, folder } of places) {
    const found = tryRequire(folder, wanted, lock.version);
    if ('module' in found) return found.module as T;
    attempts.push({ place, outcome: found.outcome });
  }
  const install = (): Promise<void> => (options.install ?? installLocked)(lock.folder, cached);
  try {
    const found = await installInto(cached, wanted, lock, install);
    if ('module' in found) return found.module as T;
    attempts.push({ place: 'npm ci', outcome: found.outcome });
  } catch (error) {
    const outcome = error instanceof Error ? error.message : String(error);
    throw missing(wanted, lock, [...attempts, { place: 'npm ci', outcome }], error);
  }
  throw missing(wanted, lock, attempts);
}

/**
 * An install never replaces a folder that is there: another job may just have finished it. One
 * that still cannot be loaded then is damaged, like a cache that was restored in part.
 */
async function installInto(
  target: string,
  wanted: NativePackage,
  lock: Lock,
  install: () => Promise<void>,
): Promise<Found> {
  const wasThere = existsSync(target);
  await install();
  const found = tryRequire(target, wanted, lock.version);
  if ('module' in found || !wasThere) return found;
  await rm(target, { recursive: true, force: true });
  await install();
  return tryRequire(target, wanted, lock.version);
}

function below(folder: string | undefined, wanted: NativePackage): string | undefined {
  return folder === undefined ? undefined : join(folder, wanted.folder);
}

/** Sources keep the lock file beside this module, the bundle in `native/` beside itself. */
async function readLock(wanted: NativePackage, home: string): Promise<Lock> {
  for (const folder of [join(home, wanted.folder), join(home, 'native', wanted.folder)]) {
    const text = await readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { packages } = JSON.parse(text) as { packages: Record<string, { version?: string }> };
    const version = packages[`node_modules/${wanted.module}`]?.version ?? 'unknown';
    const key = `${text}\n${process.platform}-${process.arch}`;
    return { folder, version, digest: createHash('sha256').update(key).digest('hex') };
  }
  throw new Error(`the lock file of ${wanted.module} is missing beside ${home}`);
}

type Found = { module: unknown } | { outcome: string };

/** Another version could answer differently: it counts as not found. */
function tryRequire(folder: string | undefined, wanted: NativePackage, version: string): Found {
  if (folder === undefined) return { outcome: packages.notSet };
  const require = createRequire(join(folder, 'package.json'));
  try {
    const manifest = require(`${wanted.module}/package.json`) as { version?: string };
    if (manifest.version !== version) {
      return { outcome: packages.otherVersion(folder, manifest.version) };
    }
    return { module: require(wanted.module) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [reason] = message.split('\n');
    const absent = code === 'MODULE_NOT_FOUND' && message.includes(`'${wanted.module}/`);
    return {
      outcome: absent ? packages.notIn(folder) : packages.notLoadable(folder, reason ?? ''),
    };
  }
}

function missing(
  wanted: NativePackage,
  lock: Lock,
  attempts: readonly Attempt[],
  cause?: unknown,
): Error {
  const tried = attempts.map(({ place, outcome }) => packages.tried(place, outcome));
  const system = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
  return externalError(
    'native-package-missing',
    packages.missing(wanted.title, `${wanted.module} ${lock.version}`, system, tried),
    packages.reachRegistry(lock.folder, wanted.folder),
    cause,
  );
}
