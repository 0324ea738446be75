import type { RowPlace } from '../ports/table-reader.ts';
import type { SourceFile } from './data-files/source-file.ts';

/**
 * Finds the file a row stands in from how many rows the files before it have. A file is counted
 * once, and only where a row may lie beyond it; a single file is never counted.
 *
 * @param files - in the order they are read in.
 */
export function rowPlaces(
  files: readonly SourceFile[],
  countRows: (file: SourceFile) => Promise<number>,
): (rows: readonly number[]) => Promise<RowPlace[]> {
  const counts = new Map<SourceFile, Promise<number>>();
  const countOnce = (file: SourceFile): Promise<number> => {
    const known = counts.get(file) ?? countRows(file);
    counts.set(file, known);
    return known;
  };
  const last = files.at(-1);
  const placeOf = async (row: number): Promise<RowPlace> => {
    let before = 0;
    for (const file of files) {
      const count = file === last ? Number.POSITIVE_INFINITY : await countOnce(file);
      if (row <= before + count) return { file: file.name, row: row - before };
      before += count;
    }
    throw new Error('a table has at least one file');
  };
  return (rows) => Promise.all(rows.map(placeOf));
}
