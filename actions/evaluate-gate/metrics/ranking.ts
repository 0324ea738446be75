import type { RankingRows } from '../rows.ts';
import { type MethodOptions, type MetricComparison, NotComputable } from './comparison.ts';
import { meanComparison } from './influence.ts';
import { reasons } from './messages.ts';

/** One query's items: their relevance, in the order that a model gives them, ties side by side. */
interface Ranked {
  readonly relevance: Float64Array;
  readonly scores: Float64Array;
}

/** NaN: the query has no relevant item, so no order of it is right or wrong. */
type QueryMetric = (ranked: Ranked) => number;

/**
 * Normalised discounted cumulative gain of the first items, scikit-learn's `ndcg_score`: gain is
 * the relevance itself, and items of equal score share their places.
 *
 * @see K. Järvelin & J. Kekäläinen, ACM TOIS 20 (2002); F. McSherry & M. Najork, ECIR (2008)
 */
function ndcg(first: number): QueryMetric {
  return ({ relevance, scores }) => {
    const discount = (place: number) => (place < first ? 1 / Math.log2(place + 2) : 0);
    let gained = 0;
    for (let from = 0; from < scores.length; ) {
      let to = from;
      let gain = 0;
      let discounts = 0;
      for (; to < scores.length && scores[to] === scores[from]; to++) {
        gain += relevance[to] as number;
        discounts += discount(to);
      }
      gained += (gain / (to - from)) * discounts;
      from = to;
    }
    const ideal = relevance
      .slice()
      .sort()
      .reverse()
      .reduce((sum, value, place) => sum + value * discount(place), 0);
    return ideal === 0 ? Number.NaN : gained / ideal;
  };
}

/** Average precision of one query, scikit-learn's `average_precision_score`. */
const averagePrecision: QueryMetric = ({ relevance, scores }) => {
  let [hits, sum] = [0, 0];
  for (let from = 0; from < scores.length; ) {
    let to = from;
    let own = 0;
    for (; to < scores.length && scores[to] === scores[from]; to++) {
      own += (relevance[to] as number) > 0 ? 1 : 0;
    }
    hits += own;
    sum += (own * hits) / to;
    from = to;
  }
  return hits === 0 ? Number.NaN : sum / hits;
};

/** One over the place of the first relevant item; in the worst order of items of equal score. */
const reciprocalRank: QueryMetric = ({ relevance, scores }) => {
  const first = relevance.findIndex((value) => value > 0);
  if (first < 0) return Number.NaN;
  let place = first;
  while (place + 1 < scores.length && scores[place + 1] === scores[first]) place++;
  const tied = scores.indexOf(scores[first] as number);
  const relevant = relevance.subarray(tied, place + 1).filter((value) => value > 0).length;
  return 1 / (place + 2 - relevant);
};

/** Relevant items among the first, where items of equal score share their places. */
function hitsAmong(first: number, { relevance, scores }: Ranked): number {
  let hits = 0;
  for (let from = 0; from < Math.min(first, scores.length); ) {
    let to = from;
    let own = 0;
    for (; to < scores.length && scores[to] === scores[from]; to++) {
      own += (relevance[to] as number) > 0 ? 1 : 0;
    }
    hits += (own / (to - from)) * (Math.min(first, to) - from);
    from = to;
  }
  return hits;
}

/** Out of the places, also where a query has fewer items. */
function precisionAt(first: number): QueryMetric {
  return (ranked) => hitsAmong(first, ranked) / first;
}

function recallAt(first: number): QueryMetric {
  return (ranked) => {
    const relevant = ranked.relevance.filter((value) => value > 0).length;
    return relevant === 0 ? Number.NaN : hitsAmong(first, ranked) / relevant;
  };
}

const measuresAt = { ndcg, precision: precisionAt, recall: recallAt } as const;

const measures = {
  ndcg: ndcg(Number.POSITIVE_INFINITY),
  map: averagePrecision,
  mrr: reciprocalRank,
} as const satisfies Record<string, QueryMetric>;

export type RankingMetric = keyof typeof measures;

/**
 * The mean of a metric over queries, which are what is resampled. Queries without a relevant item
 * are left out, for both models alike.
 *
 * @throws NotComputable where fewer than two queries have a relevant item
 */
export function compareRanking(
  name: RankingMetric,
  rows: RankingRows,
  options: MethodOptions,
): MetricComparison {
  return compareQueries(measures[name], rows, options);
}

/** The same of the first items only. @throws NotComputable */
export function compareRankingAt(
  name: keyof typeof measuresAt,
  depth: number,
  rows: RankingRows,
  options: MethodOptions,
): MetricComparison {
  return compareQueries(measuresAt[name](depth), rows, options);
}

function compareQueries(
  metric: QueryMetric,
  rows: RankingRows,
  options: MethodOptions,
): MetricComparison {
  const own = valuesOf(rows, rows.challenger, metric);
  if (own.length < 2) {
    throw new NotComputable(reasons.fewQueries);
  }
  const old = rows.champion && valuesOf(rows, rows.champion, metric);
  return meanComparison(own, old, options, { low: 0, high: 1 });
}

function valuesOf(
  { labels, clusters }: RankingRows,
  scores: Float64Array,
  metric: QueryMetric,
): Float64Array {
  const order = Int32Array.from(labels, (_, row) => row).sort(
    (a, b) =>
      (clusters[a] as number) - (clusters[b] as number) ||
      (scores[b] as number) - (scores[a] as number),
  );
  const values: number[] = [];
  for (let from = 0; from < order.length; ) {
    const query = clusters[order[from] as number];
    let to = from;
    while (to < order.length && clusters[order[to] as number] === query) to++;
    const items = order.subarray(from, to);
    values.push(
      metric({
        relevance: Float64Array.from(items, (row) => labels[row] as number),
        scores: Float64Array.from(items, (row) => scores[row] as number),
      }),
    );
    from = to;
  }
  return Float64Array.from(values).filter((value) => !Number.isNaN(value));
}
