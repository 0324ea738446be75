import { open, readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Artifact } from '../../../shared/domain/record.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { writeAtomically } from '../../../shared/files/write-atomically.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';
import { lookupTable } from '../counting/lookup/run.ts';
import type { Lookup, ReferenceColumn } from '../counting/reference-column.ts';
import { emptySample, type Sample } from '../counts.ts';
import { isIdentifier } from '../decide.ts';
import { errors } from '../error-messages.ts';
import { kindOf, mostCategories, type WatchedColumn } from '../plan.ts';
import {
  looksLikeProfile,
  makeProfile,
  type Profile,
  type ProfileCategories,
  type ProfileColumn,
  parseProfile,
  profileText,
} from './profile.ts';

/** Rare categories a profile knows one by one: a megabyte or two of text. */
const mostFingerprints = 200_000;

/** With more values than this, one of them may name a person. */
const mostNamed = 50;

/** The profile a list of files stands for, or undefined where they are data. */
export async function readProfile(
  root: string,
  files: readonly string[],
): Promise<Profile | undefined> {
  const [path, ...others] = files;
  if (path === undefined || others.length > 0 || !path.endsWith('.json')) return undefined;
  const file = resolve(root, path);
  if (!looksLikeProfile(await startOf(file))) return undefined;
  return parseProfile(await readFile(file, 'utf8'), path);
}

async function startOf(path: string): Promise<string> {
  // What is no plain file is left to the reader of data, which says what is wrong with it.
  if (!(await stat(path).catch(() => undefined))?.isFile()) return '';
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

/** Write a profile, and name the file as an artifact of the record. */
export async function writeProfile(
  workingDirectory: string,
  path: string,
  profile: Profile,
): Promise<Artifact> {
  const file = resolve(workingDirectory, path);
  const text = profileText(profile);
  await writeAtomically(file, text).catch((cause: unknown) => {
    const hint = errors.nameProfile;
    throw usageError('profile-unwritable', errors.profileUnwritable(path), hint, cause);
  });
  const name = relative(workingDirectory, file).split(sep).join('/');
  return { path: name, size: Buffer.byteLength(text), sha256: await digestFile(file) };
}

/** What was counted of the reference, to be compared with again without its rows. */
export async function profileOf(
  tables: TableReader,
  columns: readonly ReferenceColumn[],
  data: string,
): Promise<Profile> {
  const kept: ProfileColumn[] = [];
  for (const column of columns) kept.push(await keptOf(tables, column));
  return makeProfile({ data, rows: columns[0]?.sample.rows ?? 0, columns: kept });
}

async function keptOf(tables: TableReader, counted: ReferenceColumn): Promise<ProfileColumn> {
  const { column, line, distinct, sample, lookup } = counted;
  const { rows, present, mean } = sample;
  const isOne = isIdentifier(column, distinct, present);
  const categories =
    lookup === undefined || isOne ? undefined : await categoriesOf(tables, lookup, distinct);
  const last = sample.cells.findLastIndex((n) => n > 0);
  return {
    name: column.name,
    type: column.type,
    ...{ rows, present, distinct, mean },
    // An identifier's cells are its first values, one row each: they say nothing.
    cells: isOne && column.kind === 'category' ? [] : sample.cells.slice(0, last + 1),
    ...(sample.only === undefined ? {} : { only: sample.only }),
    ...(line === undefined
      ? {}
      : { line: { ...line, edges: [...line.edges], barEdges: [...line.barEdges] } }),
    ...(categories === undefined ? {} : { categories }),
  };
}

async function categoriesOf(
  tables: TableReader,
  lookup: Lookup,
  distinct: number,
): Promise<ProfileCategories> {
  const from = tables.identifier(await lookupTable(tables, lookup));
  if (distinct <= mostNamed) {
    const rows = await tables.query(`SELECT v FROM ${from} ORDER BY cell`);
    return { names: rows.map(({ v }) => String(v)) };
  }
  const rows = await tables.query(
    `SELECT left(md5(v), 12) AS f FROM ${from} ORDER BY cell, f LIMIT ${mostFingerprints}`,
  );
  const fingerprints = rows.map(({ f }) => String(f));
  return { fingerprints, complete: distinct <= mostFingerprints };
}

/**
 * A profile's columns, ready to count the current data in their cells.
 *
 * @param columns the watched ones; all are in the profile.
 * @param current relation of the current data.
 */
export async function knownFromProfile(
  tables: TableReader,
  profile: Profile,
  columns: readonly WatchedColumn[],
  current: string,
): Promise<ReferenceColumn[]> {
  const known: ReferenceColumn[] = [];
  for (const [i, column] of columns.entries()) {
    const kept = profile.columns.find(({ name }) => name === column.name);
    if (kept === undefined) continue;
    const table = `categories ${i}`;
    const lookup =
      column.kind === 'category'
        ? await lookupOf(tables, { table, column, current }, kept.categories)
        : undefined;
    const { reference: sample, isTime: _, ...counted } = countedLike(kept, column);
    known.push({ ...counted, sample, lookup, tally: undefined });
  }
  return known;
}

interface Asked {
  readonly table: string;
  readonly column: WatchedColumn;
  readonly current: string;
}

/** Values and cells, as counting the reference would have left them. */
async function lookupOf(
  tables: TableReader,
  { table, column, current }: Asked,
  categories: ProfileCategories | undefined,
): Promise<Lookup> {
  if (categories === undefined || 'names' in categories) {
    return { table, cells: new Map((categories?.names ?? []).map((name, i) => [name, i + 1])) };
  }
  // One long text: a list of 200,000 literals takes seconds to parse.
  const text = tables.literal(categories.fingerprints.join(','));
  const value = `CAST(${tables.identifier(column.name)} AS VARCHAR)`;
  const cell = `least(generate_subscripts(l, 1), ${mostCategories})`;
  const missing = categories.complete ? 'cell IS NOT NULL' : 'TRUE';
  await tables.query(
    [
      `CREATE TEMP TABLE ${tables.identifier(table)} AS SELECT v, coalesce(cell, ${mostCategories}) AS cell`,
      `FROM (SELECT DISTINCT ${value} AS v FROM ${current} WHERE ${value} IS NOT NULL)`,
      `LEFT JOIN (SELECT unnest(l) AS f, ${cell} AS cell FROM (SELECT string_split(${text}, ',') AS l))`,
      `ON left(md5(v), 12) = f WHERE ${missing}`,
    ].join(' '),
  );
  return { table, cells: undefined };
}

/** A profile's column as counted, but for the current data. */
export function countedLike(kept: ProfileColumn, column: WatchedColumn) {
  const names = new Array<string>(mostCategories).fill('');
  if (kept.categories !== undefined && 'names' in kept.categories) {
    kept.categories.names.forEach((name, cell) => {
      names[cell] = name;
    });
  }
  return {
    column,
    isTime: false,
    line: kept.line,
    distinct: kept.distinct,
    names: column.kind === 'category' ? names : [],
    reference: sampleOf(kept, column),
  };
}

function sampleOf(kept: ProfileColumn, { kind }: WatchedColumn): Sample {
  const length = { number: cellsOfLine(kept), time: cellsOfLine(kept), other: 0 };
  const cells = kind === 'category' ? mostCategories + 1 : length[kind];
  return {
    ...emptySample,
    rows: kept.rows,
    present: kept.present,
    cells: Array.from({ length: cells }, (_, i) => kept.cells[i] ?? 0),
    mean: kept.mean,
    only: kept.only,
  };
}

function cellsOfLine({ line }: ProfileColumn): number {
  return (line?.edges.length ?? 0) + 1;
}

/** The columns of a profile, as those of a table. */
export function columnsOf(profile: Profile) {
  return profile.columns.map(({ name, type }) => ({ name, type, declared: type }));
}

/** Every column of the reference, to be counted for a profile. */
export function countable(
  columns: readonly { readonly name: string; readonly type: WatchedColumn['type'] }[],
): WatchedColumn[] {
  return columns.map(({ name, type }) => ({ name, type, kind: kindOf(type) }));
}
