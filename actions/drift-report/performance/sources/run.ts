import type { TableColumn } from '../../../../shared/domain/column.ts';
import type { ColumnData, TableReader } from '../../../../shared/ports/table-reader.ts';
import { type LossModel, learnLoss } from '../../../../shared/stats/dle.ts';
import type { Estimate } from '../../../../shared/stats/interval.ts';
import { type Binning, binAll, binningOf } from '../bin-features.ts';
import { estimateLoss, leastLosses, scoreEstimator } from '../estimate.ts';
import { classEstimator } from '../estimate-classes.ts';
import { classSharesQuery, featuresQuery } from '../feature-query.ts';
import { answerSource, lossSource, type Source, scoreSource } from '../follow.ts';
import {
  type AnsweredRows,
  answeredRowsOf,
  mergeScores,
  type ScoredRows,
  scoredRowsOf,
} from '../graded-rows.ts';
import type { PerformancePolicy } from '../judge.ts';
import { intervalOf } from '../measure.ts';
import { answersQuery, gradesQuery, type Loss, lossesQuery, type Roles } from '../queries.ts';
import type { Labelled } from '../roles/run.ts';

/** What both sides say of the metric, and how it is estimated. */
export interface Sources {
  readonly current: Source;
  /** undefined: the reference has no predictions. */
  readonly reference: Source | undefined;
  readonly method: 'CBPE' | 'DLE' | undefined;
  /** Of binary probabilities: the rows by score. */
  readonly scores: Both<ScoredRows> | undefined;
  /** Of classes: the rows by answer. */
  readonly answers: Both<AnsweredRows> | undefined;
}

export interface Both<T> {
  readonly current: ReadonlyMap<string, T>;
  readonly reference: T | undefined;
}

/** Beyond this many rows scores are rounded, so that the answer stays small. */
const listedRows = 100_000;
/** Rows a model of the loss is learned from, and about how many it is asked for. */
const sampledRows = 10_000;

interface Wanted {
  readonly policy: PerformancePolicy;
  readonly estimates: boolean;
  /** Columns both sides have that may explain a loss. */
  readonly features: readonly TableColumn[];
}

export function readSources(
  tables: TableReader,
  labelled: Labelled,
  wanted: Wanted,
): Promise<Sources> {
  const { subject } = labelled;
  if (subject.task === 'binary') return readScores(tables, labelled, subject, wanted);
  if (subject.task === 'classes') return readAnswers(tables, labelled, subject.classes, wanted);
  return readLosses(tables, labelled, wanted);
}

const noEstimate = { method: undefined, scores: undefined, answers: undefined };

async function readScores(
  tables: TableReader,
  { current, reference, threshold, rows }: Labelled,
  subject: { readonly positive: string; readonly kind: 'probability' | 'score' },
  { policy, estimates }: Wanted,
): Promise<Sources> {
  const isProbability = subject.kind === 'probability';
  const read = async (roles: Roles) => {
    const isRounded = isProbability && rows > listedRows;
    const query = gradesQuery(roles, subject.positive, isRounded, tables);
    return scoredRowsOf(await tables.columns(query));
  };
  const now = await read(current);
  const before = reference && (await read(reference));
  const known = before && mergeScores([...before.values()]);
  const estimator =
    known !== undefined && isProbability && estimates
      ? scoreEstimator(known, policy.metric, threshold)
      : undefined;
  const source = (byWindow: ReadonlyMap<string, ScoredRows>): Source =>
    scoreSource({ byWindow, estimator, threshold }, policy);
  return {
    ...noEstimate,
    current: source(now),
    reference: before && source(before),
    method: estimator === undefined ? undefined : 'CBPE',
    scores: isProbability ? { current: now, reference: known } : undefined,
  };
}

async function readAnswers(
  tables: TableReader,
  labelled: Labelled,
  classes: readonly string[],
  wanted: Wanted,
): Promise<Sources> {
  const { current, reference } = labelled;
  const read = async (roles: Roles) =>
    answeredRowsOf(await tables.query(answersQuery(roles, tables)), classes);
  const now = await read(current);
  const before = reference && (await read(reference));
  const expected = wanted.estimates
    ? await expectClasses(tables, labelled, classes, wanted.policy)
    : undefined;
  return {
    ...noEstimate,
    current: answerSource(now, wanted.policy, expected),
    reference: before && answerSource(before, wanted.policy),
    method: expected === undefined ? undefined : 'CBPE',
    answers: { current: now, reference: before?.get('') },
  };
}

/** Rows of each side that the probabilities of several classes are read of. */
const sampledShares = 100_000;

/** CBPE of several classes, where both sides have a probability of each. */
async function expectClasses(
  tables: TableReader,
  { current, reference }: Labelled,
  classes: readonly string[],
  { metric }: PerformancePolicy,
): Promise<Expected | undefined> {
  if (reference?.label === undefined) return undefined;
  const read = async (roles: Roles) => {
    const shares = classes.flatMap((name) => roles.shares.get(name) ?? []);
    if (shares.length < classes.length) return undefined;
    return tables.columns(classSharesQuery(roles, shares, sampledShares, tables));
  };
  const [known, now] = [await read(reference), await read(current)];
  return known && now && classEstimator(known, now, classes, metric);
}

async function readLosses(
  tables: TableReader,
  labelled: Labelled,
  wanted: Wanted,
): Promise<Sources> {
  const { current, reference } = labelled;
  const { policy } = wanted;
  const loss = lossFor(policy);
  const read = async (roles: Roles) => {
    const found = await tables.query(lossesQuery(roles, loss, tables));
    return new Map(
      found.map((row) => [
        String(row.w),
        { labelled: Number(row.k), mean: Number(row.mean), variance: Number(row.variance) },
      ]),
    );
  };
  const now = await read(current);
  const before = reference && (await read(reference));
  const expected = wanted.estimates ? await expectLosses(tables, labelled, wanted) : undefined;
  return {
    ...noEstimate,
    current: lossSource(now, policy, expected),
    reference: before && lossSource(before, policy),
    method: expected === undefined ? undefined : 'DLE',
  };
}

function lossFor({ metric }: PerformancePolicy): Loss {
  return metric === 'mae' || metric === 'mape' ? metric : 'rmse';
}

type Expected = (windows: readonly string[]) => Estimate | undefined;

/** Learn the loss on a sample of the reference, and predict it for a sample of the current data. */
async function expectLosses(
  tables: TableReader,
  { current, reference }: Labelled,
  { policy, features }: Wanted,
): Promise<Expected | undefined> {
  if (reference?.label === undefined) return undefined;
  const loss = lossFor(policy);
  const known = await tables.columns(featuresQuery(reference, features, loss, sampledRows, tables));
  const losses = numbers(known.loss);
  if (losses.length < leastLosses) return undefined;
  const names = ['prediction', ...features.map((_, i) => `f${i}`)];
  const binnings = new Map<string, Binning>(
    names.map((name) => [name, binningOf(known[name] ?? [], losses)]),
  );
  const model: LossModel = learnLoss(binAll(binnings, known), losses);
  const now = await tables.columns(
    featuresQuery(current, features, undefined, sampledRows, tables),
  );
  const windows = now.w ?? [];
  const predicted = model.predict(binAll(binnings, now), windows.length);
  return (wanted) => {
    const chosen = predicted.filter((_, row) => wanted.includes(String(windows[row])));
    if (chosen.length === 0) return undefined;
    return intervalOf(policy.metric, estimateLoss(policy.metric, chosen, model), chosen.length);
  };
}

function numbers(column: ColumnData | undefined): Float64Array {
  return column instanceof Float64Array ? column : new Float64Array();
}
