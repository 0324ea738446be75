import { type Verdict, worstVerdict } from '../../shared/domain/verdict.ts';
import { bootstrapCounts } from '../../shared/stats/bootstrap-counts.ts';
import type { Estimate } from '../../shared/stats/interval.ts';
import { nonInferiority } from '../../shared/stats/non-inferiority.ts';
import {
  bootstrapClusters,
  type ClusteredCells,
  cellsByCluster,
  designEffects,
} from './fairness-clusters.ts';
import {
  type AnyMeasure,
  betterOf,
  contrastOf,
  type FairnessMeasure,
  fairnessMeasures,
  type GroupCounts,
  type MeasuredFairness,
  measureFairness,
} from './fairness-measures.ts';
import { calibrationWithinGroups, type GroupResidual, residualOf } from './group-calibration.ts';
import { advisory, type Judgement, judgeLimit, verdictOf } from './judge.ts';
import {
  cellReader,
  cutOf,
  type JointCounts,
  jointCounts,
  ofChallenger,
  ofChampion,
} from './metrics/confusion.ts';
import type { FairnessRule } from './policy.ts';
import { type BinaryRows, groupBy, indicesByValue, rowsAt } from './rows.ts';

export interface FairnessGroup {
  readonly challenger: GroupCounts;
  readonly champion?: GroupCounts;
  /** Rows by label and both models' classes. */
  readonly cells: JointCounts;
  /** Where both models give probabilities. */
  readonly residuals?: { readonly challenger: GroupResidual; readonly champion?: GroupResidual };
  readonly rows: number;
}

export interface JudgedMeasure {
  readonly measure: AnyMeasure;
  /** undefined: fewer than two groups have the rate. */
  readonly challenger?: MeasuredFairness;
  readonly champion?: number;
  /** Challenger minus champion, where the policy limits it. */
  readonly difference?: Estimate;
  /** Of the limit and of the regression; empty where neither is set or could be had. */
  readonly judgements: readonly Judgement[];
  readonly verdict: Verdict;
}

/** How alike the groups of one column, or of several columns together, are treated. */
export interface FairnessReport {
  /** `sex`, or `sex × race`. */
  readonly by: string;
  readonly groups: readonly FairnessGroup[];
  /** Groups with fewer rows than the policy asks for, left out of every measure. */
  readonly tooSmall: readonly { readonly name: string; readonly rows: number }[];
  readonly measures: readonly JudgedMeasure[];
}

export interface FairnessOptions {
  /** Of the two-sided intervals. */
  readonly level: number;
  readonly threshold: number;
  readonly seed: number;
}

/** What the change of a measure is drawn from, where rows come in clusters. */
interface Drawing extends FairnessOptions {
  readonly clustered?: ClusteredCells | undefined;
}

/** Judge every measure that the policy limits, and show the others, by each of its groupings. */
export function judgeFairness(
  rows: BinaryRows,
  rule: FairnessRule,
  options: FairnessOptions,
): FairnessReport[] {
  return rule.by.flatMap((by): FairnessReport[] => {
    const grouping = groupBy(rows, by);
    if (grouping === undefined) return [];
    const all = indicesByValue(grouping).map((indices, code) => {
      const name = grouping.values[code] ?? '(missing)';
      return groupOf(rowsAt(rows, indices), name, options.threshold);
    });
    const groups = all.filter(({ rows: size }) => size >= rule['min-rows']);
    const tooSmall = all
      .filter(({ rows: size }) => size < rule['min-rows'])
      .map(({ challenger: { name }, rows: size }) => ({ name, rows: size }));
    const places = all.flatMap(({ rows: size }, code) => (size >= rule['min-rows'] ? [code] : []));
    const drawing = {
      ...options,
      clustered: clusteredCells(rows, grouping.codes, places, options),
    };
    const measures = [
      ...measureNames.map((measure) => judgeMeasure(measure, groups, rule, drawing)),
      ...judgeCalibration(rows, groups, rule, options),
    ];
    return [{ by: grouping.name, groups, tooSmall, measures }];
  });
}

export const measureNames = Object.keys(fairnessMeasures) as readonly FairnessMeasure[];

function groupOf(rows: BinaryRows, name: string, threshold: number): FairnessGroup {
  const cells = jointCounts(rows, threshold);
  const { labels, challenger } = rows;
  const effects = (model: 'challenger' | 'champion') => {
    const kind = (model === 'challenger' ? rows.challengerKind : rows.championKind) ?? 'class';
    const found = designEffects(rows, rows[model] ?? challenger, cutOf(kind, threshold));
    return found && { designEffects: found };
  };
  const champion =
    rows.champion === undefined
      ? {}
      : { champion: { name, ...ofChampion(cells), ...effects('champion') } };
  const own = {
    challenger: { name, ...ofChallenger(cells), ...effects('challenger') },
    ...champion,
  };
  if (!areProbabilities(rows)) return { ...own, cells, rows: labels.length };
  const old =
    rows.champion === undefined
      ? {}
      : { champion: residualOf(name, labels, rows.champion, rows.clusters) };
  const residuals = { challenger: residualOf(name, labels, challenger, rows.clusters), ...old };
  return { ...own, cells, residuals, rows: labels.length };
}

/** The joint cells of the judged groups, by cluster; undefined without clusters. */
function clusteredCells(
  rows: BinaryRows,
  codes: Int32Array,
  groups: readonly number[],
  { threshold }: FairnessOptions,
): ClusteredCells | undefined {
  if (rows.clusters === undefined) return undefined;
  const placeOf = new Map(groups.map((code, place) => [code, place]));
  const cellIn = cellReader(rows, threshold);
  const cellOf = Int32Array.from(codes, (code, row) => {
    const place = placeOf.get(code);
    return place === undefined ? -1 : 8 * place + cellIn(row);
  });
  return cellsByCluster(rows.clusters, cellOf, 8 * groups.length);
}

function areProbabilities({ challengerKind, championKind }: BinaryRows): boolean {
  return challengerKind === 'probability' && (championKind ?? challengerKind) === 'probability';
}

function judgeMeasure(
  measure: FairnessMeasure,
  groups: readonly FairnessGroup[],
  rule: FairnessRule,
  options: Drawing,
): JudgedMeasure {
  const own = groups.map(({ challenger }) => challenger);
  const old = groups.flatMap(({ champion }) => (champion === undefined ? [] : [champion]));
  const challenger = measureFairness(measure, own, options.level);
  const before = measureFairness(measure, old, options.level)?.estimate;
  const allowed = rule['max-regression'][measure];
  const difference =
    allowed === undefined || challenger === undefined || before === undefined
      ? undefined
      : compareMeasure(measure, groups, options);
  return conclude(
    { measure, challenger, champion: before, difference, allowed },
    groups,
    rule,
    options,
  );
}

interface Measured {
  readonly measure: AnyMeasure;
  readonly challenger: MeasuredFairness | undefined;
  readonly champion: number | undefined;
  readonly difference?: Estimate | undefined;
  readonly allowed?: number | undefined;
}

function conclude(
  { measure, challenger, champion, difference, allowed }: Measured,
  groups: readonly FairnessGroup[],
  rule: FairnessRule,
  { level }: FairnessOptions,
): JudgedMeasure {
  const limit = rule.limits[measure];
  const seen = { measure, ...(champion === undefined ? {} : { champion }) };
  if (challenger === undefined) {
    const asked = limit !== undefined || allowed !== undefined;
    return { ...seen, judgements: [], verdict: asked ? held(rule, 'fail') : 'pass' };
  }
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const judgements: Judgement[] = [];
  const better = betterOf(measure);
  if (limit !== undefined) {
    const kind = better === 'lower' ? 'ceiling' : 'floor';
    judgements.push(judgeLimit(challenger, kind, limit, level, rows));
  }
  if (allowed !== undefined && difference !== undefined) {
    const question = { difference, level, better, allowedRegression: allowed, rows };
    const { verdict: outcome, ...more } = nonInferiority(question);
    judgements.push({ kind: 'regression', outcome, limit: allowed, ...more });
  }
  const verdict = held(rule, worstVerdict(judgements.map(({ outcome }) => verdictOf[outcome])));
  return { ...seen, challenger, ...(difference && { difference }), judgements, verdict };
}

/** Resamples for the change of a measure. */
const replicates = 2_000;

/**
 * The change of a measure from champion to challenger: a paired bootstrap of the joint counts in
 * which every group keeps its rows of each label; or of whole clusters, where rows come in them.
 *
 * @returns undefined where too many resamples leave it undefined
 */
function compareMeasure(
  measure: FairnessMeasure,
  groups: readonly FairnessGroup[],
  { level, seed, clustered }: Drawing,
): Estimate | undefined {
  const counts = groups.flatMap(({ cells }) => [...cells]);
  const strata = counts.map((_, cell) => Math.floor(cell / 4));
  const own = contrastOf(
    measure,
    groups.map(({ challenger }) => challenger),
  );
  const old = contrastOf(
    measure,
    groups.flatMap(({ champion }) => champion ?? []),
  );
  if (own === undefined || old === undefined) return undefined;
  const statistic = (drawn: Float64Array): number =>
    own((i) => ofChallenger(drawn.subarray(8 * i))) - old((i) => ofChampion(drawn.subarray(8 * i)));
  if (clustered !== undefined) {
    return bootstrapClusters(clustered, statistic, { level, seed, replicates });
  }
  try {
    const found = bootstrapCounts({ counts, strata, statistic, level, seed, replicates });
    const { estimate, low, high } = found;
    return { estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Nothing where predictions are no probabilities, unless the policy asks for it. */
function judgeCalibration(
  rows: BinaryRows,
  groups: readonly FairnessGroup[],
  rule: FairnessRule,
  options: FairnessOptions,
): JudgedMeasure[] {
  const measure = 'calibration-within-groups';
  if (!areProbabilities(rows) && rule.limits[measure] === undefined) return [];
  const own = groups.flatMap(({ residuals }) => (residuals ? [residuals.challenger] : []));
  const old = groups.flatMap(({ residuals }) => (residuals?.champion ? [residuals.champion] : []));
  const challenger = calibrationWithinGroups(own, options.level);
  const champion = calibrationWithinGroups(old, options.level)?.estimate;
  return [conclude({ measure, challenger, champion }, groups, rule, options)];
}

function held({ required }: FairnessRule, verdict: Verdict): Verdict {
  return required ? verdict : advisory(verdict);
}
