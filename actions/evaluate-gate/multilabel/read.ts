import type { Finding } from '../../../shared/domain/record.ts';
import type { Columns, RowParts } from '../assemble-rows.ts';
import type { LabelMeaning } from '../check-rows.ts';
import type { Layout, Side, SideName } from '../layout.ts';
import type { RowSource } from '../read-rows.ts';
import type { MultilabelKind, MultilabelRows } from '../rows.ts';
import { errors, findings as texts } from './messages.ts';
import { answersOf, type LabelSets, labelNamesQuery, truthOf } from './query.ts';

/** More labels than these are a mistake: a text that was split. */
const mostLabels = 200;

function isGiven({ set, columns }: LabelSets): boolean {
  return set !== undefined || columns.length > 0;
}

type Multilabel = Extract<LabelMeaning, { task: 'multilabel' }>;

/**
 * Every label that a row has or is given, and whose columns those are.
 *
 * @throws ActionError (usage): `labels-too-few`, `labels-too-many`, `column-not-found`,
 *   `probability-column-missing`
 */
export async function readLabelNames(tables: RowSource, { sides }: Layout): Promise<Multilabel> {
  const known = new Set<string>();
  for (const side of sides) await addNames(tables, side, truthOf(side), known);
  if (known.size < 2) throw errors.tooFewLabels([...known]);
  const all = new Set(known);
  for (const side of sides) {
    if (side.name === 'data') continue;
    const answers = answersOf(side);
    if (!isGiven(answers)) throw errors.noPredictions(side.name, 'prediction');
    await addNames(tables, side, answers, all);
    const named = new Set(answers.columns.map(({ named: name }) => name));
    const without = [...known].filter((name) => !named.has(name));
    if (answers.set === undefined && without.length > 0) {
      throw errors.columnMissing(side.name, 'prediction', without);
    }
  }
  return { task: 'multilabel', names: [...all].toSorted() };
}

async function addNames(
  tables: RowSource,
  { relation }: Side,
  { set, columns }: LabelSets,
  names: Set<string>,
): Promise<void> {
  for (const { named } of columns) names.add(named);
  // Columns say it all: a set beside them is the same in other words.
  if (set === undefined || columns.length > 0) return;
  for (const { name } of await tables.query(labelNamesQuery(tables, relation, set, mostLabels))) {
    names.add(String(name));
  }
  if (names.size > mostLabels) throw errors.tooManyLabels(mostLabels);
}

/** The truth of every row, a column a label; the same in every file that has it. */
export function agreedLabelSets(
  { sides }: Layout,
  columns: Columns,
  names: readonly string[],
): Float64Array[] {
  const labelled = sides.filter((side) => isGiven(truthOf(side))).toReversed();
  const [first, ...others] = labelled;
  if (first === undefined) throw new TypeError('a layout has a label');
  return names.map((name, place) => {
    const truth = columns[`label_${first.name}_${place}`] ?? new Float64Array();
    requireValues(first.name, 'label', name, truth);
    if (truth.some((value) => value !== 0 && value !== 1)) {
      throw errors.labelNotZeroOrOne(first.name, name);
    }
    for (const other of others) {
      const own = columns[`label_${other.name}_${place}`];
      const differing = own?.filter((value, row) => value !== truth[row]).length ?? 0;
      if (differing > 0) throw errors.disagree([first.name, other.name], name, differing);
    }
    return truth;
  });
}

function requireValues(
  side: SideName,
  what: 'label' | 'prediction',
  name: string,
  values: Float64Array,
): void {
  const missing = values.filter(Number.isNaN).length;
  if (missing > 0) throw errors.valueMissing(side, what, name, missing);
}

interface Answers {
  readonly shares: readonly Float64Array[];
  readonly kind: MultilabelKind;
}

/** @throws ActionError (usage): `prediction-missing`, `prediction-not-a-probability` */
function readAnswers(side: SideName, columns: Columns, names: readonly string[]): Answers {
  const shares = names.map((name, place) => {
    const values = columns[`${side}_label_${place}`] ?? new Float64Array();
    requireValues(side, 'prediction', name, values);
    let [low, high] = [0, 1];
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
    if (low < 0 || high > 1) throw errors.notAProbability(side, name, low, high);
    return values;
  });
  const isClass = shares.every((values) => values.every((value) => value === 0 || value === 1));
  return { shares, kind: isClass ? 'class' : 'probability' };
}

function countOf(columns: readonly Float64Array[], rows: number): Float64Array {
  const counts = new Float64Array(rows);
  for (const column of columns) {
    for (let row = 0; row < rows; row++) {
      counts[row] = (counts[row] as number) + ((column[row] as number) >= 0.5 ? 1 : 0);
    }
  }
  return counts;
}

/** The joined columns as rows to judge. @throws ActionError (usage) as `readAnswers` */
export function assembleLabelSets(
  { names }: Multilabel,
  truths: readonly Float64Array[],
  { sides }: Layout,
  { columns, slices, features, clusters }: Omit<RowParts, 'labels' | 'kinds'>,
): MultilabelRows {
  const rows = truths[0]?.length ?? 0;
  const own = readAnswers('challenger', columns, names);
  const hasChampion = sides.some(({ name }) => name === 'champion');
  const old = hasChampion ? readAnswers('champion', columns, names) : undefined;
  return {
    task: 'multilabel',
    names,
    labels: Uint8Array.from(countOf(truths, rows)),
    truths,
    challenger: countOf(own.shares, rows),
    challengerShares: own.shares,
    challengerKind: own.kind,
    ...(old && {
      champion: countOf(old.shares, rows),
      championShares: old.shares,
      championKind: old.kind,
    }),
    slices,
    features,
    ...(clusters && { clusters }),
  };
}

/** Labels that a model gives and no row has are said: they may be misspelt. */
export function unknownLabels({ names, truths, ...rows }: MultilabelRows): Finding[] {
  const unknown = (shares: readonly Float64Array[] = []) =>
    names.filter(
      (_, label) => !truths[label]?.includes(1) && shares[label]?.some((share) => share >= 0.5),
    );
  return (['challenger', 'champion'] as const).flatMap((side): Finding[] => {
    const found = unknown(rows[`${side}Shares`]);
    if (found.length === 0) return [];
    const message = texts.unknownLabels(side, found);
    return [{ code: 'prediction-unknown-class', severity: 'warning', message }];
  });
}
