import { usageError } from '../../kernel/action-error.ts';
import { columns } from './messages.ts';
import type { SourceFile } from './source-file.ts';

/** A column whose value is the name of a folder: `year=2024/a.parquet`. */
export interface PartitionColumn {
  readonly name: string;
  /** The value of each file, in the order of the files; null for Hive's mark of a missing one. */
  readonly values: readonly (string | null)[];
}

/** What Hive and Spark call the folder of rows without a value. */
const missing = '__HIVE_DEFAULT_PARTITION__';

/**
 * The columns that stand in the names of folders, as Hive and Spark lay a table out. A column that
 * is also in the files is left to them.
 *
 * @param inFiles - names of the columns the files hold.
 * @throws ActionError (usage, `not-readable-as-data`): some files have a column the others lack.
 */
export function partitionColumns(
  files: readonly SourceFile[],
  inFiles: readonly string[],
): PartitionColumn[] {
  const folders = files.map((file) => ({ file, parts: partsOf(file.name) }));
  const [first, ...others] = folders;
  if (first === undefined) return [];
  const namesOf = (parts: ReadonlyMap<string, unknown>): string => [...parts.keys()].join('/');
  const odd = others.find(({ parts }) => namesOf(parts) !== namesOf(first.parts));
  if (odd !== undefined) {
    throw usageError(
      'not-readable-as-data',
      columns.otherPartitions(
        odd.file.name,
        first.file.name,
        namesOf(odd.parts),
        namesOf(first.parts),
      ),
      columns.sameFolders,
    );
  }
  const held = new Set(inFiles.map((name) => name.toLowerCase()));
  return [...first.parts.keys()]
    .filter((name) => !held.has(name.toLowerCase()))
    .map((name) => ({ name, values: folders.map(({ parts }) => parts.get(name) ?? null) }));
}

function partsOf(name: string): Map<string, string | null> {
  const parts = new Map<string, string | null>();
  for (const folder of name.split(/[/\\]/u).slice(0, -1)) {
    const [, key, value] = /^([^=]+)=(.*)$/u.exec(folder) ?? [];
    if (key === undefined || value === undefined) continue;
    parts.set(decode(key), value === missing ? null : decode(value));
  }
  return parts;
}

/** Spark writes what a path may not hold as `%3A`; a lone percent sign stays. */
function decode(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/giu, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}
