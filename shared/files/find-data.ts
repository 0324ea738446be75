import { relative, sep } from 'node:path';
import type { DataOrigin } from '../domain/data-origin.ts';
import { findFiles } from './find-files.ts';

/** A file of any kind that a name stands for. */
export interface FoundData {
  /** Absolute. */
  readonly path: string;
  /** As the user knows it: from the working directory, with forward slashes, or an address. */
  readonly name: string;
  /** Where it was fetched from; absent where it was in place. */
  readonly origin?: DataOrigin;
}

/** Fetches what is no path of this machine, as `DataSources` does. */
interface Elsewhere {
  locate(root: string, name: string): Promise<readonly FoundData[] | undefined>;
}

/**
 * The files that paths, globs, directories and names of data elsewhere stand for: those in place
 * sorted by path, then the others in the order in which they were named.
 *
 * @throws ActionError: as `findFiles` and `DataSources.locate`.
 */
export async function findData(
  root: string,
  names: readonly string[],
  sources: Elsewhere,
): Promise<readonly FoundData[]> {
  const here: string[] = [];
  const elsewhere = new Map<string, FoundData>();
  for (const name of names) {
    const fetched = await sources.locate(root, name);
    if (fetched === undefined) here.push(name);
    else for (const file of fetched) elsewhere.set(file.path, file);
  }
  const paths = await findFiles(root, here);
  return [...paths.map((path) => ({ path, name: nameFrom(root, path) })), ...elsewhere.values()];
}

/** A path as a person in the folder would type it. */
function nameFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
