import { describeMetric, type MetricName } from '../../../shared/domain/metric.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { seedFor } from '../../../shared/stats/random.ts';
import { compareMetric } from '../metrics/compare.ts';
import { NotComputable } from '../metrics/comparison.ts';
import { type GatePolicy, isComputable, rulesFor } from '../policy.ts';
import { type Answers, type Respondent, rowsAnswered } from '../robustness/answers.ts';
import { featuresAt, findColumn, NotApplicable } from '../robustness/columns.ts';
import { type GateRows, rowsAt } from '../rows.ts';
import { type Dependence, gridOf, partialDependence, widestGap } from './dependence.ts';
import {
  type Importance,
  permutationImportance,
  type Score,
  seededPermutations,
} from './importance.ts';
import { messages } from './messages.ts';

/** Section `evaluate.explain` of the configuration. */
export interface ExplainPolicy {
  readonly columns?: readonly string[] | undefined;
  readonly metric?: MetricName | undefined;
  readonly repeats: number;
  readonly dependence: number | readonly string[];
  readonly points: number;
  readonly predictions: number;
}

export interface ExplainQuestion {
  readonly challenger: Respondent;
  readonly champion?: Respondent | undefined;
  /** A sample of the held-out rows, and the features of the same rows. */
  readonly rows: GateRows;
  readonly features: FeatureBatch;
  readonly policy: ExplainPolicy;
  readonly gate: GatePolicy;
  readonly seed: number;
  progress?(message: string): void;
}

/** What one column means to both models. */
export interface ExplainedColumn {
  readonly column: string;
  readonly challenger: Estimate;
  readonly champion?: Estimate;
  readonly difference?: number;
}

export interface ExplainedDependence {
  readonly column: string;
  readonly challenger: Dependence;
  readonly champion?: Dependence;
  /** Where the curves lie furthest apart. */
  readonly gap?: number;
}

export interface Explanation {
  readonly metric: MetricName;
  readonly rows: number;
  readonly repeats: number;
  readonly level: number;
  /** The most important first. */
  readonly columns: readonly ExplainedColumn[];
  readonly dependences: readonly ExplainedDependence[];
  /** The classes or labels that the lines of a dependence stand for, of several. */
  readonly classes: readonly string[];
  /** What the policy asks for and cannot be had, for a person. */
  readonly problems: readonly string[];
}

/** Each column costs a shuffle a repeat, and a longer table is not read. */
const mostColumns = 30;

/** What both models go by: permutation importance, partial dependence, and where they differ. */
export async function explain(question: ExplainQuestion): Promise<Explanation> {
  const { policy, gate } = question;
  const problems: string[] = [];
  const names = namedColumns(question.features, policy.columns, problems);
  const sampled = { ...question, ...affordable(question, names.length) };
  const metric = metricOf(policy, gate, sampled.rows);
  const columns = metric === undefined ? [] : await weigh(sampled, names, metric, problems);
  if (metric === undefined) problems.push(messages.noMetric);
  const wanted = dependenceColumns(policy.dependence, columns, question.features, problems);
  return {
    metric: metric ?? 'accuracy',
    rows: sampled.rows.labels.length,
    repeats: policy.repeats,
    level: gate.level,
    columns,
    dependences: await trace(sampled, wanted),
    classes: linesOf(sampled.rows),
    problems,
  };
}

/** What the lines of a dependence stand for, where a model answers several numbers. */
function linesOf(rows: GateRows): readonly string[] {
  if (rows.task === 'multilabel') return rows.names;
  return rows.task === 'multiclass' ? rows.classes : [];
}

function namedColumns(
  features: FeatureBatch,
  asked: readonly string[] | undefined,
  problems: string[],
): string[] {
  if (asked === undefined) {
    const names = features.columns.map(({ name }) => name);
    if (names.length > mostColumns) problems.push(messages.tooManyColumns(names.length));
    return names.slice(0, mostColumns);
  }
  return asked.flatMap((name) => {
    try {
      return [findColumn(features, name).name];
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
      problems.push(messages.problem(error.message));
      return [];
    }
  });
}

/** As many rows as the budget of answers allows. */
function affordable(
  { rows, features, policy }: ExplainQuestion,
  columns: number,
): Pick<ExplainQuestion, 'rows' | 'features'> {
  const curves =
    typeof policy.dependence === 'number' ? policy.dependence : policy.dependence.length;
  const answers = 1 + columns * policy.repeats + curves * policy.points;
  const most = Math.max(20, Math.floor(policy.predictions / answers));
  if (rows.labels.length <= most) return { rows, features };
  // Every k-th row, so that the sample stays spread over the order of the keys.
  const step = rows.labels.length / most;
  const kept = Int32Array.from({ length: most }, (_, i) => Math.floor(i * step));
  return { rows: rowsAt(rows, kept), features: featuresAt(features, kept) };
}

function metricOf(policy: ExplainPolicy, gate: GatePolicy, rows: GateRows): MetricName | undefined {
  const names =
    policy.metric === undefined ? rulesFor(gate, rows).map(([name]) => name) : [policy.metric];
  return names.find((name) => isComputable(name, rows));
}

async function weigh(
  question: ExplainQuestion,
  columns: readonly string[],
  metric: MetricName,
  problems: string[],
): Promise<ExplainedColumn[]> {
  const { challenger, champion, rows, features, policy, gate, seed } = question;
  const count = rows.labels.length;
  const options = {
    columns,
    level: gate.level,
    permutations: seededPermutations(count, policy.repeats, seedFor(seed, 'explain')),
  };
  const score = scoreBy(question, metric);
  const weighed = async (model: Respondent, who: string): Promise<Importance[]> => {
    question.progress?.(messages.weighing(who, columns.length));
    return await permutationImportance(model, features, score, options);
  };
  try {
    const own = await weighed(challenger, 'challenger');
    const old = champion === undefined ? undefined : await weighed(champion, 'champion');
    return together(own, old);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(messages.noScore(metric));
    return [];
  }
}

function together(
  own: readonly Importance[],
  old: readonly Importance[] | undefined,
): ExplainedColumn[] {
  const both = own.map(({ column, mean }): ExplainedColumn => {
    const champion = old?.find((one) => one.column === column)?.mean;
    if (champion === undefined) return { column, challenger: mean };
    return { column, challenger: mean, champion, difference: mean.estimate - champion.estimate };
  });
  return both.toSorted((a, b) => b.challenger.estimate - a.challenger.estimate);
}

/** The metric with its sign turned so that larger is better. */
function scoreBy({ rows, gate, seed }: ExplainQuestion, metric: MetricName): Score {
  const { level, threshold, worth, quantile } = gate;
  // Only the value is used: the fewest replicates that the methods draw.
  const options = {
    level,
    threshold,
    worth,
    quantile,
    seed,
    replicates: 100,
    method: 'closed-form',
  } as const;
  const sign = describeMetric(metric).better === 'higher' ? 1 : -1;
  return (answers: Answers) => {
    if (answers.unanswered > 0) return undefined;
    try {
      return sign * compareMetric(metric, rowsAnswered(rows, answers), options).challenger.estimate;
    } catch (error) {
      if (error instanceof NotComputable) return undefined;
      throw error;
    }
  };
}

function dependenceColumns(
  asked: number | readonly string[],
  columns: readonly ExplainedColumn[],
  features: FeatureBatch,
  problems: string[],
): string[] {
  if (typeof asked !== 'number') return namedColumns(features, asked, problems);
  // Where both models are there, what they treat most differently is what a reader looks for.
  const weight = ({ challenger, champion }: ExplainedColumn) =>
    Math.max(challenger.estimate, champion?.estimate ?? Number.NEGATIVE_INFINITY);
  return columns
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, asked)
    .map(({ column }) => column);
}

async function trace(
  { challenger, champion, features, policy, progress }: ExplainQuestion,
  columns: readonly string[],
): Promise<ExplainedDependence[]> {
  const traced: ExplainedDependence[] = [];
  for (const name of columns) {
    progress?.(messages.tracing(name));
    const column = findColumn(features, name);
    const grid = gridOf(column, policy.points);
    if (grid.length < 2) continue;
    const own = await partialDependence(challenger, features, column, grid);
    const old = champion && (await partialDependence(champion, features, column, grid));
    const versus = old === undefined ? {} : { champion: old, gap: widestGap(own, old) };
    traced.push({ column: name, challenger: own, ...versus });
  }
  return traced;
}
