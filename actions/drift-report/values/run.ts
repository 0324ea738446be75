import type { Finding } from '../../../shared/domain/record.ts';
import type { Row, Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { hasDrifted, isCompared, type JudgedColumn } from '../decide.ts';
import { type Effect, measure } from '../measure.ts';
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
  const [extremes = {}] = await tables.query(
    extremesQuery(sides.current.relation, watched, tables),
  );
  const common = await commonValues(tables, sides, watched, extremes);
  const units = await changedUnits(tables, sides, watched, extremes);
  const facts = watched.map(
    ({ judged, cells }, i): NumberFacts => ({
      name: judged.column.name,
      importance: judged.importance,
      hasDrifted: hasDrifted(judged),
      rows: { reference: judged.reference.present, current: judged.current.all.present },
      range: { low: cells.lowest, high: cells.edges.at(-1) ?? cells.lowest },
      outside: Number(extremes[`o${i}`] ?? 0),
      isYear: isYear(judged, Number(extremes[`u${i}`])),
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

/** Exact counts of each column's commonest value, of columns with many values. */
async function commonValues(
  tables: TableReader,
  { reference, current }: Sides,
  watched: readonly Watched[],
  extremes: Row,
): Promise<Map<number, NonNullable<NumberFacts['common']>>> {
  const asked = watched.flatMap(({ column }, i) => {
    const value = extremes[`t${i}`];
    return typeof value === 'number' ? [{ i, column, value }] : [];
  });
  if (reference === undefined || asked.length === 0) return new Map();
  const [before = {}] = await tables.query(valueQuery(reference.relation, asked, tables));
  const [now = {}] = await tables.query(valueQuery(current.relation, asked, tables));
  return new Map(
    asked.map(({ i, value }, place) => {
      const counts = {
        reference: Number(before[`k${place}`] ?? 0),
        current: Number(now[`k${place}`] ?? 0),
      };
      return [i, { value, ...counts }];
    }),
  );
}

/** Of the columns that drifted, those that a conversion brings back. */
async function changedUnits(
  tables: TableReader,
  { reference, current }: Sides,
  watched: readonly Watched[],
  extremes: Row,
): Promise<Map<number, NonNullable<NumberFacts['unit']>>> {
  const found = new Map<number, NonNullable<NumberFacts['unit']>>();
  const drifted = watched.flatMap((entry, i) =>
    entry.judged.whole.state === 'drifted' ? [{ i, ...entry }] : [],
  );
  if (reference === undefined || drifted.length === 0) return found;
  const [moments = {}] = await tables.query(momentsQuery(reference.relation, drifted, tables));
  for (const [place, entry] of drifted.entries()) {
    const before = { mean: Number(moments[`m${place}`]), sigma: Number(moments[`s${place}`]) };
    const now = {
      mean: Number(extremes[`m${entry.i}`]),
      sigma: Number(extremes[`s${entry.i}`]),
    };
    const best = await bestConversion(tables, current, entry, plausible(before, now));
    if (best !== undefined) found.set(entry.i, best);
  }
  return found;
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
