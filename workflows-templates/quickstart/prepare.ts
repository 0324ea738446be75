import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { digestFile } from '../../shared/files/digest-file.ts';
import type { TableReader } from '../../shared/ports/table-reader.ts';

/** Raise it when the queries below change: data of another recipe is made anew. */
const recipe = 1;

/**
 * Columns the demo works with, from those of the file: date, delay, distance, origin, destination.
 * `delay` itself must not get in: it is what `late` is made of.
 */
const flights = (file: string): string => `
  SELECT
    file_row_number + 1 AS id,
    date,
    hour(date)::INTEGER AS hour,
    dayofweek(date)::INTEGER AS weekday,
    origin,
    destination,
    distance::INTEGER AS distance,
    (delay > 15)::INTEGER AS late
  FROM read_parquet(${file}, file_row_number = true)`;

/** Half-open: the first day, and the day after the last. */
const months = {
  'train/2001-01': ['2001-01-01', '2001-02-01'],
  'train/2001-02': ['2001-02-01', '2001-03-01'],
  // The last week of March is held out: neither model has seen it, nor any day after it.
  'train/2001-03': ['2001-03-01', '2001-03-25'],
  test: ['2001-03-25', '2001-04-01'],
  'live/2001-04': ['2001-04-01', '2001-05-01'],
  'live/2001-05': ['2001-05-01', '2001-06-01'],
  'live/2001-06': ['2001-06-01', '2001-07-01'],
} as const;

/**
 * March once more, as a careless new supplier might deliver it: kilometres instead of miles, the
 * origin lost on one flight in thirty, some distances negative, every fiftieth flight twice.
 */
const damaged = `
  SELECT id, date, hour, weekday,
    CASE WHEN id % 30 = 0 THEN NULL ELSE origin END AS origin,
    destination,
    CASE WHEN id % 101 = 0 THEN -distance ELSE round(distance * 1.609344)::INTEGER END AS distance,
    late
  FROM march
  UNION ALL SELECT * FROM march WHERE id % 50 = 0`;

/**
 * Write the demo's data files into `directory`, once. A second call finds them; another version of
 * the source or of this recipe makes them anew. A kill leaves nothing that looks finished.
 */
export async function prepareData(directory: string): Promise<'made' | 'found'> {
  const source = fileURLToPath(
    new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets')),
  );
  const made = JSON.stringify({ recipe, source: await digestFile(source) });
  const stamp = join(directory, 'made.json');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === made) return 'found';
  const work = `${directory}.partial`;
  await rm(work, { recursive: true, force: true });
  for (const folder of ['train', 'live', 'damaged']) {
    await mkdir(join(work, folder), { recursive: true });
  }
  // One thread: the order of rows and row groups, and so the digests, are the same everywhere.
  const tables = duckdbTableReader({ threads: 1 });
  try {
    await writeFiles(tables, source, work);
  } finally {
    await tables.close();
  }
  await writeFile(join(work, 'made.json'), made);
  await rm(directory, { recursive: true, force: true });
  await rename(work, directory);
  return 'made';
}

async function writeFiles(tables: TableReader, source: string, folder: string): Promise<void> {
  const copy = (select: string, name: string): Promise<unknown> => {
    const target = tables.literal(join(folder, `${name}.parquet`));
    return tables.query(`COPY (${select}) TO ${target} (FORMAT parquet, COMPRESSION zstd)`);
  };
  const from = `(${flights(tables.literal(source))})`;
  for (const [name, [first, end]] of Object.entries(months)) {
    const span = `date >= TIMESTAMP '${first}' AND date < TIMESTAMP '${end}'`;
    await copy(`SELECT * FROM ${from} WHERE ${span}`, name);
  }
  const march = tables.literal(join(folder, 'train', '2001-03.parquet'));
  await tables.query(`CREATE VIEW march AS FROM read_parquet(${march})`);
  await copy(damaged, 'damaged/2001-03');
}
