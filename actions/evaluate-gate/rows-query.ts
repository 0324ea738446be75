import type { Profile } from './check-rows.ts';
import type { Layout, NamedColumn, Side, SideName, SlicePlace } from './layout.ts';
import { answersOf, labelColumns, truthOf } from './multilabel/query.ts';

/** How names and values from the user become SQL: quoted by the engine's adapter. */
export interface Quoting {
  identifier(name: string): string;
  literal(value: string | number | boolean | bigint | null): string;
}

const alias: Readonly<Record<SideName, string>> = { challenger: 'a', champion: 'b', data: 'd' };

/**
 * A label or class as text that does not depend on the file's types: 1, 1.0, "1" and true are all
 * `1.0`, so that a CSV and a Parquet file agree.
 */
function classText(quote: Quoting, column: NamedColumn, from?: string): string {
  const raw = reference(quote, column, from);
  if (column.type === 'boolean') return `CAST(CAST(${raw} AS INTEGER) AS DOUBLE)::VARCHAR`;
  if (column.type === 'integer' || column.type === 'number') {
    return `CAST(${raw} AS DOUBLE)::VARCHAR`;
  }
  return `coalesce(CAST(TRY_CAST(${raw} AS DOUBLE) AS VARCHAR), CAST(${raw} AS VARCHAR))`;
}

function reference(quote: Quoting, column: NamedColumn, from?: string): string {
  return `${from === undefined ? '' : `${from}.`}${quote.identifier(column.name)}`;
}

export function isNumeric({ type }: NamedColumn): boolean {
  return type === 'integer' || type === 'number';
}

/**
 * The classes that a column of numbers can hold, as numbers: comparing a million of them takes a
 * tenth of the time that their text does. undefined where only the text tells, such as `nan`.
 */
function classNumbers(column: NamedColumn, classes: readonly string[]): string[] | undefined {
  if (!isNumeric(column) || classes.some((value) => /^-?(?:nan|inf)/iu.test(value)))
    return undefined;
  // As `classText` writes a number; any other text is no value of such a column.
  return classes.filter((value) => /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/u.test(value));
}

/** Whether a column's value is one of these classes; NULL where it is missing. */
function isAmong(
  quote: Quoting,
  column: NamedColumn,
  classes: readonly string[],
  from?: string,
): string {
  const numbers = classNumbers(column, classes);
  if (numbers === undefined) {
    const known = classes.map((value) => quote.literal(value)).join(', ');
    return `${classText(quote, column, from)} IN (${known})`;
  }
  const own = `CAST(${reference(quote, column, from)} AS DOUBLE)`;
  if (numbers.length === 0) return `(${own} IS NULL AND NULL)`;
  return `${own} IN (${numbers.map((value) => `CAST(${quote.literal(value)} AS DOUBLE)`).join(', ')})`;
}

/** The values of a label column with their rows, most frequent first; one more than `limit`. */
export function labelValuesQuery(
  quote: Quoting,
  relation: string,
  label: NamedColumn,
  limit: number,
): string {
  // Counted before they become text, which costs more: values are few, rows are many.
  const counted = `SELECT ${quote.identifier(label.name)}, count(*) AS rows FROM ${relation} GROUP BY 1`;
  const text = classText(quote, label);
  return `SELECT ${text} AS value, sum(rows) AS rows FROM (${counted}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit + 1}`;
}

/**
 * All that the checks need to know of one table, in one row.
 *
 * @param classes the label's values as text; undefined where the label is no class
 */
export function profileQuery(
  quote: Quoting,
  { relation, key, prediction, label }: Side,
  classes: readonly string[] | undefined,
): string {
  const parts = ['count(*) AS rows'];
  if (key !== undefined) {
    const name = quote.identifier(key.name);
    parts.push(`count(${name}) AS keyed`);
    if (key.type === 'integer') parts.push(`min(${name}) AS "keyLow"`, `max(${name}) AS "keyHigh"`);
  }
  if (label !== undefined) parts.push(`count(${quote.identifier(label.name)}) AS labelled`);
  if (prediction !== undefined) {
    const name = quote.identifier(prediction.name);
    parts.push(`count(${name}) AS predicted`);
    if (isNumeric(prediction)) {
      const finite = `isfinite(CAST(${name} AS DOUBLE))`;
      parts.push(
        `count_if(NOT ${finite}) AS infinite`,
        `min(CAST(${name} AS DOUBLE)) FILTER (${finite}) AS low`,
        `max(CAST(${name} AS DOUBLE)) FILTER (${finite}) AS high`,
      );
    }
    if (classes !== undefined) {
      parts.push(`count_if(NOT ${isAmong(quote, prediction, classes)}) AS outside`);
      const text = classText(quote, prediction);
      // Of numbers the smallest and the largest tell already.
      if (!isNumeric(prediction)) parts.push(`min(${text}) = max(${text}) AS constant`);
    }
  }
  return `SELECT ${parts.join(', ')} FROM ${relation}`;
}

/** Whether a key is whole numbers that a double holds exactly. */
export function isNumberedBy({ key }: Side, { keyLow, keyHigh }: Profile): boolean {
  return key?.type === 'integer' && Number.isSafeInteger(keyLow) && Number.isSafeInteger(keyHigh);
}

/** So much wider than its rows the range of a key may be for a bit a number. */
const widestRange = 16;

/** How many different keys a table has. */
export function keysQuery(quote: Quoting, side: Side, profile: Profile): string {
  const { relation, key = { name: '', type: '' } } = side;
  const name = quote.identifier(key.name);
  const { keyLow: low, keyHigh: high, rows } = profile;
  // A fifth of the time that telling them apart by a hash takes.
  const isDense = isNumberedBy(side, profile) && Number(high) - Number(low) < widestRange * rows;
  const count = isDense
    ? `bit_count(bitstring_agg(CAST(${name} AS BIGINT), CAST(${low} AS BIGINT), CAST(${high} AS BIGINT)))`
    : `count(DISTINCT ${name})`;
  return `SELECT ${count} AS keys FROM ${relation}`;
}

export function sliceValuesQuery(
  quote: Quoting,
  relation: string,
  column: NamedColumn,
  limit: number,
): string {
  const value = `CAST(${quote.identifier(column.name)} AS VARCHAR)`;
  return `SELECT DISTINCT ${value} AS value FROM ${relation} ORDER BY 1 NULLS LAST LIMIT ${limit + 1}`;
}

/** What a label or a prediction is read as. */
export type ReadAs =
  | {
      readonly task: 'binary';
      /** The class that becomes 1, as `classText` writes it. */
      readonly positive: string;
      /** Whose predictions are classes to be compared with `positive`. */
      readonly classes: ReadonlySet<SideName>;
    }
  | {
      readonly task: 'multiclass';
      /** A class is read as its place here; one that is not here as the number of classes. */
      readonly classes: readonly string[];
    }
  | { readonly task: 'multilabel'; readonly names: readonly string[] }
  /** Numbers are read as they are. */
  | { readonly task: 'regression' };

/**
 * The rows that all tables share, in key order: columns `challenger`, `champion`,
 * `challenger_share_<n>` (the probability of the n-th of its columns), `label_<side>`, `slice_<n>`
 * (an index into the slice's values in ascending order), `category_<n>` and `cluster` (likewise;
 * the cluster null without a value), `number_<n>` of the features that are numbers, and where asked
 * `key`.
 *
 * @param withKey whether to read the key too, which then must be a number
 */
export function rowsQuery(quote: Quoting, layout: Layout, readAs: ReadAs, withKey = false): string {
  const [first, ...others] = layout.sides;
  if (first === undefined) throw new TypeError('a layout has at least the challenger');
  const sameType = new Set(layout.sides.map(({ key }) => keyGroup(key))).size === 1;
  const keyOf = (side: Side): string => {
    const raw = reference(quote, side.key ?? { name: '', type: '' }, alias[side.name]);
    return sameType ? raw : `CAST(${raw} AS VARCHAR)`;
  };
  const joins = others.map(
    (side) => `JOIN ${side.relation} AS ${alias[side.name]} ON ${keyOf(first)} = ${keyOf(side)}`,
  );
  const slices = layout.slices.map((slice, i) => sliceJoin(quote, layout, slice, `s${i}`));
  const features = layout.features.filter(({ column }) => !isNumeric(column));
  slices.push(...features.map((feature, i) => sliceJoin(quote, layout, feature, `f${i}`)));
  const { cluster } = layout;
  if (cluster !== undefined) slices.push(sliceJoin(quote, layout, cluster, 'c'));
  const select = [
    ...layout.sides.flatMap((side) => columnsOf(quote, side, readAs)),
    ...layout.slices.map((_, i) => `s${i}.code AS slice_${i}`),
    ...features.map((_, i) => `f${i}.code AS category_${i}`),
    ...layout.features
      .filter(({ column }) => isNumeric(column))
      .map(({ column, side }, i) => {
        return `CAST(${reference(quote, column, alias[side])} AS DOUBLE) AS number_${i}`;
      }),
    ...(cluster === undefined ? [] : [clusterCode(quote, cluster)]),
    ...(layout.scale === undefined ? [] : [scaleColumn(quote, layout.scale)]),
    ...(withKey && first.key !== undefined
      ? [`CAST(${reference(quote, first.key, alias[first.name])} AS DOUBLE) AS key`]
      : []),
  ];
  const order = first.key === undefined ? select.map((_, i) => i + 1).join(', ') : keyOf(first);
  const from = `${first.relation} AS ${alias[first.name]}`;
  return ['SELECT', select.join(', '), 'FROM', from, ...joins, ...slices, 'ORDER BY', order].join(
    ' ',
  );
}

function keyGroup(key: NamedColumn | undefined): string {
  return key !== undefined && isNumeric(key) ? 'numeric' : (key?.type ?? '');
}

function columnsOf(quote: Quoting, side: Side, readAs: ReadAs): string[] {
  const number = (column: NamedColumn) =>
    `CAST(${reference(quote, column, alias[side.name])} AS DOUBLE)`;
  const read = (column: NamedColumn, isClass: boolean): string => {
    if (readAs.task === 'regression' || readAs.task === 'multilabel' || !isClass) {
      return number(column);
    }
    if (readAs.task === 'binary') {
      return `CAST(${isAmong(quote, column, [readAs.positive], alias[side.name])} AS UTINYINT)`;
    }
    const known = readAs.classes.map((value) => quote.literal(value)).join(', ');
    const text = classText(quote, column, alias[side.name]);
    const place = `coalesce(list_position([${known}], ${text}), ${readAs.classes.length + 1}) - 1`;
    return `CAST(${place} AS DOUBLE)`;
  };
  if (readAs.task === 'multilabel') return labelSetColumns(quote, side, readAs.names);
  const columns: string[] = [];
  if (side.prediction !== undefined) {
    const isClass = readAs.task !== 'binary' || readAs.classes.has(side.name);
    columns.push(`${read(side.prediction, isClass)} AS ${side.name}`);
  }
  if (readAs.task === 'multiclass') {
    const shares = side.shares ?? [];
    columns.push(...shares.map(({ column }, i) => `${number(column)} AS ${side.name}_share_${i}`));
  }
  if (side.range !== undefined) {
    const { low, high } = side.range;
    columns.push(`${number(low)} AS ${side.name}_low`, `${number(high)} AS ${side.name}_high`);
  }
  if (side.label !== undefined) columns.push(`${read(side.label, true)} AS label_${side.name}`);
  return columns;
}

/** Columns `label_<side>_<n>` and `<side>_label_<n>`: the n-th label's truth and answer. */
function labelSetColumns(quote: Quoting, side: Side, names: readonly string[]): string[] {
  const [truth, answers, from] = [truthOf(side), answersOf(side), alias[side.name]];
  const isTruth = truth.set !== undefined || truth.columns.length > 0;
  return [
    ...(isTruth ? labelColumns(quote, truth, names, from, `label_${side.name}`) : []),
    ...(side.name === 'data'
      ? []
      : labelColumns(quote, answers, names, from, `${side.name}_label`)),
  ];
}

function scaleColumn(quote: Quoting, { column, side }: SlicePlace): string {
  return `CAST(${reference(quote, column, alias[side])} AS DOUBLE) AS scale`;
}

function clusterCode(quote: Quoting, { column, side }: SlicePlace): string {
  const own = reference(quote, column, alias[side]);
  return `CASE WHEN ${own} IS NULL THEN NULL ELSE c.code END AS cluster`;
}

/** Joins each row to the place of its value among the slice's values. */
function sliceJoin(
  quote: Quoting,
  layout: Layout,
  { column, side }: Layout['slices'][number],
  name: string,
): string {
  const relation = layout.sides.find((candidate) => candidate.name === side)?.relation ?? '';
  const value = `CAST(${quote.identifier(column.name)} AS VARCHAR)`;
  const distinct = `SELECT DISTINCT ${value} AS value FROM ${relation}`;
  const coded = `SELECT value, row_number() OVER (ORDER BY value NULLS LAST) - 1 AS code FROM (${distinct})`;
  const own = `CAST(${reference(quote, column, alias[side])} AS VARCHAR)`;
  return `LEFT JOIN (${coded}) AS ${name} ON ${name}.value IS NOT DISTINCT FROM ${own}`;
}

/**
 * The key of some rows, numbered from 0 as `rowsQuery` orders them (`place`), and where the
 * challenger's table has them, numbered from 1 (`row`).
 */
export function rowPlacesQuery(
  quote: Quoting,
  { sides }: Layout,
  places: readonly number[],
): string {
  const [first] = sides;
  if (first?.key === undefined) throw new TypeError('tables are joined by a key');
  const sameType = new Set(sides.map(({ key }) => keyGroup(key))).size === 1;
  const key = reference(quote, first.key);
  const order = sameType ? 'key' : 'CAST(key AS VARCHAR)';
  const numbered = `SELECT ${key} AS key, row_number() OVER () AS row FROM ${first.relation}`;
  const placed = `SELECT row_number() OVER (ORDER BY ${order}) - 1 AS place, row, key FROM (${numbered})`;
  return `SELECT place, row, CAST(key AS VARCHAR) AS key FROM (${placed}) WHERE place IN (${places.join(', ')})`;
}

/** Where the challenger's table has some keys that are whole numbers: `row`, from 1, and `key`. */
export function rowsOfKeysQuery(
  quote: Quoting,
  { sides }: Layout,
  keys: readonly number[],
): string {
  const [first] = sides;
  if (first?.key === undefined) throw new TypeError('tables are joined by a key');
  const key = reference(quote, first.key);
  const numbered = `SELECT ${key} AS key, row_number() OVER () AS row FROM ${first.relation}`;
  return `SELECT row, CAST(key AS VARCHAR) AS key FROM (${numbered}) WHERE key IN (${keys.join(', ')})`;
}

/** How many keys of one table the other lacks. */
export function unmatchedQuery(quote: Quoting, one: Side, other: Side): string {
  const key = (side: Side) =>
    `SELECT CAST(${reference(quote, side.key ?? { name: '', type: '' })} AS VARCHAR) FROM ${side.relation}`;
  return `SELECT count(*) AS unmatched FROM (${key(one)} EXCEPT ${key(other)})`;
}
