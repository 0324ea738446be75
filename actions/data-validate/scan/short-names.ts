/**
 * The shortest name for each path that no other of them ends in: `2001-03.parquet`, or
 * `2001/03.parquet` where 2002 has a 03.parquet too.
 */
export function shortNames(paths: readonly string[]): Map<string, string> {
  const uses = new Map<string, number>();
  for (const path of paths) {
    for (const end of endsOf(path)) uses.set(end, (uses.get(end) ?? 0) + 1);
  }
  const shortest = (path: string): string =>
    endsOf(path).find((end) => uses.get(end) === 1) ?? path;
  return new Map(paths.map((path) => [path, shortest(path)]));
}

/** `c`, `b/c`, `a/b/c` of `a/b/c`. */
function endsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, i) => parts.slice(parts.length - 1 - i).join('/'));
}
