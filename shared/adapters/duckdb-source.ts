import type { CastFailure, OpenOptions, TableColumn } from '../ports/table-reader.ts';
import type { SourceFile } from './data-files/source-file.ts';
import {
  castText,
  chooseTextType,
  columnTypeOf,
  isPresent,
  isTextType,
  presentAndFits,
  sqlTypeOf,
  type TextType,
  textTypes,
} from './duckdb-column-types.ts';
import type { PlacedRows } from './duckdb-sample.ts';
import type { Ask, RawColumn, Scan } from './duckdb-scan.ts';
import { identifier } from './duckdb-sql.ts';

/** Rows that are looked at to guess a type before all rows confirm it. */
const sampleRows = 10_000;
const shownRows = 5;
/** Columns asked about in one query. */
const columnsAtOnce = 200;

export interface TypedSource {
  /** SQL query that gives the table. */
  readonly select: string;
  readonly columns: readonly TableColumn[];
  readonly castFailures: readonly CastFailure[];
  /** The same rows by the numbers they are stored under, where there are such numbers. */
  readonly placed: PlacedRows | undefined;
  /** How many rows one of the files has. */
  countRows(file: SourceFile): Promise<number>;
}

/**
 * Read the files' columns and give each its type. Text is read as text and cast by us: every row
 * is looked at, and what does not fit is counted and numbered, never dropped in silence.
 */
export async function typeSource(scan: Scan, ask: Ask, options: OpenOptions): Promise<TypedSource> {
  const types = await textColumnTypes(scan, ask, options.types ?? {});
  const projections = scan.columns.map(({ name, raw }) => {
    const type = types.get(name);
    return `${type === undefined ? raw : castText(raw, type)} AS ${identifier(name)}`;
  });
  const select = `SELECT ${projections.join(', ')} FROM ${scan.from}`;
  return {
    select,
    placed: scan.place === undefined ? undefined : { select, place: scan.place },
    columns: typedColumns(scan, types),
    castFailures: await findCastFailures(scan, types, ask),
    countRows: rowCounter(scan, ask),
  };
}

export type ColumnTypes = ReadonlyMap<string, TableColumn['type']>;

/** The columns of a table, text ones with the types that were found. */
export function typedColumns(scan: Scan, types: ColumnTypes): TableColumn[] {
  return scan.columns.map(({ name, declared }) => {
    const text = types.get(name);
    return text === undefined
      ? { name, type: columnTypeOf(declared), declared }
      : { name, type: text, declared: sqlTypeOf(text) };
  });
}

export function rowCounter(scan: Scan, ask: Ask): TypedSource['countRows'] {
  return async (file) => {
    const [row = {}] = await ask(`SELECT count(*) AS n FROM ${scan.fromFile(file)}`);
    return Number(row.n);
  };
}

async function textColumnTypes(
  scan: Scan,
  ask: Ask,
  declared: NonNullable<OpenOptions['types']>,
): Promise<Map<string, TableColumn['type']>> {
  const { types, open } = declaredTypes(scan, declared);
  for (const [name, type] of await inferTypes(scan.from, open, ask)) types.set(name, type);
  return types;
}

/** Types the user declared, and the text columns whose type is still open. */
function declaredTypes(scan: Scan, declared: NonNullable<OpenOptions['types']>) {
  const types = new Map<string, TableColumn['type']>();
  const open: RawColumn[] = [];
  for (const column of scan.columns) {
    // A column may be called `constructor`.
    const wanted = Object.hasOwn(declared, column.name) ? declared[column.name] : undefined;
    const isString = columnTypeOf(column.declared) === 'string';
    if (wanted !== undefined && (column.isText || (isString && isTextType(wanted)))) {
      types.set(column.name, wanted === 'other' ? 'string' : wanted);
    } else if (column.isText) open.push(column);
  }
  return { types, open };
}

/**
 * The types that the declarations and the first rows give every text column, for one pass over all
 * rows to confirm; undefined where the first rows leave one open.
 */
export async function guessTypes(
  scan: Scan,
  ask: Ask,
  declared: NonNullable<OpenOptions['types']>,
): Promise<ColumnTypes | undefined> {
  const { types, open } = declaredTypes(scan, declared);
  const { settled, likely } = await sampleTypes(scan.from, open, ask);
  for (const [column, [type, ...others]] of likely) {
    if (type === undefined || others.length > 0) return undefined;
    types.set(column.name, type);
  }
  return new Map([...types, ...settled]);
}

/** Guess on a sample, confirm on all rows, and look again at all types where that failed. */
async function inferTypes(
  from: string,
  columns: readonly RawColumn[],
  ask: Ask,
): Promise<Map<string, TableColumn['type']>> {
  const { settled: types, likely } = await sampleTypes(from, columns, ask);
  const open = [...likely.keys()];
  const counts = await countFits(from, open, (column) => likely.get(column) ?? [], ask);
  const unsettled: RawColumn[] = [];
  open.forEach((column, i) => {
    const count = counts[i];
    if (count === undefined) return;
    const tried = likely.get(column) ?? [];
    const [only] = tried;
    if (tried.length > 1) types.set(column.name, chooseTextType(count));
    else if (only !== undefined && count.fits[only] === count.present) types.set(column.name, only);
    else unsettled.push(column);
  });
  const settled = await countFits(from, unsettled, () => textTypes, ask);
  unsettled.forEach((column, i) => {
    const count = settled[i];
    if (count !== undefined) types.set(column.name, chooseTextType(count));
  });
  return types;
}

/** What the first rows say: the columns that are text, and the types that the others may have. */
async function sampleTypes(from: string, columns: readonly RawColumn[], ask: Ask) {
  const settled = new Map<string, TableColumn['type']>();
  const sample = `(SELECT * FROM ${from} LIMIT ${sampleRows})`;
  const guesses = await countFits(sample, columns, () => textTypes, ask);
  const likely = new Map<RawColumn, TextType[]>();
  columns.forEach((column, i) => {
    const guess = guesses[i];
    if (guess === undefined) return;
    const best = Math.max(...textTypes.map((type) => guess.fits[type] ?? 0));
    // Far from any type: text, whatever comes later. All empty: every type is still open.
    if (guess.present > 0 && best < guess.present / 2) settled.set(column.name, 'string');
    else {
      const type = guess.present === 0 ? 'string' : chooseTextType(guess);
      likely.set(column, isTextType(type) ? [type] : [...textTypes]);
    }
  });
  return { settled, likely };
}

interface Fit {
  readonly present: number;
  readonly fits: Partial<Record<TextType, number>>;
}

async function countFits(
  from: string,
  columns: readonly RawColumn[],
  typesOf: (column: RawColumn) => readonly TextType[],
  ask: Ask,
): Promise<Fit[]> {
  const fits: Fit[] = [];
  for (const group of groupsOf(columns)) {
    const parts = group.flatMap((column, i) => [
      `count_if(${isPresent(column.raw)}) AS p${i}`,
      ...typesOf(column).map(
        (type) => `count_if(${presentAndFits(column.raw, type)}) AS f${i}_${type}`,
      ),
    ]);
    const [row = {}] = await ask(`SELECT ${parts.join(', ')} FROM ${from}`);
    const counted = (column: RawColumn, i: number): Fit => ({
      present: Number(row[`p${i}`]),
      fits: Object.fromEntries(typesOf(column).map((type) => [type, Number(row[`f${i}_${type}`])])),
    });
    fits.push(...group.map(counted));
  }
  return fits;
}

/** The engine plans a query in more than linear time, so a very wide table takes several. */
function groupsOf<T>(columns: readonly T[]): T[][] {
  const groups = Math.ceil(columns.length / columnsAtOnce);
  return Array.from({ length: groups }, (_, i) =>
    columns.slice(i * columnsAtOnce, (i + 1) * columnsAtOnce),
  );
}

async function findCastFailures(
  scan: Scan,
  types: ReadonlyMap<string, TableColumn['type']>,
  ask: Ask,
): Promise<CastFailure[]> {
  const cast = scan.columns.flatMap((column) => {
    const type = types.get(column.name);
    return type !== undefined && isTextType(type) ? [{ column, type }] : [];
  });
  const misfit = ({ raw }: RawColumn, type: TextType): string =>
    `(NOT ${presentAndFits(raw, type)})`;
  const failures: CastFailure[] = [];
  for (const group of groupsOf(cast)) {
    const counts = group.map(({ column, type }, i) => `count_if(${misfit(column, type)}) AS n${i}`);
    const [row = {}] = await ask(`SELECT ${counts.join(', ')} FROM ${scan.from}`);
    for (const [i, { column, type }] of group.entries()) {
      const count = Number(row[`n${i}`]);
      if (count === 0) continue;
      const numbered = `SELECT row_number() OVER () AS r, ${misfit(column, type)} AS bad FROM ${scan.from}`;
      const found = await ask(
        `SELECT r FROM (${numbered}) WHERE bad ORDER BY r LIMIT ${shownRows}`,
      );
      failures.push({ column: column.name, type, count, rows: found.map(({ r }) => Number(r)) });
    }
  }
  return failures;
}
