import type { CastFailure, RowPlace } from '../../shared/domain/column.ts';
import * as errors from './input-errors.ts';

/** Which input a table came from. */
export type SideName = 'challenger' | 'champion' | 'data';

export interface NamedColumn {
  readonly name: string;
  readonly type: string;
}

/** What the layout needs to know of an opened table. */
export interface OpenedTable {
  /** A quoted relation name to put after FROM. */
  readonly relation: string;
  readonly columns: readonly NamedColumn[];
  readonly castFailures: readonly CastFailure[];
  /** The file of each row, for rows numbered from 1 over all files. */
  placesOf(rows: readonly number[]): Promise<RowPlace[]>;
}

/** The columns the user asked for; `configured` ones may be missing in favour of the usual name. */
export interface AskedColumns {
  readonly key: { input?: string | undefined; configured?: string | undefined };
  readonly label: { input?: string | undefined; configured?: string | undefined };
  readonly prediction: { input?: string | undefined; configured?: string | undefined };
  readonly slices: readonly string[];
  /** The columns to search for segments in. */
  readonly features?: 'all' | readonly string[] | undefined;
  /** The column with the naive forecast's error. */
  readonly scale?: string | undefined;
  /** Rows have any number of labels, which may have a column each. */
  readonly isMultilabel?: boolean;
  /** The column that names the cluster of each row. */
  readonly cluster?: string | undefined;
}

/** A column with the probability of one class. */
export interface ShareColumn {
  /** The class, as the column's name has it. */
  readonly named: string;
  readonly column: NamedColumn;
}

export type LabelColumns = readonly ShareColumn[];

/** One table with the parts it plays. */
export interface Side {
  readonly name: SideName;
  readonly relation: string;
  readonly key?: NamedColumn;
  readonly prediction?: NamedColumn;
  /** Columns `<prediction>.<class>` or `<prediction>_<class>`; empty where there are none. */
  readonly shares?: readonly ShareColumn[];
  /** Columns `<prediction>_low` and `<prediction>_high` of a regression. */
  readonly range?: { readonly low: NamedColumn; readonly high: NamedColumn };
  readonly label?: NamedColumn;
  /** Columns `<label>.<name>` or `<label>_<name>` of a multilabel task. */
  readonly labelColumns?: LabelColumns;
}

export interface SlicePlace {
  readonly column: NamedColumn;
  readonly side: SideName;
}

export interface Layout {
  readonly sides: readonly Side[];
  readonly slices: readonly SlicePlace[];
  readonly cluster?: SlicePlace;
  readonly scale?: SlicePlace;
  readonly features: readonly SlicePlace[];
  /** Slice columns that no table has. */
  readonly missingSlices: readonly string[];
}

export type OpenedTables = { readonly challenger: OpenedTable } & Readonly<
  Partial<Record<SideName, OpenedTable>>
>;

/**
 * Find the key, the predictions, the labels and the slices in the opened tables.
 *
 * @throws ActionError (usage): `column-not-found`, `key-unknown`, `label-not-found`,
 *   `value-breaks-type`, `cluster-not-found`
 */
export async function resolveLayout(tables: OpenedTables, asked: AskedColumns): Promise<Layout> {
  const entries = (['challenger', 'champion', 'data'] as const).flatMap((name) => {
    const table = tables[name];
    return table === undefined ? [] : [{ name, table }];
  });
  const key = keyName(entries, asked.key);
  const sides = entries.map(({ name, table }) => sideOf(name, table, key, asked));
  const isLabelled = ({ label, labelColumns = [] }: Side) =>
    label !== undefined || labelColumns.length > 0;
  if (!sides.some(isLabelled)) throw noLabel(asked, tables);
  const { slices, missingSlices } = placeSlices(entries, asked.slices);
  const cluster = placeCluster(entries, asked.cluster);
  const scale = placeScale(entries, asked.scale);
  const features = placeFeatures(entries, sides, cluster.cluster, asked.features);
  missingSlices.push(...features.missing);
  for (const [i, { name, table }] of entries.entries()) {
    await requireCleanCast(name, table, sides[i]);
  }
  return { sides, slices, missingSlices, features: features.places, ...cluster, ...scale };
}

interface Entry {
  readonly name: SideName;
  readonly table: OpenedTable;
}

function find(table: OpenedTable, name: string): NamedColumn | undefined {
  return table.columns.find((column) => column.name === name);
}

/** More than these are not searched: pairs grow with their square. */
const mostFeatures = 30;

const usualKeys = ['id', 'key'];

function keyName(entries: readonly Entry[], { input, configured }: AskedColumns['key']) {
  const asked = input ?? configured;
  if (asked !== undefined) {
    for (const { name, table } of entries) requireColumn(name, table, asked, 'key');
    return asked;
  }
  const usual = usualKeys.find((name) => entries.every(({ table }) => find(table, name)));
  if (usual !== undefined || entries.length === 1) return usual;
  const shared = entries[0]?.table.columns.filter(({ name }) =>
    entries.every(({ table }) => find(table, name)),
  );
  throw errors.keyUnknown(entries.length, shared?.map(({ name }) => name) ?? []);
}

function sideOf(
  name: SideName,
  table: OpenedTable,
  key: string | undefined,
  asked: AskedColumns,
): Side {
  const keyColumn = key === undefined ? undefined : find(table, key);
  const label = labelOf(table, asked.label);
  return {
    name,
    relation: table.relation,
    ...(keyColumn === undefined ? {} : { key: keyColumn }),
    ...(label === undefined ? {} : { label }),
    ...(asked.isMultilabel === true && { labelColumns: labelColumnsOf(table, asked.label) }),
    ...(name === 'data' ? {} : predictionOf(name, table, asked.prediction)),
  };
}

/** The column of predictions, of the probabilities of each class, or both. */
function predictionOf(
  name: SideName,
  table: OpenedTable,
  { input, configured }: AskedColumns['prediction'],
): Pick<Side, 'prediction' | 'shares'> {
  const wanted =
    input ?? (configured !== undefined && stands(table, configured) ? configured : 'prediction');
  const shares = shareColumns(table, wanted);
  const found = find(table, wanted);
  if (found === undefined && shares.length >= 2) return { shares };
  return { shares, prediction: found ?? requireColumn(name, table, wanted, 'prediction') };
}

function stands(table: OpenedTable, name: string): boolean {
  return find(table, name) !== undefined || shareColumns(table, name).length >= 2;
}

function shareColumns({ columns }: OpenedTable, prediction: string): ShareColumn[] {
  return columns.flatMap((column): ShareColumn[] => {
    const { name, type } = column;
    const isNamed = ['.', '_'].some((mark) => name.startsWith(prediction + mark));
    const named = name.slice(prediction.length + 1);
    const isNumber = type === 'number' || type === 'integer';
    return isNamed && isNumber && named !== '' ? [{ named, column }] : [];
  });
}

function labelOf(
  table: OpenedTable,
  { input, configured }: AskedColumns['label'],
): NamedColumn | undefined {
  if (input !== undefined) return find(table, input);
  return (configured === undefined ? undefined : find(table, configured)) ?? find(table, 'label');
}

function labelColumnsOf(table: OpenedTable, { input, configured }: AskedColumns['label']) {
  return shareColumns(table, input ?? configured ?? 'label');
}

function requireColumn(
  side: SideName,
  table: OpenedTable,
  name: string,
  input: 'key' | 'prediction',
): NamedColumn {
  const column = find(table, name);
  if (column !== undefined) return column;
  const known = table.columns.map((other) => other.name);
  throw errors.columnNotFound(side, name, input, known);
}

function noLabel({ label }: AskedColumns, tables: OpenedTables): Error {
  const wanted = label.input ?? label.configured ?? 'label';
  const names = Object.values(tables).flatMap((table) => table.columns.map(({ name }) => name));
  return errors.labelNotFound(wanted, [...new Set(names)]);
}

function placeSlices(entries: readonly Entry[], wanted: readonly string[]) {
  const slices: SlicePlace[] = [];
  const missingSlices: string[] = [];
  const places: readonly SideName[] = ['data', 'challenger', 'champion'];
  for (const name of new Set(wanted)) {
    const found = places.flatMap((side): SlicePlace[] => {
      const entry = entries.find((candidate) => candidate.name === side);
      const column = entry === undefined ? undefined : find(entry.table, name);
      return column === undefined ? [] : [{ column, side }];
    });
    if (found[0] === undefined) missingSlices.push(name);
    else slices.push(found[0]);
  }
  return { slices, missingSlices };
}

/** Columns with a role of their own say nothing about where a model is weak. */
function placeFeatures(
  entries: readonly Entry[],
  sides: readonly Side[],
  cluster: SlicePlace | undefined,
  asked: AskedColumns['features'],
): { places: SlicePlace[]; missing: string[] } {
  if (asked === undefined) return { places: [], missing: [] };
  if (asked !== 'all') {
    const { slices, missingSlices } = placeSlices(entries, asked);
    return { places: slices, missing: missingSlices };
  }
  const taken = new Set([
    cluster?.column.name,
    ...sides.flatMap(({ key, prediction, label, shares = [], labelColumns = [] }) => [
      ...[key?.name, prediction?.name, label?.name, 'prediction'],
      ...labelColumns.map(({ column }) => column.name),
      ...shares.map(({ column }) => column.name),
    ]),
  ]);
  const names = entries
    .filter(({ name }) => name !== 'champion')
    .flatMap(({ table }) => table.columns.map(({ name }) => name));
  const wanted = [...new Set(names)].filter((name) => !taken.has(name)).slice(0, mostFeatures);
  return { places: placeSlices(entries, wanted).slices, missing: [] };
}

function placeCluster(
  entries: readonly Entry[],
  wanted: string | undefined,
): { cluster?: SlicePlace } {
  if (wanted === undefined) return {};
  const [cluster] = placeSlices(entries, [wanted]).slices;
  if (cluster !== undefined) return { cluster };
  const names = entries.flatMap(({ table }) => table.columns.map(({ name }) => name));
  throw errors.clusterNotFound(wanted, [...new Set(names)]);
}

function placeScale(entries: readonly Entry[], wanted: string | undefined): { scale?: SlicePlace } {
  if (wanted === undefined) return {};
  const [scale] = placeSlices(entries, [wanted]).slices;
  const type = scale?.column.type;
  if (scale !== undefined && (type === 'number' || type === 'integer')) return { scale };
  const names = entries.flatMap(({ table }) => table.columns.map(({ name }) => name));
  throw errors.scaleNotFound(wanted, type !== undefined, [...new Set(names)]);
}

/** A value that did not fit its column's type has been read as missing: say so, and where. */
async function requireCleanCast(
  name: SideName,
  table: OpenedTable,
  side: Side | undefined,
): Promise<void> {
  const shares = side?.shares?.map(({ column }) => column) ?? [];
  const used = [side?.key, side?.prediction, side?.label, ...shares];
  const parts = used.map((column) => column?.name);
  const failure = table.castFailures.find(({ column }) => parts.includes(column));
  if (failure === undefined) return;
  throw errors.valueBreaksType(name, failure, await table.placesOf(failure.rows));
}
