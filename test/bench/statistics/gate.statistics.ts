import { judgeMetrics } from '../../../actions/evaluate-gate/judge.ts';
import { compareMetric } from '../../../actions/evaluate-gate/metrics/compare.ts';
import type { MetricName } from '../../../shared/domain/metric.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { type CoverageCase, coverageOf, methodOptions } from './coverage.ts';
import type { Statistics, StatisticsCase } from './statistics.ts';
import { binary, clustered, multiclass, ranking, values, type World } from './worlds.ts';

/** Drawn with no difference too, beside the challenger that sees more clearly: one of each method. */
const alsoAlike: ReadonlySet<MetricName> = new Set([
  ...(['auc', 'f1', 'log-loss', 'expected-calibration-error'] as const),
  ...(['f1-macro', 'median-absolute-error', 'ndcg'] as const),
]);
const clearer = 0.25;

function each(
  names: readonly MetricName[],
  method: string,
  [worldName, world, rows]: readonly [name: string, world: World, rows: number],
  more: Partial<CoverageCase> = {},
): CoverageCase[] {
  return names.flatMap((metric) =>
    (alsoAlike.has(metric) ? [0, clearer] : [clearer]).map((edge) => ({
      metric,
      method,
      worldName,
      world,
      rows,
      edge,
      ...more,
    })),
  );
}

const mean = 'influences, closed form of BCa';

/** Every interval method of the gate, and every metric that goes by it. */
export const coverageCases: readonly CoverageCase[] = [
  ...each(['auc'], 'DeLong', ['binary', binary, 1000]),
  ...each(
    ['accuracy', 'balanced-accuracy', 'f1', 'precision', 'recall', 'mcc', 'business-value'],
    'BCa bootstrap of joint counts',
    ['binary', binary, 1000],
  ),
  ...each(['log-loss', 'brier'], 'BCa bootstrap of rows', ['binary', binary, 150], {
    options: { method: 'bootstrap' },
  }),
  ...each(['log-loss', 'brier'], 'closed form of BCa', ['binary', binary, 1000]),
  ...each(['average-precision'], mean, ['binary', binary, 1000]),
  ...each(['expected-calibration-error'], 'normal draws of sums', ['binary', binary, 3000], {
    options: { replicates: 400 },
  }),
  ...each(
    ['auc', 'average-precision', 'accuracy', 'f1', 'mcc', 'log-loss', 'brier'],
    'influences of clusters, closed form of BCa',
    ['clustered', clustered, 2000],
  ),
  ...each(
    ['expected-calibration-error'],
    'normal draws of clusters',
    ['clustered', clustered, 4000],
    {
      options: { replicates: 400 },
    },
  ),
  ...each(
    [
      ...(['accuracy', 'balanced-accuracy', 'mcc', 'f1-macro', 'f1-weighted'] as const),
      ...(['precision-macro', 'precision-weighted', 'log-loss', 'auc-ovr'] as const),
    ],
    mean,
    ['multiclass', multiclass, 600],
  ),
  ...each(['rmse', 'mae', 'r2', 'mape', 'median-absolute-error', 'smape', 'wape'], mean, [
    'values',
    values,
    500,
  ]),
  ...each(['ndcg', 'ndcg-at-10', 'map', 'mrr'], 'means of queries, closed form of BCa', [
    'ranking',
    ranking,
    2000,
  ]),
];

/** Simulated comparisons a row. */
const worlds = 10_000;
/** Stated once, so that any row can be drawn again alone. */
const seed = 20_260_101;
/** What so many worlds must show of an interval of 95 %. */
const bar = { least: 0.94, most: 0.96 };

const share = (value: number): string => `${(100 * value).toFixed(2)} %`;

function coverageCase(asked: CoverageCase): StatisticsCase {
  const { metric, method, worldName, rows, edge } = asked;
  const circumstance = edge === 0 ? 'alike' : 'challenger better';
  return {
    name: `${worldName} ${metric}, ${method}, ${circumstance}`,
    run: () => {
      const { held, above, below } = coverageOf(asked, worlds, seed);
      const cells = [metric, method, worldName, rows.toLocaleString('en-US'), circumstance];
      return {
        cells: [...cells, share(held), share(above), share(below)],
        isMet: held >= bar.least && held <= bar.most,
      };
    },
  };
}

const judged = ['auc', 'log-loss', 'accuracy', 'f1'] as const;

/** How often the gate calls a challenger better in any of several metrics, of models drawn alike. */
export function falseBetter(draws: number): number {
  const random = createRandom(seed);
  let found = 0;
  for (let i = 0; i < draws; i++) {
    const rows = binary(random, 1000, 0);
    const options = { ...methodOptions, seed: random.uint32() };
    const compared = judged.map((name) => ({
      name,
      rule: { 'max-regression': 0, required: true },
      comparison: compareMetric(name, rows, options),
    }));
    const metrics = judgeMetrics(compared, options.level, rows.labels.length);
    if (metrics.some(({ judgements }) => judgements.some(({ outcome }) => outcome === 'better'))) {
      found++;
    }
  }
  return found / draws;
}

const family: StatisticsCase = {
  name: 'binary false better, Holm over four metrics',
  run: () => {
    const found = falseBetter(worlds);
    const cells = [judged.join(', '), 'Holm: false "better" in any', 'binary', '1,000', 'alike'];
    return { cells: [...cells, share(1 - found), share(found), '–'], isMet: found <= 0.05 };
  },
};

export const statistics: Statistics = {
  title: 'Gate: intervals of the difference between two models',
  text: `${worlds.toLocaleString('en-US')} simulated comparisons a row, of two models that are drawn alike or of which the challenger sees more clearly. An interval of 95 % must hold the true difference in 94 to 96 % of them; the last row is how often any of four required metrics is called better though no model is.`,
  columns: ['metric', 'method', 'world', 'rows', 'models', 'held', 'lies above', 'lies below'],
  cases: [...coverageCases.map(coverageCase), family],
};
