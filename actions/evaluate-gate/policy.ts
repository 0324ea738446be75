import { isMeasured } from '../../shared/domain/measured-metric.ts';
import {
  describeMetric,
  type MetricName,
  type PredictionKind,
} from '../../shared/domain/metric.ts';
import type { AnyMeasure, FairnessMeasure } from './fairness-measures.ts';
import type { Worth } from './metrics/comparison.ts';
import { type BinaryKind, columnsOf, type GateRows, type GroupBy } from './rows.ts';

/** How much worse than the champion: in units of the metric, or as a share of its value. */
export type AllowedRegression =
  | number
  | { readonly relative: number; readonly absolute?: number | undefined };

/** What one metric must keep. The keys are those a user types. */
export interface MetricRule {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly 'max-regression'?: AllowedRegression | undefined;
  /** How much better than the champion it must be. */
  readonly 'min-improvement'?: AllowedRegression | undefined;
  /** false: shown, may warn, never fails the gate. */
  readonly required: boolean;
}

export interface SliceRule {
  /** Whether to search for segments as well: in every column, or in these. */
  readonly find: boolean | readonly string[];
  readonly by: readonly GroupBy[];
  readonly 'min-rows': number;
  readonly metric?: MetricName | undefined;
  readonly 'max-regression'?: AllowedRegression | undefined;
}

export interface FairnessRule {
  readonly by: readonly GroupBy[];
  readonly limits: Readonly<Partial<Record<AnyMeasure, number | undefined>>>;
  /** How much more unequally than the champion groups may be treated. */
  readonly 'max-regression': Readonly<Partial<Record<FairnessMeasure, number | undefined>>>;
  readonly 'min-rows': number;
  readonly required: boolean;
}

/** The gate's policy: section `evaluate` of the configuration, or a policy file. */
export interface GatePolicy {
  readonly metrics: Readonly<Partial<Record<MetricName, MetricRule | undefined>>>;
  readonly slices: readonly GroupBy[] | SliceRule;
  readonly fairness?: FairnessRule | undefined;
  readonly positive?: string | number | boolean | undefined;
  readonly 'prediction-type'?: BinaryKind | undefined;
  readonly threshold: number;
  readonly level: number;
  /** The column whose values rows come in clusters of. */
  readonly cluster?: string | undefined;
  /** The quantile that predictions are of. */
  readonly quantile: number;
  /** The column that MASE divides by. */
  readonly scale?: string | undefined;
  readonly worth?: Worth | undefined;
}

export type NamedRule = readonly [name: MetricName, rule: MetricRule];

/** The first is judged, the others are shown: without a policy nobody said what may get worse. */
const customary = {
  binary: {
    probability: ['auc', 'log-loss', 'accuracy'],
    score: ['auc', 'average-precision'],
    class: ['accuracy', 'balanced-accuracy', 'f1'],
  },
  multiclass: {
    probability: ['log-loss', 'accuracy', 'f1-macro'],
    class: ['accuracy', 'balanced-accuracy', 'f1-macro'],
  },
  multilabel: {
    probability: ['label-ranking-average-precision', 'f1-micro', 'hamming-loss'],
    class: ['f1-micro', 'hamming-loss', 'subset-accuracy'],
  },
  regression: { value: ['rmse', 'mae'] },
  ranking: { score: ['ndcg', 'ndcg-at-10', 'map', 'mrr'] },
} as const satisfies Record<string, Readonly<Record<string, readonly MetricName[]>>>;

function customaryMetrics(rows: GateRows): readonly MetricName[] {
  switch (rows.task) {
    case 'binary':
      return customary.binary[rows.challengerKind];
    case 'multiclass':
      return customary.multiclass[kindsOf(rows).has('class') ? 'class' : 'probability'];
    case 'multilabel':
      return customary.multilabel[kindsOf(rows).has('class') ? 'class' : 'probability'];
    case 'regression':
      return customary.regression.value;
    case 'ranking':
      return customary.ranking.score;
  }
}

/**
 * The rules to judge by. Where the policy has none, the customary metrics of the task: the first
 * may not get worse, the others are advisory. A rule that says nothing allows no regression.
 */
export function rulesFor(policy: GatePolicy, rows: GateRows): NamedRule[] {
  const stated = Object.entries(policy.metrics).flatMap(([name, rule]): NamedRule[] =>
    rule === undefined || isMeasured(name) ? [] : [[name as MetricName, withDefault(rule)]],
  );
  if (stated.length > 0) return stated;
  return customaryMetrics(rows).map((name, place) => [
    name,
    { 'max-regression': 0, required: place === 0 },
  ]);
}

/** A rule that says nothing allows no regression. */
export function withDefault(rule: MetricRule): MetricRule {
  const silent =
    rule.min === undefined &&
    rule.max === undefined &&
    rule['max-regression'] === undefined &&
    rule['min-improvement'] === undefined;
  return silent ? { ...rule, 'max-regression': 0 } : rule;
}

/** The allowed regression in units of the metric: the smaller one where two are given. */
export function allowedInUnits(allowed: AllowedRegression, champion: number): number {
  if (typeof allowed === 'number') return allowed;
  const { relative, absolute = Number.POSITIVE_INFINITY } = allowed;
  return Math.min(absolute, relative * Math.abs(champion));
}

/** The improvement asked for in units of the metric: the larger one where two are given. */
export function improvementInUnits(wanted: AllowedRegression, champion: number): number {
  if (typeof wanted === 'number') return wanted;
  return Math.max(wanted.absolute ?? 0, wanted.relative * Math.abs(champion));
}

export function sliceRule(policy: GatePolicy): SliceRule {
  const { slices } = policy;
  return isSliceRule(slices) ? slices : { by: slices, find: false, 'min-rows': 100 };
}

/** Every column the policy groups rows by. */
export function groupingColumns(policy: GatePolicy): string[] {
  return columnsOf([...sliceRule(policy).by, ...(policy.fairness?.by ?? [])]);
}

/** The columns to search for segments in; undefined: the policy asks for no search. */
export function searchedColumns({ find }: SliceRule): 'all' | readonly string[] | undefined {
  if (find === false) return undefined;
  return find === true ? 'all' : find;
}

function isSliceRule(slices: readonly GroupBy[] | SliceRule): slices is SliceRule {
  return !Array.isArray(slices);
}

/** What the predictions of both models are. */
export function kindsOf(rows: GateRows): ReadonlySet<PredictionKind> {
  switch (rows.task) {
    case 'binary':
      return new Set([rows.challengerKind, rows.championKind ?? rows.challengerKind]);
    case 'multiclass': {
      const hasShares =
        rows.challengerShares !== undefined &&
        (rows.champion === undefined || rows.championShares !== undefined);
      return new Set([hasShares ? 'probability' : 'class']);
    }
    case 'multilabel':
      return new Set([rows.challengerKind, rows.championKind ?? rows.challengerKind]);
    case 'regression':
      return new Set(['value']);
    case 'ranking':
      return new Set(['score']);
  }
}

/** Whether the predictions allow this metric. */
export function isComputable(name: MetricName, rows: GateRows): boolean {
  const { tasks, needs } = describeMetric(name);
  if (!tasks.includes(rows.task)) return false;
  return [...kindsOf(rows)].every(
    (kind) => kind === needs || (kind === 'probability' && needs !== 'value'),
  );
}
