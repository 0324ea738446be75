import { boostTrees, predictTrees } from '../../../shared/stats/boosted-trees.ts';
import { delongInterval } from '../../../shared/stats/delong.ts';
import { mannWhitney } from '../../../shared/stats/mann-whitney.ts';
import { normalCdf } from '../../../shared/stats/normal.ts';
import { createRandom, type Random } from '../../../shared/stats/random.ts';
import { binsOf, type Samples } from './features.ts';

/** How well the two samples can be told apart. */
export interface Separation {
  readonly auc: number;
  /** One-sided bounds, each at 95 %. */
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
  /** What is lost when one column's values are shuffled, by column; largest first. Costs time. */
  readonly carriedBy: () => { readonly name: string; readonly drop: number }[];
}

/** The first block only trains. */
const blocks = 5;
const seed = 20_260_101;

/**
 * Train a classifier to tell current rows from reference rows, and test how well it does.
 *
 * Rows come in blocks of both samples; each block is scored by trees grown on the blocks before it.
 * So given the past, which rows of a block are current is as good as drawn by lot when nothing has
 * changed, and the blocks' rank sums add up to an exact test, with no row lost but the first
 * block's. Cross-validation would not give that: its folds train on one another.
 *
 * @param samples at least 100 rows a side, in random order
 * @see D. Lopez-Paz & M. Oquab, Revisiting Classifier Two-Sample Tests (2017)
 */
export function separation(samples: Samples): Separation {
  const table = blockTable(samples);
  const random = createRandom(seed);
  const tested = Array.from({ length: blocks - 1 }, (_, i) => {
    const block = blockAt(table, i + 1);
    const scorer = train(table, block.from, random);
    return { block, scorer, scores: scorer(block.features) };
  });
  const found = tested.map(({ block, scores }) => compare(block, scores));
  const dropOf = (column: number): number =>
    mean(
      tested.map(({ block, scorer, scores }, i) => {
        const shuffled = withShuffled(block.features, column, random);
        const [before, now] = [scorer(block.features, column), scorer(shuffled, column)];
        const changed = scores.map((score, row) => score - (before[row] ?? 0) + (now[row] ?? 0));
        return (found[i]?.auc ?? 0) - compare(block, changed).auc;
      }),
    );
  const auc = mean(found.map((one) => one.auc));
  const nullError = Math.sqrt(found.reduce((sum, one) => sum + one.nullVariance, 0)) / found.length;
  const error = Math.sqrt(found.reduce((sum, one) => sum + one.error ** 2, 0)) / found.length;
  return {
    auc,
    low: auc - oneSided * error,
    high: auc + oneSided * error,
    pValue: nullError === 0 ? 1 : normalCdf((0.5 - auc) / nullError),
    carriedBy: () =>
      samples.names
        .map((name, column) => ({ name, drop: dropOf(column) }))
        .sort((a, b) => b.drop - a.drop || (a.name < b.name ? -1 : 1)),
  };
}

/** The normal quantile of 95 %. */
const oneSided = 1.6448536269514722;

/** Both samples as one table, block by block, and 1 where a row is current. */
interface BlockTable {
  readonly features: readonly Uint8Array[];
  readonly labels: Uint8Array;
  /** Where each block begins, and the end of the last. */
  readonly starts: readonly number[];
}

function blockTable({ columns, places }: Samples): BlockTable {
  const n = places.length;
  const m = columns[0]?.current.length ?? 0;
  const order: { side: 'reference' | 'current'; row: number }[] = [];
  const starts: number[] = [];
  for (let block = 0; block < blocks; block++) {
    starts.push(order.length);
    for (let row = block; row < n; row += blocks) order.push({ side: 'reference', row });
    for (let row = block; row < m; row += blocks) order.push({ side: 'current', row });
  }
  const features = columns.map((column) => {
    const bins = binsOf(column);
    return Uint8Array.from(order, ({ side, row }) => bins[side][row] as number);
  });
  const labels = Uint8Array.from(order, ({ side }) => (side === 'current' ? 1 : 0));
  return { features, labels, starts: [...starts, order.length] };
}

interface Block {
  readonly from: number;
  readonly features: readonly Uint8Array[];
  readonly labels: Uint8Array;
}

function blockAt({ features, labels, starts }: BlockTable, index: number): Block {
  const [from, to] = [starts[index] as number, starts[index + 1] as number];
  return {
    from,
    features: features.map((bins) => bins.subarray(from, to)),
    labels: labels.subarray(from, to),
  };
}

/** Scores of rows; with a column, only what the trees that may look at it add to them. */
type Scorer = (features: readonly Uint8Array[], column?: number) => Float64Array;

/** Trees over all columns, and then many that see a few columns each. */
const wideTrees = 25;
const narrowTrees = 40;
const narrowColumns = 2;

/**
 * Boosted trees. A tree that sees two columns finds what lies in the two together, such as a
 * correlation that changed its sign, where a greedy split over all columns sees no gain in either.
 */
function train({ features, labels }: BlockTable, rows: number, random: Random): Scorer {
  const known = features.map((bins) => bins.subarray(0, rows));
  const residuals = Float64Array.from(labels.subarray(0, rows));
  const grown: { columns: readonly number[]; model: ReturnType<typeof boostTrees> }[] = [];
  const add = (columns: readonly number[], trees: number, rate: number): void => {
    const seen = columns.map((column) => known[column] as Uint8Array);
    const model = boostTrees(seen, residuals, { trees, depth: 3, rate, leastRows: 10 });
    const values = predictTrees(model, seen, rows);
    for (let row = 0; row < rows; row++) {
      residuals[row] = (residuals[row] as number) - (values[row] as number);
    }
    grown.push({ columns, model });
  };
  const all = features.map((_, column) => column);
  add(all, wideTrees, 0.15);
  if (all.length > narrowColumns) {
    for (let tree = 0; tree < narrowTrees; tree++) add(drawColumns(all, random), 1, 0.3);
  }
  return (asked, only) => {
    const count = asked[0]?.length ?? 0;
    const scores = new Float64Array(count);
    for (const { columns, model } of grown) {
      if (only !== undefined && !columns.includes(only)) continue;
      const seen = columns.map((column) => asked[column] as Uint8Array);
      predictTrees(model, seen, count).forEach((value, row) => {
        scores[row] = (scores[row] as number) + value;
      });
    }
    return scores;
  };
}

function drawColumns(all: readonly number[], random: Random): number[] {
  const left = [...all];
  return Array.from(
    { length: narrowColumns },
    () => left.splice(random.below(left.length), 1)[0] ?? 0,
  );
}

function withShuffled(
  features: readonly Uint8Array[],
  column: number,
  random: Random,
): Uint8Array[] {
  return features.map((bins, i) => {
    if (i !== column) return bins;
    const shuffled = Uint8Array.from(bins);
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = random.below(last + 1);
      const kept = shuffled[last] as number;
      shuffled[last] = shuffled[other] as number;
      shuffled[other] = kept;
    }
    return shuffled;
  });
}

function compare(
  { labels }: Block,
  scores: Float64Array,
): { auc: number; nullVariance: number; error: number } {
  const of = (label: number): Float64Array => scores.filter((_, row) => labels[row] === label);
  const { auc, nullVariance } = mannWhitney(of(0), of(1));
  return { auc, nullVariance, error: delongInterval(labels, scores).standardError };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
