import { kindOf, type LabelMeaning, type Profile, textOf } from './check-rows.ts';
import {
  labelNotANumber,
  labelsDisagree,
  predictionMissing,
  predictionNotANumber,
  queryUnknown,
  sharesDoNotAddUp,
  unknownClass,
} from './input-errors.ts';
import type { Layout, Side, SideName } from './layout.ts';
import type { BinaryKind, Feature, GateRows, MulticlassRows, SliceColumn } from './rows.ts';
import { isNumeric } from './rows-query.ts';

/** What `rowsQuery` answers: a typed array a column. */
export type Columns = Readonly<Record<string, Float64Array>>;
export type Profiles = ReadonlyMap<SideName, Profile>;
export type Kinds = ReadonlyMap<SideName, BinaryKind>;

/**
 * What each side's predictions of a binary label are; none for other tasks.
 *
 * @throws ActionError (usage) as `kindOf`, or `prediction-not-a-number`, `label-not-a-number`,
 *   `prediction-unknown-class`
 */
export function kindsOf(
  layout: Layout,
  profiles: Profiles,
  meaning: LabelMeaning,
  stated: BinaryKind | undefined,
): Kinds {
  const kinds = new Map<SideName, BinaryKind>();
  if (meaning.task === 'multilabel') return kinds;
  if (!('classes' in meaning)) {
    requireNumbers(layout);
    return kinds;
  }
  for (const side of layout.sides) {
    const profile = profiles.get(side.name);
    if (side.prediction === undefined || profile === undefined) continue;
    const { rows, outside = 0 } = profile;
    if (meaning.task === 'binary') kinds.set(side.name, kindOf(side, profile, stated));
    else if (outside === rows) throw unknownClass(side.name, side.prediction.name, outside);
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

export interface RowParts {
  readonly labels: Float64Array;
  readonly columns: Columns;
  readonly kinds: Kinds;
  readonly slices: readonly SliceColumn[];
  readonly features: readonly Feature[];
  readonly clusters?: Int32Array;
}

/** The joined columns as rows to judge. @throws ActionError (usage) as `readShares` */
export function assembleRows(
  meaning: LabelMeaning,
  layout: Layout,
  { labels, columns, kinds, ...shared }: RowParts,
): GateRows {
  const challenger = columns.challenger ?? new Float64Array();
  const { champion } = columns;
  switch (meaning.task) {
    case 'multilabel':
      throw new TypeError('sets of labels are assembled by themselves');
    case 'regression': {
      const ranges = { ...rangeOf(columns, 'challenger'), ...rangeOf(columns, 'champion') };
      const own = { labels, challenger, ...(champion && { champion }), ...ranges };
      const { scale } = columns;
      return { task: 'regression', ...own, ...shared, ...(scale && { scale }) };
    }
    case 'ranking': {
      const { clusters } = shared;
      if (clusters === undefined) throw queryUnknown();
      const model = { labels, challenger, ...(champion && { champion }) };
      return { task: 'ranking', ...shared, ...model, clusters };
    }
    case 'multiclass': {
      const { classes } = meaning;
      const models = multiclassModels(layout, columns, classes);
      return { task: 'multiclass', classes, labels: Uint8Array.from(labels), ...models, ...shared };
    }
    case 'binary':
      return {
        task: 'binary',
        labels: Uint8Array.from(labels),
        challenger,
        challengerKind: kinds.get('challenger') ?? 'probability',
        ...(champion && { champion, championKind: kinds.get('champion') ?? 'probability' }),
        ...shared,
      };
  }
}

function rangeOf(columns: Columns, side: 'challenger' | 'champion') {
  const [low, high] = [columns[`${side}_low`], columns[`${side}_high`]];
  return low === undefined || high === undefined ? {} : { [`${side}Range`]: { low, high } };
}

type Models = Pick<
  MulticlassRows,
  'challenger' | 'challengerShares' | 'champion' | 'championShares'
>;

function multiclassModels({ sides }: Layout, columns: Columns, classes: readonly string[]): Models {
  const read = (name: 'challenger' | 'champion') => {
    const side = sides.find((candidate) => candidate.name === name);
    if (side === undefined) return {};
    const shares = readShares(side, columns, classes);
    const answers = columns[name] ?? (shares === undefined ? undefined : likeliest(shares));
    return { answers, shares };
  };
  const own = read('challenger');
  const old = read('champion');
  return {
    challenger: own.answers ?? new Float64Array(),
    ...(own.shares && { challengerShares: own.shares }),
    ...(old.answers && { champion: old.answers }),
    ...(old.shares && { championShares: old.shares }),
  };
}

/**
 * The probabilities that a side gives each class, brought to add up to 1 exactly.
 *
 * @throws ActionError (usage): `prediction-missing`, `probabilities-do-not-add-up`
 */
function readShares(
  { name, shares: places = [] }: Side,
  columns: Columns,
  classes: readonly string[],
): Float64Array[] | undefined {
  if (places.length === 0) return undefined;
  const size = columns[`${name}_share_0`]?.length ?? 0;
  const shares = classes.map(() => new Float64Array(size));
  places.forEach(({ named, column }, i) => {
    const values = columns[`${name}_share_${i}`] ?? new Float64Array(size);
    const missing = values.filter(Number.isNaN).length;
    if (missing > 0) throw predictionMissing(name, column.name, missing);
    shares[classes.indexOf(textOf(named))]?.set(values);
  });
  const wrong = normalise(shares, size);
  if (wrong > 0) throw sharesDoNotAddUp(name, wrong);
  return shares;
}

/** Rounding of a hundred probabilities to four digits stays below this. */
const leastSum = 0.99;

/** Divide each row by its sum. @returns rows that are no probabilities */
function normalise(shares: readonly Float64Array[], rows: number): number {
  let wrong = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let least = 0;
    for (const values of shares) {
      sum += values[row] as number;
      least = Math.min(least, values[row] as number);
    }
    if (!(least >= 0 && sum >= leastSum && sum <= 2 - leastSum)) wrong++;
    for (const values of shares) values[row] = (values[row] as number) / sum;
  }
  return wrong;
}

/** The class with the largest probability; the first of several. */
function likeliest(shares: readonly Float64Array[]): Float64Array {
  const answers = new Float64Array(shares[0]?.length ?? 0);
  for (let row = 0; row < answers.length; row++) {
    let best = 0;
    for (let of = 1; of < shares.length; of++) {
      if ((shares[of]?.[row] as number) > (shares[best]?.[row] as number)) best = of;
    }
    answers[row] = best;
  }
  return answers;
}
