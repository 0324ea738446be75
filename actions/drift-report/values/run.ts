import type { Finding } from '../../../shared/domain/record.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { hasDrifted, isCompared, type JudgedColumn } from '../decide.ts';
import { type Effect, measure } from '../measure.ts';
import { type Extremes, extremesOf, momentsOf, rowsWith } from './extremes.ts';
import { type NumberFacts, type ValuePolicy, valueFindings } from './judge.ts';
import {
  convertedQuery,
  extremesQuery,
  momentsQuery,
  type NumberColumn,
  valueQuery,
} from './query.ts';
import { type Conversion, plausible } from './units.ts';

interface Sides {
  /** Undefined where the reference is a stored profile, which holds no values. */
  readonly reference: Table | undefined;
  readonly current: Table;
}

type Watched = NumberColumn & { readonly judged: JudgedColumn };

/** With fewer distinct values, each has a cell of its own and a rise of one is drift. */
const leastDistinct = 100;

/** Look at the numbers themselves: how many lie outside, which one is too common, and their unit. */
export async function findInValues(
  tables: TableReader,
  sides: Sides,
  columns: readonly JudgedColumn[],
  policy: ValuePolicy,
): Promise<Finding[]> {
  const watched = columns.flatMap((judged): Watched[] => {
    const { column, line } = judged;
    const isNumber = column.kind === 'number' && line !== undefined && line.edges.length > 0;
    if (!isNumber || !isCompared(judged)) return [];
    return [{ column, cells: line, judged, mayHaveSpike: mayHaveSpike(judged, policy.spike) }];
  });
  if (watched.length === 0) return [];
  const extremes = await readExtremes(tables, sides.current, watched);
  const common = await commonValues(tables, sides, watched, extremes);
  const units = await changedUnits(tables, sides, watched, extremes);
  const facts = watched.map(
    ({ judged, cells }, i): NumberFacts => ({
      name: judged.column.name,
      importance: judged.importance,
      hasDrifted: hasDrifted(judged),
      rows: { reference: judged.reference.present, current: judged.current.all.present },
      range: { low: cells.lowest, high: cells.edges.at(-1) ?? cells.lowest },
      outside: extremes[i]?.outside ?? 0,
      isYear: isYear(judged, extremes[i]?.highest ?? Number.NaN),
      common: common.get(i),
      unit: units.get(i),
    }),
  );
  return valueFindings(facts, policy);
}

/** A value cannot become so much commoner without its cell. */
function mayHaveSpike(
  { reference, current, distinct, whole }: JudgedColumn,
  spike: number,
): boolean {
  if (distinct < leastDistinct || whole.state === 'stuck') return false;
  const least = 0.9 * spike;
  return current.all.cells.some(
    (n, i) => n / current.all.present - (reference.cells[i] ?? 0) / reference.present >= least,
  );
}

/** First and last year that a table of today may speak of. */
const years = { first: 1_900, last: 2_100 };

function isYear({ column, line }: JudgedColumn, highest: number): boolean {
  const lowest = line?.lowest ?? Number.NaN;
  return column.type === 'integer' && lowest >= years.first && highest <= years.last;
}

/** Of each column in order; those counted by value are not read again. */
async function readExtremes(
  tables: TableReader,
  { relation }: Table,
  watched: readonly Watched[],
): Promise<Extremes[]> {
  const asked = watched.filter(({ judged }) => judged.tallies === undefined);
  const [row = {}] =
    asked.length === 0 ? [] : await tables.query(extremesQuery(relation, asked, tables));
  let next = 0;
  return watched.map(({ judged, cells, mayHaveSpike }) => {
    if (judged.tallies !== undefined) {
      return extremesOf(judged.tallies.current, cells, mayHaveSpike);
    }
    const i = next++;
    const common = row[`t${i}`];
    return {
      outside: Number(row[`o${i}`] ?? 0),
      highest: Number(row[`u${i}`]),
      mean: Number(row[`m${i}`]),
      sigma: Number(row[`s${i}`]),
      commonest: typeof common === 'number' ? common : undefined,
    };
  });
}

/** Exact counts of each column's commonest value, of columns with many values. */
async function commonValues(
  tables: TableReader,
  { reference, current }: Sides,
  watched: readonly Watched[],
  extremes: readonly Extremes[],
): Promise<Map<number, NonNullable<NumberFacts['common']>>> {
  const found = new Map<number, NonNullable<NumberFacts['common']>>();
  if (reference === undefined) return found;
  const asked: { i: number; column: Watched['column']; value: number }[] = [];
  for (const [i, { column, judged }] of watched.entries()) {
    const value = extremes[i]?.commonest;
    if (value === undefined) continue;
    const { reference: before, current: now } = judged.tallies ?? {};
    if (before === undefined || now === undefined) asked.push({ i, column, value });
    else found.set(i, { value, reference: rowsWith(before, value), current: rowsWith(now, value) });
  }
  if (asked.length === 0) return found;
  const [before = {}] = await tables.query(valueQuery(reference.relation, asked, tables));
  const [now = {}] = await tables.query(valueQuery(current.relation, asked, tables));
  for (const [place, { i, value }] of asked.entries()) {
    const [earlier, later] = [before, now].map((row) => Number(row[`k${place}`] ?? 0));
    found.set(i, { value, reference: earlier ?? 0, current: later ?? 0 });
  }
  return found;
}

/** Of the columns that drifted, those that a conversion brings back. */
async function changedUnits(
  tables: TableReader,
  { reference, current }: Sides,
  watched: readonly Watched[],
  extremes: readonly Extremes[],
): Promise<Map<number, NonNullable<NumberFacts['unit']>>> {
  const found = new Map<number, NonNullable<NumberFacts['unit']>>();
  const drifted = watched.flatMap((entry, i) =>
    entry.judged.whole.state === 'drifted' ? [{ i, ...entry }] : [],
  );
  if (reference === undefined || drifted.length === 0) return found;
  const moments = await momentsBefore(tables, reference, drifted);
  for (const [place, entry] of drifted.entries()) {
    const [before, now] = [moments[place], extremes[entry.i]];
    if (before === undefined || now === undefined) continue;
    const best = await bestConversion(tables, current, entry, plausible(before, now));
    if (best !== undefined) found.set(entry.i, best);
  }
  return found;
}

async function momentsBefore(
  tables: TableReader,
  { relation }: Table,
  drifted: readonly Watched[],
): Promise<{ mean: number; sigma: number }[]> {
  const asked = drifted.filter(({ judged }) => judged.tallies?.reference === undefined);
  const [row = {}] =
    asked.length === 0 ? [] : await tables.query(momentsQuery(relation, asked, tables));
  let next = 0;
  return drifted.map(({ judged }) => {
    const tally = judged.tallies?.reference;
    if (tally !== undefined) return momentsOf(tally);
    const i = next++;
    return { mean: Number(row[`m${i}`]), sigma: Number(row[`s${i}`]) };
  });
}

/** A conversion has to undo nearly all of the drift to be believed. */
const leftOver = 0.1;

async function bestConversion(
  tables: TableReader,
  current: Table,
  entry: Watched,
  candidates: readonly Conversion[],
): Promise<NonNullable<NumberFacts['unit']> | undefined> {
  const { judged, cells } = entry;
  const reference = judged.reference.cells;
  const psi = (counts: readonly number[]): Effect =>
    measure('psi', { reference, current: counts }, cells, [judged.column.name, 'unit']);
  const before = psi(judged.current.all.cells).value ?? 0;
  let best: NonNullable<NumberFacts['unit']> | undefined;
  for (const conversion of candidates) {
    const sql = convertedQuery(current.relation, entry, conversion, tables);
    const [row] = await tables.query(sql);
    const counted = Array.isArray(row?.h) ? row.h.map(Number) : [];
    const counts = reference.map((_, i) => counted[i] ?? 0);
    const after = psi(counts).value ?? Number.POSITIVE_INFINITY;
    const isBetter = after < (best?.after ?? Number.POSITIVE_INFINITY);
    if (isBetter && after < 0.05 && after <= leftOver * before) {
      best = { conversion, before, after };
    }
  }
  return best;
}
