import type { MetricName } from '../../shared/domain/metric.ts';
import { type Verdict, worstVerdict } from '../../shared/domain/verdict.ts';
import { seedFor } from '../../shared/stats/random.ts';
import { type Calibrations, calibrationsOf } from './calibration.ts';
import { type Classes, classesOf } from './classes/report.ts';
import { type FairnessReport, judgeFairness } from './fairness.ts';
import { type ComparedMetric, familyOf, type JudgedMetric, judgeMetrics } from './judge.ts';
import { noClasses, notComputableFor } from './messages.ts';
import { compareMetric } from './metrics/compare.ts';
import { type MethodOptions, NotComputable } from './metrics/comparison.ts';
import { flips, jointCounts } from './metrics/confusion.ts';
import { answerFlips } from './metrics/multiclass.ts';
import {
  type GatePolicy,
  isComputable,
  type MetricRule,
  type NamedRule,
  rulesFor,
  searchedColumns,
  sliceRule,
} from './policy.ts';
import {
  type JudgedReport,
  judgeReported,
  type Reported,
  reportedFamily,
} from './reported/judge.ts';
import { areIdentical, type GateRows } from './rows.ts';
import { type FoundSegments, findSegments } from './segments/find.ts';
import { findReversals, type Reversal } from './simpson.ts';
import { judgeSlices, type SliceReport } from './slices.ts';

export interface Flips {
  readonly rightToWrong: number;
  readonly wrongToRight: number;
}

/** What the gate concludes from the rows and the policy alone. */
export interface Decision {
  readonly verdict: Verdict;
  readonly rows: number;
  readonly level: number;
  readonly hasChampion: boolean;
  /** Both models gave the same answer on every row. */
  readonly identical: boolean;
  /** In the order of `gateMetrics`. */
  readonly metrics: readonly JudgedMetric[];
  /** Metrics of the user's own, where a metrics file has them. */
  readonly custom?: Reported & { readonly judged: readonly JudgedReport[] };
  /** Whether any rule was judged at all; a first run without floors judges none. */
  readonly judgedAny: boolean;
  readonly slices?: SliceReport;
  /** What a search for segments found, where the policy asks for one. */
  readonly found?: FoundSegments;
  /** The policy asks for a search, but a row has no loss of its own. */
  readonly notSearched?: boolean;
  /** By which metric found segments were judged. */
  readonly foundMetric?: MetricName;
  /** Columns whose every slice says the opposite of all rows together. */
  readonly reversals: readonly Reversal[];
  /** Why the slices could not be judged. */
  readonly slicesProblem?: { readonly metric: MetricName; readonly reason: string };
  /** One report a grouping; where the policy asks for fairness. */
  readonly fairness: readonly FairnessReport[];
  /** Why fairness could not be judged. */
  readonly fairnessProblem?: string;
  /** Rows whose class turned right or wrong; where classes can be told and there is a champion. */
  readonly flips?: Flips;
  readonly calibrations?: Calibrations;
  /** Every class by itself, where there are several. */
  readonly classes?: Classes;
  /** Where rows come in clusters: the column, and how many different values it has. */
  readonly clusters?: { readonly column: string; readonly count: number };
}

/** Every draw starts from here, so that a second run gives the same bytes. */
export const gateSeed = 20_260_101;
const replicates = 10_000;
/** A slice's interval is read to fewer digits, and there are many. */
const sliceReplicates = 2_000;

/**
 * Judge held-out rows by a policy. Pure: the same rows and policy give the same decision.
 *
 * @param measured what was measured of the models themselves
 * @param reported what a metrics file says of them
 */
export function decideGate(
  rows: GateRows,
  policy: GatePolicy,
  measured: readonly ComparedMetric[] = [],
  reported?: Reported,
): Decision {
  const { level, threshold } = policy;
  const rules = rulesFor(policy, rows);
  const asked = { level, threshold, worth: policy.worth, quantile: policy.quantile };
  const compared = [...rules.map((rule) => compare(rows, rule, asked)), ...measured];
  const size = rows.labels.length;
  const others = reported && reportedFamily(reported);
  const metrics = judgeMetrics(compared, level, size, others);
  const custom = reported && judgeReported(reported, familyOf(compared, level, size));
  const slicing = decideSlices(rows, policy, rules);
  const fairness = decideFairness(rows, policy);
  const calibrations = calibrationsOf(rows);
  const classes = classesOf(rows, threshold);
  const judgedAny = [...metrics, ...(custom ?? [])].some(({ judgements }) => judgements.length > 0);
  return {
    verdict: overall([...metrics, ...(custom ?? [])], slicing, fairness, judgedAny),
    rows: size,
    level,
    hasChampion: rows.champion !== undefined,
    identical: areIdentical(rows),
    metrics,
    ...(reported && custom && { custom: { ...reported, judged: custom } }),
    judgedAny,
    ...slicing,
    reversals: reversalsOf(rows, slicing, metrics),
    ...fairness,
    ...flipsOf(rows, threshold),
    ...clustersOf(rows, policy),
    ...(calibrations === undefined ? {} : { calibrations }),
    ...(classes === undefined ? {} : { classes }),
  };
}

function compare(
  rows: GateRows,
  [name, rule]: NamedRule,
  asked: Omit<MethodOptions, 'replicates' | 'seed'>,
): ComparedMetric {
  if (!isComputable(name, rows)) return { name, rule, problem: notComputableFor(name, rows) };
  try {
    const options = { ...asked, replicates, seed: seedFor(gateSeed, name) };
    return { name, rule, comparison: compareMetric(name, rows, options) };
  } catch (error) {
    if (error instanceof NotComputable) return { name, rule, problem: error.message };
    throw error;
  }
}

type Slicing = Pick<Decision, 'slices' | 'slicesProblem' | 'found' | 'foundMetric' | 'notSearched'>;

function decideSlices(rows: GateRows, policy: GatePolicy, rules: readonly NamedRule[]): Slicing {
  const rule = sliceRule(policy);
  const searches = searchedColumns(rule) !== undefined;
  if (rule.by.length === 0 && !searches) return {};
  const chosen = sliceMetric(rule.metric, rules, rows);
  if (chosen === undefined) return {};
  const [metric, ownRule] = chosen;
  if (!isComputable(metric, rows)) {
    return { slicesProblem: { metric, reason: notComputableFor(metric, rows) } };
  }
  const allowed = rule['max-regression'] ?? ownRule?.['max-regression'];
  const { level, threshold, worth, quantile } = policy;
  const seed = seedFor(gateSeed, 'slices', metric);
  const options = { level, threshold, worth, quantile, seed, replicates: sliceReplicates };
  const question = { by: rule.by, metric, allowed, minRows: rule['min-rows'] };
  const found = searches ? findSegments(rows, question, options) : undefined;
  return {
    ...(rule.by.length > 0 && { slices: judgeSlices(rows, question, options) }),
    ...(found && { found, foundMetric: metric }),
    ...(searches && found === undefined && { notSearched: true }),
  };
}

function reversalsOf(
  { labels }: GateRows,
  { slices }: Slicing,
  metrics: readonly JudgedMetric[],
): Reversal[] {
  const overall = metrics.find(({ name }) => name === slices?.metric)?.comparison;
  return slices === undefined ? [] : findReversals(slices, overall, labels.length);
}

/** The metric to judge slices by, with its rule where the policy has one. */
function sliceMetric(
  asked: MetricName | undefined,
  rules: readonly NamedRule[],
  rows: GateRows,
): readonly [MetricName, MetricRule | undefined] | undefined {
  if (asked !== undefined) return [asked, rules.find(([name]) => name === asked)?.[1]];
  const usable = rules.filter(([name]) => isComputable(name, rows));
  return usable.find(([, { required }]) => required) ?? usable[0];
}

type Fairness = Pick<Decision, 'fairness' | 'fairnessProblem'>;

function decideFairness(rows: GateRows, policy: GatePolicy): Fairness {
  const { fairness, level, threshold } = policy;
  if (fairness === undefined) return { fairness: [] };
  const fairnessProblem = noClasses(rows);
  if (rows.task !== 'binary' || fairnessProblem !== undefined) {
    return { fairness: [], fairnessProblem: fairnessProblem ?? '' };
  }
  const seed = seedFor(gateSeed, 'fairness');
  return { fairness: judgeFairness(rows, fairness, { level, threshold, seed }) };
}

function flipsOf(rows: GateRows, threshold: number): { flips?: Flips } {
  if (rows.champion === undefined) return {};
  if (rows.task === 'multiclass') return { flips: answerFlips(rows) };
  if (rows.task !== 'binary') return {};
  if (rows.challengerKind === 'score' || rows.championKind === 'score') return {};
  return { flips: flips(jointCounts(rows, threshold)) };
}

function clustersOf({ clusters }: GateRows, { cluster }: GatePolicy): Pick<Decision, 'clusters'> {
  if (clusters === undefined || cluster === undefined) return {};
  return { clusters: { column: cluster, count: new Set(clusters).size } };
}

function overall(
  metrics: readonly { readonly verdict: Verdict }[],
  { slices, slicesProblem, found }: Slicing,
  { fairness, fairnessProblem }: Fairness,
  judgedAny: boolean,
): Verdict {
  // Nobody named a found segment, so it warns: a person decides whether it matters.
  const worseFound = found?.regressed.some(({ outcome }) => outcome === 'worse') ?? false;
  const worseSlice = slices?.judged.some(({ outcome }) => outcome === 'worse') ?? false;
  return worstVerdict([
    ...metrics.map(({ verdict }) => verdict),
    ...fairness.flatMap(({ measures }) => measures.map(({ verdict }) => verdict)),
    worseSlice || slicesProblem !== undefined || fairnessProblem !== undefined ? 'fail' : 'pass',
    judgedAny && !worseFound ? 'pass' : 'warn',
  ]);
}
