import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where packages with machine code may lie. Below each folder: one folder a package. */
export interface NativeLocations {
  /** A folder the user named (`MLOPS_NATIVE_DIR`): `<folder>/duckdb/node_modules`. */
  readonly explicit: string | undefined;
  /** A folder a runner image brings along, of the same form. */
  readonly image: string;
  /** Where installs are kept between jobs: `<folder>/duckdb/<lock file's digest>/node_modules`. */
  readonly cache: string;
}

/** The path runner images bake packages into. */
export const imageFolder = '/opt/mlops-actions/native';

/** A cache in the user's home, else (a container without one) in the temporary directory. */
export function defaultCacheFolder(): string {
  const home = homedir();
  const parent = home === '' || home === '/' ? tmpdir() : join(home, '.cache');
  return join(parent, 'mlops-actions', 'native');
}

let told: NativeLocations | undefined;

/**
 * A host says once where to look, before any step runs: only hosts may read the environment, and
 * an adapter that is built before the host is known must still find what the user named.
 */
export function useNativeLocations(locations: NativeLocations): void {
  told = locations;
}

/** What the host said, else the places that need no environment. */
export function currentNativeLocations(): NativeLocations {
  return told ?? { explicit: undefined, image: imageFolder, cache: defaultCacheFolder() };
}
