import { matchPattern, nameOf } from '../../files/find-files.ts';
import { ActionError } from '../../kernel/action-error.ts';
import { dvcVersions, followDvc, knownToDvc } from './dvc.ts';
import { followLfs } from './git-lfs.ts';
import { lakefsVersion } from './lakefs.ts';
import type { FoundFile } from './source-file.ts';

/**
 * The files that a path or glob stands for, pointers followed, each with what versions it. Files of
 * a glob that only DVC knows belong to it too: without them a part would be checked for the whole.
 *
 * @throws ActionError (usage): `file-not-found`, `lfs-pointer`, `dvc-pointer`.
 */
export async function locateFiles(root: string, pattern: string): Promise<FoundFile[]> {
  const pointed = await knownToDvc(root, pattern);
  const paths = await matchPattern(root, pattern).catch((error: unknown) => {
    if (pointed.length > 0 && isNotFound(error)) return [];
    throw error;
  });
  const found: FoundFile[] = [];
  const versionOf = dvcVersions(root);
  for (const path of paths) {
    if (path.endsWith('.dvc')) found.push(...(await followDvc(root, path)));
    else found.push(await inPlace(root, path, versionOf));
  }
  return [...found, ...pointed];
}

async function inPlace(
  root: string,
  path: string,
  dvcVersion: ReturnType<typeof dvcVersions>,
): Promise<FoundFile> {
  const followed = await followLfs({ path, name: nameOf(root, path) });
  if (followed.version !== undefined) return followed;
  const version = (await dvcVersion(path)) ?? (await lakefsVersion(root, path));
  return version === undefined ? followed : { ...followed, version };
}

function isNotFound(error: unknown): boolean {
  return error instanceof ActionError && error.code === 'file-not-found';
}
