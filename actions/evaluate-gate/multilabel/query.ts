import type { LabelColumns, NamedColumn, Side } from '../layout.ts';
import type { Quoting } from '../rows-query.ts';

/** A set of labels in one column: a list, a JSON array of text, or text with `|`, `;` or `,`. */
export interface LabelSets {
  readonly set?: NamedColumn | undefined;
  /** A column a label. */
  readonly columns: LabelColumns;
}

/** Where a side has the truth, and where its model's answers are. */
export function truthOf({ label, labelColumns: columns = [] }: Side): LabelSets {
  return { set: label, columns };
}

export function answersOf({ prediction, shares = [] }: Side): LabelSets {
  return { set: prediction, columns: shares };
}

/** SQL: the set as a list of trimmed text; empty where there is no value. */
function asList(quote: Quoting, column: NamedColumn, from: string): string {
  const raw = `${from}${quote.identifier(column.name)}`;
  const parts =
    column.type === 'other'
      ? `CAST(${raw} AS VARCHAR[])`
      : `string_split_regex(trim(CAST(${raw} AS VARCHAR), ' []'), '[|;,]')`;
  const trimmed = `list_transform(${parts}, lambda part: trim(part, ' "'''))`;
  return `coalesce(list_filter(${trimmed}, lambda part: part <> ''), [])`;
}

/** The different labels in a column of sets, one more than `limit` at most. */
export function labelNamesQuery(
  quote: Quoting,
  relation: string,
  column: NamedColumn,
  limit: number,
): string {
  const parts = `SELECT unnest(${asList(quote, column, '')}) AS name FROM ${relation}`;
  return `SELECT DISTINCT name FROM (${parts}) ORDER BY 1 LIMIT ${limit + 1}`;
}

/**
 * A number a label: its column as it is, or 1 where the set has it. NaN where a column has no value.
 *
 * @param from the relation's alias
 * @param as the start of the columns' names; the place of the label follows
 */
export function labelColumns(
  quote: Quoting,
  { set, columns }: LabelSets,
  names: readonly string[],
  from: string,
  as: string,
): string[] {
  return names.map((name, place) => {
    const own = columns.find(({ named }) => named === name);
    const value =
      own !== undefined
        ? `CAST(${from}.${quote.identifier(own.column.name)} AS DOUBLE)`
        : set === undefined
          ? '0.0'
          : `CAST(list_contains(${asList(quote, set, `${from}.`)}, ${quote.literal(name)}) AS DOUBLE)`;
    return `${value} AS ${as}_${place}`;
  });
}
