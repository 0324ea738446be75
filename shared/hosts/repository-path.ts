import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * A file as forges name it: from the repository's root, with forward slashes. undefined: it is
 * outside, so no forge can point at it.
 *
 * @param root absolute; undefined where the host knows of no repository: the working directory.
 * @param file absolute, or relative to the working directory.
 */
export function repositoryPath(
  file: string,
  workingDirectory: string,
  root: string | undefined,
): string | undefined {
  const path = relative(root ?? workingDirectory, resolve(workingDirectory, file));
  const isOutside = path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return isOutside ? undefined : path.split(sep).join('/');
}
