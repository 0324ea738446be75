import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { createRandom, type Random } from '../../../shared/stats/random.ts';
import { type GateRows, rowsAt } from '../rows.ts';
import { type Answers, margins, type Respondent, rowsAnswered } from './answers.ts';
import { featuresAt, findNumbers, type NumberColumn, spreadOf, withColumns } from './columns.ts';
import type { AttackRule } from './policy.ts';

export interface AttackReport {
  /** Rows whose answer was right, and that were attacked. */
  readonly rows: number;
  /** Rows whose decision was flipped. */
  readonly hits: number;
  /** Answers asked of the model. */
  readonly predictions: number;
  readonly columns: readonly string[];
  /** The column that flips most rows by itself; undefined where none flips any. */
  readonly worst?: { readonly column: string; readonly rows: number };
}

export interface AttackOptions {
  readonly threshold: number;
  /** Of a regression: how far a value must move to count, in units of the label. */
  readonly tolerance: number;
  readonly seed: number;
  progress?(asked: number, budget: number): void;
}

/** Rounds of random steps that the budget keeps for what no column flips by itself. */
const leastRounds = 10;
/** Rounds of random steps at most: a row that withstood so many hardly falls to the next. */
const mostRounds = 50;

/**
 * Search, for rows answered right, inputs within bounds that are answered wrong (of a regression:
 * that move the value by more than a tolerance). The model is a black box: first each number by
 * itself to both ends of its bounds, then all together to the worse end of each, then random steps
 * from the worst input found so far. Each round asks about all rows still standing in one batch,
 * up to the budget. What it finds exists; what it does not find may exist still, so the share of
 * flipped rows is a lower bound.
 *
 * @param features of the same rows, and `clean` the answers to them
 * @throws NotApplicable where the policy names a column that is not there or holds texts
 */
export async function attack(
  model: Respondent,
  rows: GateRows,
  features: FeatureBatch,
  clean: Answers,
  rule: AttackRule,
  options: AttackOptions,
): Promise<AttackReport> {
  const handles = handlesOf(features, rule);
  const columns = handles.map(({ name }) => name);
  const perRow = 2 * handles.length + 1 + leastRounds;
  const affordable = Math.max(1, Math.floor(rule.predictions / perRow));
  const distances = distancesOf(rowsAnswered(rows, clean), clean, options);
  const right = Int32Array.from(distances, (_, row) => row).filter(
    (row) => (distances[row] as number) > 0,
  );
  const chosen = right.slice(0, Math.min(rule.rows, affordable));
  if (handles.length === 0 || chosen.length === 0) {
    return { rows: chosen.length, hits: 0, predictions: 0, columns };
  }
  const search = startSearch(model, rowsAnswered(rows, clean), features, chosen, handles, options);
  const alone = await moveEachAlone(search);
  await moveAllTogether(search, alone.ends);
  const random = createRandom(options.seed);
  for (let round = 0; round < mostRounds; round++) {
    const open = standing(search);
    if (open.length === 0 || search.predictions + open.length > rule.predictions) break;
    await tryInputs(search, open, randomInputs(search, open, random));
    options.progress?.(search.predictions, rule.predictions);
  }
  return reportOf(search, alone.flips);
}

/** A number that the search may move, and how far. */
interface Handle {
  readonly name: string;
  readonly reach: number;
  readonly lowest: number;
  readonly highest: number;
  readonly isWhole: boolean;
}

/** A column that never varies has no deviation to measure a step in, and is left as it is. */
function handlesOf(features: FeatureBatch, { columns, bounds, deviations }: AttackRule): Handle[] {
  const stated = Object.keys(bounds).map((name) => findNumbers(features, name));
  const chosen =
    columns === undefined
      ? features.columns.filter((column): column is NumberColumn => column.kind === 'number')
      : [...new Set([...columns.map((name) => findNumbers(features, name)), ...stated])];
  return chosen.flatMap((column): Handle[] => {
    const spread = spreadOf(column);
    if (spread === undefined || !(spread.deviation > 0)) return [];
    const [lowest, highest] = bounds[column.name] ?? [spread.lowest, spread.highest];
    const reach = deviations * spread.deviation;
    return [{ name: column.name, reach, lowest, highest, isWhole: spread.isWhole }];
  });
}

/** Above zero where the decision stands. `rows` carry the answers before the attack. */
function distancesOf(
  rows: GateRows,
  answers: Answers,
  { threshold, tolerance }: AttackOptions,
): Float64Array {
  if (rows.task !== 'regression' && rows.task !== 'ranking') {
    return margins(rows, answers, threshold);
  }
  return answers.values.map(
    (value, row) => tolerance - Math.abs(value - (rows.challenger[row] as number)),
  );
}

interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

interface Search {
  readonly model: Respondent;
  /** The attacked rows, with the answers before. */
  readonly rows: GateRows;
  readonly features: FeatureBatch;
  readonly handles: readonly Handle[];
  readonly options: AttackOptions;
  /** What each handle was at first, and what it may become, a number a row. */
  readonly start: readonly Float64Array[];
  readonly ranges: readonly Range[];
  /** The worst input found so far, and how far its answer is from wrong. */
  readonly worst: readonly Float64Array[];
  readonly left: Float64Array;
  predictions: number;
}

function startSearch(
  model: Respondent,
  rows: GateRows,
  features: FeatureBatch,
  chosen: Int32Array,
  handles: readonly Handle[],
  options: AttackOptions,
): Search {
  const attacked = featuresAt(features, chosen);
  const start = handles.map(({ name }) => {
    const column = findNumbers(attacked, name);
    return column.values;
  });
  const left = new Float64Array(chosen.length).fill(Number.POSITIVE_INFINITY);
  const worst = start.map((values) => values.slice());
  const ranges = handles.map((handle, h) => rangeOf(handle, start[h] as Float64Array));
  const fixed = { model, rows: rowsAt(rows, chosen), features: attacked, handles, options };
  return { ...fixed, start, ranges, worst, left, predictions: 0 };
}

/** A value outside of the bounds may stay where it is, or move towards them. */
function rangeOf({ reach, lowest, highest, isWhole }: Handle, start: Float64Array): Range {
  const low = start.map((value) => Math.min(value, Math.max(lowest, value - reach)));
  const high = start.map((value) => Math.max(value, Math.min(highest, value + reach)));
  return isWhole ? { low: low.map(Math.ceil), high: high.map(Math.floor) } : { low, high };
}

/** Rows whose decision stands. */
function standing({ left }: Search): Int32Array {
  return Int32Array.from(left, (_, row) => row).filter((row) => (left[row] as number) > 0);
}

/** Ask about other inputs of some rows, and keep those nearer to wrong. @returns distances */
async function tryInputs(
  search: Search,
  places: Int32Array,
  inputs: readonly Float64Array[],
): Promise<Float64Array> {
  const { handles, worst, left } = search;
  const batch = withColumns(
    featuresAt(search.features, places),
    handles.map(({ name }, h) => ({ name, kind: 'number', values: inputs[h] as Float64Array })),
  );
  const answers = await search.model.answer(batch);
  search.predictions += places.length;
  const distances = distancesOf(rowsAt(search.rows, places), answers, search.options).map(
    // No number is no decision.
    (distance) => (Number.isNaN(distance) ? Number.NEGATIVE_INFINITY : distance),
  );
  places.forEach((row, place) => {
    const distance = distances[place] as number;
    if (!(distance < (left[row] as number))) return;
    left[row] = distance;
    worst.forEach((values, h) => {
      values[row] = inputs[h]?.[place] as number;
    });
  });
  return distances;
}

interface Alone {
  /** The worse end of each handle, a number a row. */
  readonly ends: readonly Float64Array[];
  /** Rows that each handle flips by itself. */
  readonly flips: readonly number[];
}

/** All rows are asked about each handle, also those another has flipped, so that handles compare. */
async function moveEachAlone(search: Search): Promise<Alone> {
  const all = Int32Array.from(search.left, (_, row) => row);
  const ends: Float64Array[] = [];
  const flips: number[] = [];
  for (const [h, { low, high }] of search.ranges.entries()) {
    const moved = (values: Float64Array) => search.start.with(h, values).map((v) => v.slice());
    const below = await tryInputs(search, all, moved(low));
    const above = await tryInputs(search, all, moved(high));
    const isAbove = (row: number) => (above[row] as number) < (below[row] as number);
    ends.push(low.map((value, row) => (isAbove(row) ? (high[row] as number) : value)));
    flips.push(all.filter((row) => Math.min(above[row] ?? 1, below[row] ?? 1) <= 0).length);
    search.options.progress?.(search.predictions, 2 * search.handles.length * all.length);
  }
  return { ends, flips };
}

async function moveAllTogether(search: Search, ends: readonly Float64Array[]): Promise<void> {
  const open = standing(search);
  if (open.length === 0) return;
  const inputs = ends.map((values) => Float64Array.from(open, (row) => values[row] as number));
  await tryInputs(search, open, inputs);
}

/** Each of a row's numbers stays, or goes to an end or anywhere between. */
function randomInputs({ ranges, worst }: Search, open: Int32Array, random: Random): Float64Array[] {
  return worst.map((values, h) =>
    Float64Array.from(open, (row) => {
      const low = ranges[h]?.low[row] as number;
      const high = ranges[h]?.high[row] as number;
      const [kind, share] = [random.uniform(), random.uniform()];
      if (kind < 0.5) return values[row] as number;
      if (kind < 0.75) return share < 0.5 ? low : high;
      const between = low + share * (high - low);
      return Number.isInteger(low) && Number.isInteger(high) ? Math.round(between) : between;
    }),
  );
}

function reportOf({ left, handles, predictions }: Search, flips: readonly number[]): AttackReport {
  const most = Math.max(...flips);
  const column = handles[flips.indexOf(most)]?.name;
  const hits = left.filter((distance) => !(distance > 0)).length;
  return {
    ...{ rows: left.length, hits, predictions, columns: handles.map(({ name }) => name) },
    ...(most > 0 && column !== undefined && { worst: { column, rows: most } }),
  };
}
