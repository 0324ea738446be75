import { kindOf, type LabelMeaning, type Profile } from './check-rows.ts';
import { labelNotANumber, labelsDisagree, predictionNotANumber } from './input-errors.ts';
import type { Layout, SideName } from './layout.ts';
import type { BinaryKind, GateRows, SliceColumn } from './rows.ts';
import { isNumeric } from './rows-query.ts';

/** What `rowsQuery` answers: a typed array a column. */
export type Columns = Readonly<Record<string, Float64Array>>;
export type Profiles = ReadonlyMap<SideName, Profile>;
export type Kinds = ReadonlyMap<SideName, BinaryKind>;

/**
 * What each side's predictions are; none for a regression, whose columns must be numbers.
 *
 * @throws ActionError (usage) as `kindOf`, or `prediction-not-a-number`, `label-not-a-number`
 */
export function kindsOf(
  layout: Layout,
  profiles: Profiles,
  meaning: LabelMeaning,
  stated: BinaryKind | undefined,
): Kinds {
  const kinds = new Map<SideName, BinaryKind>();
  if (meaning.task === 'regression') {
    requireNumbers(layout);
    return kinds;
  }
  for (const side of layout.sides) {
    const profile = profiles.get(side.name);
    if (side.prediction === undefined || profile === undefined) continue;
    kinds.set(side.name, kindOf(side, profile, stated));
  }
  return kinds;
}

function requireNumbers({ sides }: Layout): void {
  for (const { name, prediction, label } of sides) {
    if (prediction !== undefined && !isNumeric(prediction)) {
      throw predictionNotANumber(name, prediction.name);
    }
    if (label !== undefined && !isNumeric(label)) throw labelNotANumber();
  }
}

/** The one truth of every row. @throws ActionError (usage, `labels-disagree`) */
export function agreedLabels({ sides }: Layout, columns: Columns): Float64Array {
  const labelled = sides.filter(({ label }) => label !== undefined).toReversed();
  const [truth, ...others] = labelled.map(({ name }) => ({
    name,
    labels: columns[`label_${name}`] ?? new Float64Array(),
  }));
  if (truth === undefined) throw new TypeError('a layout has a label');
  for (const { name, labels } of others) {
    const disagreeing = labels.filter((label, row) => label !== truth.labels[row]).length;
    if (disagreeing > 0) throw labelsDisagree([truth.name, name], disagreeing);
  }
  return truth.labels;
}

/** The joined columns as rows to judge. */
export function assembleRows(
  meaning: LabelMeaning,
  labels: Float64Array,
  columns: Columns,
  kinds: Kinds,
  slices: readonly SliceColumn[],
): GateRows {
  const challenger = columns.challenger ?? new Float64Array();
  const { champion } = columns;
  if (meaning.task === 'regression') {
    return { task: 'regression', labels, challenger, slices, ...(champion && { champion }) };
  }
  return {
    task: 'binary',
    labels: Uint8Array.from(labels),
    challenger,
    challengerKind: kinds.get('challenger') ?? 'probability',
    ...(champion && { champion, championKind: kinds.get('champion') ?? 'probability' }),
    slices,
  };
}
