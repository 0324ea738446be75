import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { hasDrifted, isCompared, type JudgedColumn } from '../decide.ts';
import type { SampledColumn, Samples } from './features.ts';
import { judgeTogether, leastSampled, type MultivariatePolicy } from './judge.ts';
import { messages } from './messages.ts';
import { sampleQuery } from './query.ts';
import {
  type MultivariateReport,
  multivariateReport,
  noMultivariate,
  notCompared,
} from './report.ts';

interface Sides {
  /** Undefined where the reference is a stored profile, which holds no rows. */
  readonly reference: Table | undefined;
  readonly current: Table;
}

/** Compare all columns together on a sample of both sides, where the configuration asks for it. */
export async function compareTogether(
  tables: TableReader,
  { reference, current }: Sides,
  columns: readonly JudgedColumn[],
  policy: MultivariatePolicy | undefined,
): Promise<MultivariateReport> {
  if (policy === undefined) return noMultivariate;
  if (reference === undefined) return notCompared(messages.profileOnly);
  const compared = columns.filter(
    (column) => isCompared(column) && ['number', 'category'].includes(column.column.kind),
  );
  if (compared.length < 2) return notCompared(messages.tooFewColumns);
  const samples = await drawSamples(tables, { reference, current }, compared, policy.rows);
  const least = Math.min(samples.places.length, samples.columns[0]?.current.length ?? 0);
  if (least < leastSampled) return notCompared(messages.tooFew(least, leastSampled));
  const drifted = new Set(compared.filter(hasDrifted).map(({ column }) => column.name));
  return multivariateReport(judgeTogether(samples, policy), drifted, policy.q);
}

async function drawSamples(
  tables: TableReader,
  sides: { readonly reference: Table; readonly current: Table },
  compared: readonly JudgedColumn[],
  rows: number,
): Promise<Samples> {
  const columns = compared.map(({ column }) => column);
  const draw = (table: Table, salt: number) =>
    tables.columns(sampleQuery(table.relation, columns, rows, salt, tables));
  const before = await draw(sides.reference, 1);
  const now = await draw(sides.current, 2);
  return {
    names: columns.map(({ name }) => name),
    places: numbers(before.place),
    columns: columns.map(({ kind }, i): SampledColumn => {
      const [reference, current] = [before[`c${i}`], now[`c${i}`]];
      if (kind === 'number') {
        return { kind, reference: numbers(reference), current: numbers(current) };
      }
      return { kind: 'category', reference: texts(reference), current: texts(current) };
    }),
  };
}

function numbers(column: ArrayLike<unknown> | undefined): Float64Array {
  return column instanceof Float64Array ? column : Float64Array.from(column ?? [], Number);
}

function texts(column: ArrayLike<unknown> | undefined): (string | null)[] {
  return Array.from(column ?? [], (value) => (value === null ? null : String(value)));
}
