import type { Finding } from '../../shared/domain/record.ts';
import {
  agreedLabels,
  assembleRows,
  type Columns,
  type Kinds,
  kindsOf,
  type Profiles,
} from './assemble-rows.ts';
import {
  checkProfile,
  classLimit,
  isOfNumbers,
  type LabelMeaning,
  type LabelValue,
  meaningOf,
  type Profile,
  unmatchedError,
} from './check-rows.ts';
import { clusterMissing } from './input-errors.ts';
import type { Layout, Side, SlicePlace } from './layout.ts';
import { findings as texts } from './messages.ts';
import {
  agreedLabelSets,
  assembleLabelSets,
  readLabelNames,
  unknownLabels,
} from './multilabel/read.ts';
import type { GatePolicy } from './policy.ts';
import type { Feature, GateRows, SliceColumn } from './rows.ts';
import {
  isNumberedBy,
  isNumeric,
  keysQuery,
  labelValuesQuery,
  profileQuery,
  type Quoting,
  type ReadAs,
  rowsQuery,
  sliceValuesQuery,
  unmatchedQuery,
} from './rows-query.ts';
import { settlePredictions } from './settle-predictions.ts';

/** Asks the opened tables; queries are ours. */
export interface RowSource extends Quoting {
  query(sql: string): Promise<Readonly<Record<string, unknown>>[]>;
  columns(sql: string): Promise<Readonly<Record<string, ArrayLike<unknown>>>>;
}

/** What the reading needs to know of the configuration. */
export interface Asked {
  readonly task: string | undefined;
  readonly policy: GatePolicy;
}

const none: Profile = { rows: 0 };
/** More slices than this are a mistake: a key, a time, a measurement. */
const mostSliceValues = 1000;

export interface ReadRows {
  rows: GateRows;
  meaning: LabelMeaning;
  /** The key of each row, where keys are whole numbers. */
  keys?: Float64Array;
  /** What the policy asks of the data and the data lacks. */
  findings: Finding[];
}

/**
 * Check each table by itself, join them, and read the rows to judge.
 *
 * @throws ActionError (usage) where a table cannot be judged, or the tables do not belong together
 */
export async function readRows(
  tables: RowSource,
  unsettled: Layout,
  { task, policy }: Asked,
): Promise<ReadRows> {
  const settled = settlePredictions(unsettled, await readMeaning(tables, unsettled, task, policy));
  const { layout, meaning } = settled;
  const profiles = await profileTables(tables, layout, meaning);
  const kinds = kindsOf(layout, profiles, meaning, policy['prediction-type']);
  const { usable: sliced, values, findings } = await readSliceValues(tables, layout);
  const { usable, categories } = await readCategories(tables, sliced);
  const [first] = usable.sides;
  const isNumbered = first !== undefined && isNumberedBy(first, profiles.get(first.name) ?? none);
  const sql = rowsQuery(tables, usable, readAsOf(meaning, kinds), isNumbered);
  const columns = (await tables.columns(sql)) as Columns;
  const joined = columns.challenger ?? columns.challenger_label_0;
  await checkJoin(tables, usable, profiles, joined?.length ?? 0);
  const slices = usable.slices.map(
    ({ column }, i): SliceColumn => ({
      name: column.name,
      codes: Int32Array.from(columns[`slice_${i}`] ?? []),
      values: values[i] ?? [],
    }),
  );
  const features = featuresOf(usable, columns, categories);
  const shared = { columns, slices, features, ...clustersOf(layout, columns) };
  if (meaning.task === 'multilabel') {
    const truths = agreedLabelSets(usable, columns, meaning.names);
    const rows = assembleLabelSets(meaning, truths, layout, shared);
    return { rows, meaning, findings: [...findings, ...unknownLabels(rows)] };
  }
  const parts = { labels: agreedLabels(usable, columns), kinds, ...shared };
  const unknown = unknownAnswers(layout, profiles, meaning);
  return {
    rows: assembleRows(meaning, layout, parts),
    meaning,
    findings: [...findings, ...unknown],
    ...(columns.key && { keys: columns.key }),
  };
}

async function profileTables(
  tables: RowSource,
  { sides }: Layout,
  meaning: LabelMeaning,
): Promise<Profiles> {
  const classes = 'classes' in meaning ? meaning.classes : undefined;
  const profiles = new Map<Side['name'], Profile>();
  for (const side of sides) {
    // Sets of labels are checked label by label once they are read.
    const { prediction: _prediction, label: _label, ...keyed } = side;
    const asked = meaning.task === 'multilabel' ? keyed : side;
    const [answer] = await tables.query(profileQuery(tables, asked, classes));
    const profile = await withKeys(tables, asked, answer as unknown as Profile);
    checkProfile(asked, profile);
    profiles.set(side.name, profile);
  }
  return profiles;
}

async function withKeys(tables: RowSource, side: Side, profile: Profile): Promise<Profile> {
  if (side.key === undefined) return profile;
  const [counted] = await tables.query(keysQuery(tables, side, profile));
  return { ...profile, keys: Number(counted?.keys) };
}

function readAsOf(meaning: LabelMeaning, kinds: Kinds): ReadAs {
  switch (meaning.task) {
    case 'regression':
    case 'ranking':
      return { task: 'regression' };
    case 'multiclass':
      return { task: 'multiclass', classes: meaning.classes };
    case 'multilabel':
      return { task: 'multilabel', names: meaning.names };
    case 'binary': {
      const named = [...kinds].filter(([, kind]) => kind === 'class').map(([name]) => name);
      return { task: 'binary', positive: meaning.positive, classes: new Set(named) };
    }
  }
}

/** A column of more values than this is a name or a text, not a category to search in. */
const mostCategories = 50;

/** The values of the features that are no numbers; those with too many are left out. */
async function readCategories(tables: RowSource, layout: Layout) {
  const categories = new Map<string, readonly (string | null)[]>();
  for (const { column, side } of layout.features) {
    if (isNumeric(column)) continue;
    const found = await distinctValues(tables, layout, { column, side }, mostCategories);
    if (found.length <= mostCategories) categories.set(column.name, found);
  }
  const features = layout.features.filter(
    ({ column }) => isNumeric(column) || categories.has(column.name),
  );
  return { usable: { ...layout, features }, categories };
}

function featuresOf(
  { features }: Layout,
  columns: Columns,
  categories: ReadonlyMap<string, readonly (string | null)[]>,
): Feature[] {
  const numbers = features.filter(({ column }) => isNumeric(column));
  const others = features.filter(({ column }) => !isNumeric(column));
  return [
    ...numbers.map(({ column: { name } }, i): Feature => {
      return { kind: 'number', name, values: columns[`number_${i}`] ?? new Float64Array() };
    }),
    ...others.map(({ column: { name } }, i): Feature => {
      const codes = Int32Array.from(columns[`category_${i}`] ?? []);
      return { kind: 'category', name, codes, values: categories.get(name) ?? [] };
    }),
  ];
}

async function distinctValues(
  tables: RowSource,
  { sides }: Layout,
  { column, side }: SlicePlace,
  limit: number,
): Promise<(string | null)[]> {
  const relation = sides.find(({ name }) => name === side)?.relation ?? '';
  const found = await tables.query(sliceValuesQuery(tables, relation, column, limit));
  return found.map(({ value }) => (value === null ? null : String(value)));
}

/** @throws ActionError (usage, `cluster-missing`) */
function clustersOf({ cluster }: Layout, columns: Columns): { clusters?: Int32Array } {
  if (cluster === undefined) return {};
  const codes = columns.cluster ?? new Float64Array();
  const missing = codes.filter(Number.isNaN).length;
  if (missing > 0) throw clusterMissing(cluster.column.name, missing);
  return { clusters: Int32Array.from(codes) };
}

/** A class that no held-out row has may still be a right name: it counts as wrong, and is said. */
function unknownAnswers({ sides }: Layout, profiles: Profiles, meaning: LabelMeaning): Finding[] {
  if (meaning.task !== 'multiclass') return [];
  return sides.flatMap(({ name, prediction }): Finding[] => {
    const outside = profiles.get(name)?.outside ?? 0;
    if (prediction === undefined || outside === 0) return [];
    const message = texts.unknownAnswers(name, outside);
    return [{ code: 'prediction-unknown-class', severity: 'warning', message }];
  });
}

async function readMeaning(
  tables: RowSource,
  layout: Layout,
  task: string | undefined,
  { positive }: GatePolicy,
): Promise<LabelMeaning> {
  if (task === 'multilabel') return readLabelNames(tables, layout);
  const side = layout.sides.findLast(({ label }) => label !== undefined);
  const label = side?.label;
  if (side === undefined || label === undefined) throw new TypeError('a layout has a label');
  const isNumber = isOfNumbers(task);
  const sql = labelValuesQuery(tables, side.relation, label, classLimit(task));
  const values = isNumber ? [] : await tables.query(sql);
  if (values.length === 0 && !isNumber) checkProfile(side, { rows: 0 });
  return meaningOf(values as unknown as LabelValue[], isNumeric(label), task, positive);
}

async function readSliceValues(tables: RowSource, layout: Layout) {
  const findings: Finding[] = layout.missingSlices.map((column) => ({
    code: 'slice-not-found',
    severity: 'error',
    message: texts.missingSlice(column),
    column,
  }));
  const slices: Layout['slices'][number][] = [];
  const values: (string | null)[][] = [];
  for (const slice of layout.slices) {
    const { column } = slice;
    const found = await distinctValues(tables, layout, slice, mostSliceValues);
    if (found.length > mostSliceValues) {
      const message = texts.sliceTooFine(column.name, mostSliceValues);
      findings.push({ code: 'slice-too-fine', severity: 'error', message, column: column.name });
      continue;
    }
    slices.push(slice);
    values.push(found);
  }
  return { usable: { ...layout, slices }, values, findings };
}

/** Keys are unique, so the joined rows are as many as each table's exactly where all keys match. */
async function checkJoin(
  tables: RowSource,
  { sides }: Layout,
  profiles: Profiles,
  joined: number,
): Promise<void> {
  const [first, ...others] = sides;
  if (first === undefined) return;
  const rowsOf = (side: Side) => profiles.get(side.name)?.rows ?? 0;
  if (sides.every((side) => rowsOf(side) === joined)) return;
  for (const other of others) {
    const [missing] = await tables.query(unmatchedQuery(tables, first, other));
    const [extra] = await tables.query(unmatchedQuery(tables, other, first));
    const [one, two] = [
      { side: first.name, rows: rowsOf(first), unmatched: Number(missing?.unmatched) },
      { side: other.name, rows: rowsOf(other), unmatched: Number(extra?.unmatched) },
    ] as const;
    if (one.unmatched + two.unmatched === 0) continue;
    throw unmatchedError(one, two, first.key?.name ?? '');
  }
}
