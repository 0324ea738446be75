import {
  type DriftMethod,
  isPeerMethod,
  type PeerMethod,
} from '../../../shared/domain/drift-method.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { type CountedColumn, isCompared } from '../decide.ts';
import type { TimeWindows } from '../windows/run.ts';
import { type ChosenFormula, chooseFormula, judge, needsLimit } from './judge.ts';
import type { PeerJudgement } from './judgement.ts';
import { messages } from './messages.ts';
import { mostDistinct, piecesQuery, referenceValuesQuery, valueCountsQuery } from './query.ts';
import type { ValueCounts } from './value-counts.ts';

interface Sides {
  /** Undefined where the reference is a stored profile, which holds no values. */
  readonly reference: Table | undefined;
  readonly current: Table;
  readonly time: TimeWindows;
}

/** What the user asked for: of all columns, and of single ones. */
interface PeerWishes {
  readonly peer: PeerMethod | undefined;
  readonly threshold: number | undefined;
  readonly settings: Readonly<
    Record<
      string,
      {
        readonly method?: DriftMethod | PeerMethod | undefined;
        readonly threshold?: number | undefined;
      }
    >
  >;
}

type RowSides = Sides & { readonly reference: Table };

/**
 * Let other tools' formulas judge the columns that ask for them. They need the values themselves,
 * one query a column and window; only rows per distinct value come back.
 *
 * @throws ActionError (usage): `method-needs-rows`, `method-needs-limit`, `too-many-values`.
 */
export async function withPeers(
  tables: TableReader,
  { reference, ...sides }: Sides,
  columns: readonly CountedColumn[],
  wishes: PeerWishes,
): Promise<CountedColumn[]> {
  const judged: CountedColumn[] = [];
  for (const counted of columns) {
    const settings = wishes.settings[counted.column.name];
    const asked = settings?.method ?? wishes.peer;
    if (asked === undefined || !isPeerMethod(asked) || !isCompared(counted)) {
      judged.push(counted);
      continue;
    }
    if (reference === undefined) {
      throw usageError('method-needs-rows', messages.needsRows(asked), messages.needsRowsHint);
    }
    const limit = settings?.threshold ?? wishes.threshold;
    const peer = await judgeColumn(tables, { ...sides, reference }, counted, asked, limit);
    judged.push(peer === undefined ? counted : { ...counted, peer });
  }
  return judged;
}

async function judgeColumn(
  tables: TableReader,
  sides: RowSides,
  counted: CountedColumn,
  asked: PeerMethod,
  limit: number | undefined,
): Promise<PeerJudgement | undefined> {
  const whole = await valueCounts(tables, sides, counted, undefined, asked);
  const chosen = chooseFormula(asked, whole, counted.column.kind === 'number');
  if (chosen === undefined) return undefined;
  requireLimit(chosen, counted, limit);
  const learns = chosen.rule.kind === 'learned' && limit === undefined;
  const pieces = learns ? await piecesOf(tables, sides.reference, counted, chosen, whole) : [];
  const verdicts = new Map([['', judge(chosen, whole, limit, pieces)]]);
  for (const window of counted.current.windows.keys()) {
    const counts = await valueCounts(tables, sides, counted, window, asked);
    if (counts.current.every((n) => n === 0)) continue;
    verdicts.set(window, judge(chosen, counts, limit, pieces));
  }
  return { method: chosen.method, verdicts };
}

function requireLimit(
  chosen: ChosenFormula,
  { column }: CountedColumn,
  limit: number | undefined,
): void {
  if (limit !== undefined || !needsLimit(chosen)) return;
  const message = messages.needsLimit(chosen.method, column.name);
  throw usageError('method-needs-limit', message, messages.needsLimitHint);
}

async function valueCounts(
  tables: TableReader,
  { reference, current, time }: RowSides,
  counted: CountedColumn,
  window: string | undefined,
  method: PeerMethod,
): Promise<ValueCounts> {
  const { column } = counted;
  const relations = { reference: reference.relation, current: current.relation };
  const where = window === undefined ? undefined : { label: time.label, name: window };
  const found = await tables.columns(valueCountsQuery(relations, column, where, tables));
  const isWhole = ({ rows, present }: { rows: number; present: number }) => rows === present;
  const isInteger =
    column.type === 'integer' && isWhole(counted.reference) && isWhole(counted.current.all);
  const values = numbers(found.v);
  requireFew(values, column.name, method);
  return { values, reference: numbers(found.a), current: numbers(found.b), isInteger };
}

/** What ten pieces of the reference show against all of it. */
async function piecesOf(
  tables: TableReader,
  reference: Table,
  { column }: CountedColumn,
  { formula, method }: ChosenFormula,
  whole: ValueCounts,
): Promise<number[]> {
  const all = await tables.columns(referenceValuesQuery(reference.relation, column, tables));
  const found = await tables.columns(piecesQuery(reference.relation, column, tables));
  const [values, total] = [numbers(all.v), numbers(all.a)];
  const [piece, place, n] = [numbers(found.piece), numbers(found.i), numbers(found.n)];
  requireFew(piece, column.name, method);
  const figures: number[] = [];
  for (let from = 0; from < piece.length; ) {
    const counts = new Float64Array(values.length);
    let to = from;
    for (; to < piece.length && piece[to] === piece[from]; to++) {
      counts[place[to] as number] = n[to] as number;
    }
    const { isInteger } = whole;
    const figure = formula({ values, reference: total, current: counts, isInteger });
    figures.push(typeof figure === 'number' ? figure : figure.value);
    from = to;
  }
  return figures;
}

function requireFew(values: Float64Array, column: string, method: PeerMethod): void {
  if (values.length <= mostDistinct) return;
  const message = messages.tooManyValues(method, column);
  throw usageError('too-many-values', message, messages.tooManyValuesHint);
}

function numbers(column: ArrayLike<unknown> | undefined): Float64Array {
  return column instanceof Float64Array
    ? column
    : Float64Array.from(Array.from(column ?? [], (value) => Number(value)));
}
