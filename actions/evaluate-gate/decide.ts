import type { MetricName } from '../../shared/domain/metric.ts';
import { type Verdict, worstVerdict } from '../../shared/domain/verdict.ts';
import { seedFor } from '../../shared/stats/random.ts';
import { type ComparedMetric, type JudgedMetric, judgeMetrics } from './judge.ts';
import { notComputableFor } from './messages.ts';
import { compareMetric } from './metrics/compare.ts';
import { type MethodOptions, NotComputable } from './metrics/comparison.ts';
import { flips, jointCounts } from './metrics/confusion.ts';
import { type GatePolicy, isComputable, type NamedRule, rulesFor, sliceRule } from './policy.ts';
import { areIdentical, type GateRows } from './rows.ts';
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
  /** In the order of the policy. */
  readonly metrics: readonly JudgedMetric[];
  /** Whether any rule was judged at all; a first run without floors judges none. */
  readonly judgedAny: boolean;
  readonly slices?: SliceReport;
  /** Rows whose class turned right or wrong; where classes can be told and there is a champion. */
  readonly flips?: Flips;
}

/** Every draw starts from here, so that a second run gives the same bytes. */
export const gateSeed = 20_260_101;
const replicates = 10_000;
/** A slice's interval is read to fewer digits, and there are many. */
const sliceReplicates = 2_000;

/** Judge held-out rows by a policy. Pure: the same rows and policy give the same decision. */
export function decideGate(rows: GateRows, policy: GatePolicy): Decision {
  const { level, threshold } = policy;
  const rules = rulesFor(policy, rows);
  const compared = rules.map((rule) => compare(rows, rule, { level, threshold }));
  const metrics = judgeMetrics(compared, level, rows.labels.length);
  const slices = decideSlices(rows, policy, rules);
  const judgedAny = metrics.some(({ judgements }) => judgements.length > 0);
  return {
    verdict: overall(metrics, slices, judgedAny),
    rows: rows.labels.length,
    level,
    hasChampion: rows.champion !== undefined,
    identical: areIdentical(rows),
    metrics,
    judgedAny,
    ...(slices === undefined ? {} : { slices }),
    ...flipsOf(rows, threshold),
  };
}

function compare(
  rows: GateRows,
  [name, rule]: NamedRule,
  asked: Pick<MethodOptions, 'level' | 'threshold'>,
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

function decideSlices(
  rows: GateRows,
  policy: GatePolicy,
  rules: readonly NamedRule[],
): SliceReport | undefined {
  if (rows.slices.length === 0) return undefined;
  const rule = sliceRule(policy);
  const [metric, ownRule] = sliceMetric(rule.metric, rules, rows) ?? [];
  if (metric === undefined) return undefined;
  const { level, threshold } = policy;
  return judgeSlices(
    rows,
    {
      metric,
      allowed: rule['max-regression'] ?? ownRule?.['max-regression'],
      minRows: rule['min-rows'],
    },
    { level, threshold, replicates: sliceReplicates, seed: seedFor(gateSeed, 'slices', metric) },
  );
}

/** The metric to judge slices by, with its rule where the policy has one. */
function sliceMetric(
  asked: MetricName | undefined,
  rules: readonly NamedRule[],
  rows: GateRows,
): readonly [MetricName, NamedRule[1] | undefined] | undefined {
  const usable = rules.filter(([name]) => isComputable(name, rows));
  if (asked !== undefined) return [asked, usable.find(([name]) => name === asked)?.[1]];
  return usable.find(([, { required }]) => required) ?? usable[0];
}

function flipsOf(rows: GateRows, threshold: number): { flips?: Flips } {
  if (rows.task !== 'binary' || rows.champion === undefined) return {};
  if (rows.challengerKind === 'score' || rows.championKind === 'score') return {};
  return { flips: flips(jointCounts(rows, threshold)) };
}

function overall(
  metrics: readonly JudgedMetric[],
  slices: SliceReport | undefined,
  judgedAny: boolean,
): Verdict {
  const worseSlice = slices?.judged.some(({ outcome }) => outcome === 'worse') ?? false;
  return worstVerdict([
    ...metrics.map(({ verdict }) => verdict),
    worseSlice ? 'fail' : 'pass',
    judgedAny ? 'pass' : 'warn',
  ]);
}
