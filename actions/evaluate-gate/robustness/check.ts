import type { MetricName } from '../../../shared/domain/metric.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { type Verdict, worstVerdict } from '../../../shared/domain/verdict.ts';
import { clopperPearson } from '../../../shared/stats/clopper-pearson.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { seedFor } from '../../../shared/stats/random.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import { advisory } from '../judge.ts';
import type { MethodOptions } from '../metrics/comparison.ts';
import { type GatePolicy, isComputable, rulesFor } from '../policy.ts';
import type { GateRows } from '../rows.ts';
import type { Answers, Respondent } from './answers.ts';
import { type AttackReport, attack } from './attack.ts';
import { NotApplicable } from './columns.ts';
import { type JudgedDegradation, judgeDegradation, type Spoilt } from './degradation.ts';
import {
  type Broken,
  countMisdirected,
  countMoved,
  directionVariant,
  invarianceVariants,
  toleranceOf,
} from './expectations.ts';
import { directionName, invarianceName, messages, perturbationName } from './messages.ts';
import { perturb } from './perturb.ts';
import {
  type AttackRule,
  customaryPerturbations,
  type DirectionRule,
  type InvarianceRule,
  type Perturbation,
  type RobustnessPolicy,
} from './policy.ts';
import { orRefusal } from './refusal.ts';

/** What is checked: models, and the rows to ask them about. */
export interface RobustnessQuestion {
  readonly challenger: Respondent;
  readonly champion?: Respondent | undefined;
  /** A sample of the held-out rows, and the features of the same rows. */
  readonly rows: GateRows;
  readonly features: FeatureBatch;
  /** How many rows the sample was drawn from. */
  readonly of: number;
  readonly policy: RobustnessPolicy;
  readonly gate: GatePolicy;
  readonly seed: number;
  /** What is going on, for whoever watches. */
  progress?(message: string): void;
}

/** A test of which a share of rows may fail. */
export interface JudgedShare {
  readonly kind: 'invariance' | 'direction' | 'adversarial';
  readonly name: string;
  /** The tested rows, those that failed, and their share with its interval. */
  readonly rows: number;
  readonly hits: number;
  readonly share?: Estimate;
  /** The champion's share on the same test, where there is one. */
  readonly champion?: number;
  readonly limit?: number | undefined;
  readonly problem?: string;
  readonly note?: string;
  readonly verdict: Verdict;
}

export interface RobustnessReport {
  readonly verdict: Verdict;
  readonly rows: number;
  readonly of: number;
  readonly level: number;
  /** Answers asked of each model. */
  readonly predictions: number;
  readonly degradations: readonly JudgedDegradation[];
  readonly shares: readonly JudgedShare[];
  /** Perturbations that no feature is of the kind for. */
  readonly skipped: readonly string[];
  readonly hasChampion: boolean;
  /** Rows come in clusters, which the intervals of shares do not know of. */
  readonly isClustered: boolean;
}

/**
 * How a model behaves on inputs that are not as they should be: what perturbations cost by the
 * gate's metrics, which decisions small steps flip, and whether declared expectations hold.
 *
 * @throws ActionError where the model does not answer even to the rows as they are
 */
export async function checkRobustness(question: RobustnessQuestion): Promise<RobustnessReport> {
  const { rows, of, policy, gate, challenger, champion } = question;
  const counted = { challenger: counting(challenger), champion: champion && counting(champion) };
  const asked: Asked = {
    ...question,
    ...counted,
    clean: await cleanAnswers(counted.challenger, question),
    ...(counted.champion && { championClean: await cleanAnswers(counted.champion, question) }),
  };
  const { spoilt, skipped } = await spoilAll(asked);
  const metrics = metricsOf(policy, gate, rows);
  const options = methodOptions(question);
  const rule = { metrics, regressions: policy['max-regression'], required: policy.required };
  const degradations = judgeDegradation(rows, spoilt, rule, options);
  const shares = [
    ...(await eachInTurn(policy.invariant, (one) => checkInvariance(asked, one))),
    ...(await eachInTurn(policy.direction, (one) => checkDirection(asked, one))),
    ...(await eachInTurn([policy.adversarial ?? []].flat(), (one) => checkAttack(asked, one))),
  ].map((judged) => (policy.required ? judged : { ...judged, verdict: advisory(judged.verdict) }));
  return {
    verdict: worstVerdict([...degradations, ...shares].map(({ verdict }) => verdict)),
    rows: rows.labels.length,
    of,
    level: gate.level,
    predictions: counted.challenger.asked(),
    degradations,
    shares,
    skipped,
    hasChampion: champion !== undefined,
    isClustered: rows.clusters !== undefined,
  };
}

interface Asked extends RobustnessQuestion {
  readonly clean: Answers;
  readonly championClean?: Answers;
}

type Counting = Respondent & { asked(): number };

function counting(model: Respondent): Counting {
  let asked = 0;
  return {
    asked: () => asked,
    answer: (features) => {
      asked += features.rows;
      return model.answer(features);
    },
  };
}

async function cleanAnswers(model: Respondent, { features, progress }: RobustnessQuestion) {
  progress?.(messages.progress(messages.asTheyAre));
  return await model.answer(features);
}

function methodOptions({ gate, seed }: RobustnessQuestion): MethodOptions {
  const { level, threshold, worth, quantile } = gate;
  // As many as a slice's interval gets: there are many, and each is read to fewer digits.
  return {
    level,
    threshold,
    worth,
    quantile,
    seed: seedFor(seed, 'robustness'),
    replicates: 2_000,
  };
}

/** The metrics that the limits name; without limits those the gate requires. */
function metricsOf(policy: RobustnessPolicy, gate: GatePolicy, rows: GateRows): MetricName[] {
  const limits = [
    policy['max-degradation'],
    policy['max-regression'],
    ...(policy.perturbations ?? []).map((one) => one['max-degradation'] ?? {}),
  ];
  const named = [...new Set(limits.flatMap((limit) => Object.keys(limit) as MetricName[]))];
  if (named.length > 0) return named;
  const usable = rulesFor(gate, rows).filter(([name]) => isComputable(name, rows));
  const required = usable.filter(([, rule]) => rule.required);
  return (required.length > 0 ? required : usable.slice(0, 1)).map(([name]) => name);
}

async function spoilAll(asked: Asked): Promise<{ spoilt: Spoilt[]; skipped: string[] }> {
  const { policy, features, seed } = asked;
  const spoilt: Spoilt[] = [];
  const skipped: string[] = [];
  for (const perturbation of policy.perturbations ?? customaryPerturbations) {
    const name = perturbationName(perturbation);
    const limits = { ...policy['max-degradation'], ...perturbation['max-degradation'] };
    try {
      const perturbed = perturb(features, perturbation, seed);
      if (perturbed === undefined) skipped.push(name);
      else spoilt.push({ name, limits, ...(await answerSpoilt(asked, perturbation, perturbed)) });
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
      spoilt.push({ name, limits, changedRows: 0, problem: error.message, isImpossible: true });
    }
  }
  return { spoilt, skipped };
}

async function answerSpoilt(
  asked: Asked,
  perturbation: Perturbation,
  { features, changedRows }: NonNullable<ReturnType<typeof perturb>>,
): Promise<Omit<Spoilt, 'name' | 'limits'>> {
  asked.progress?.(messages.progress(perturbationName(perturbation)));
  const ask = (model: Respondent) => orRefusal(model, asked.features, () => model.answer(features));
  const own = await ask(asked.challenger);
  if ('refusal' in own) {
    const isExcused = asked.policy.perturbations === undefined;
    return { changedRows, problem: messages.refused(own.refusal), isExcused };
  }
  const { champion, championClean } = asked;
  const challenger = { clean: asked.clean, spoilt: own.answer };
  if (champion === undefined || championClean === undefined) return { changedRows, challenger };
  const old = await ask(champion);
  const versus = 'answer' in old ? { champion: { clean: championClean, spoilt: old.answer } } : {};
  return { changedRows, challenger, ...versus };
}

async function eachInTurn<T>(
  rules: readonly T[],
  check: (rule: T) => Promise<JudgedShare>,
): Promise<JudgedShare[]> {
  const judged: JudgedShare[] = [];
  for (const rule of rules) judged.push(await check(rule));
  return judged;
}

async function checkInvariance(asked: Asked, rule: InvarianceRule): Promise<JudgedShare> {
  const { features, rows, gate } = asked;
  const tolerance = toleranceOf(rows, asked.clean, rule.tolerance);
  const name = invarianceName(rule);
  asked.progress?.(messages.progress(name));
  const base = { kind: 'invariance' as const, name, limit: rule['max-share'] };
  return await judged(base, asked, gate.level, async (model, clean) => {
    const variants = invarianceVariants(features, rule);
    const answered: { answers: Answers; tested: Uint8Array }[] = [];
    for (const { features: other, tested } of variants) {
      answered.push({ answers: await model.answer(other), tested });
    }
    return countMoved(rows, clean, answered, tolerance);
  });
}

async function checkDirection(asked: Asked, rule: DirectionRule): Promise<JudgedShare> {
  const { features, rows, gate } = asked;
  const name = directionName(rule);
  asked.progress?.(messages.progress(name));
  const base = { kind: 'direction' as const, name, limit: rule['max-share'] };
  return await judged(base, asked, gate.level, async (model, clean) => {
    const { features: moved, tested } = directionVariant(features, rule);
    const answers = await model.answer(moved);
    return countMisdirected(rows, { clean, answers, tested }, rule);
  });
}

type Count = (model: Respondent, clean: Answers) => Promise<Broken & { note?: string }>;

/** Both models by the same test; the challenger's share decides. */
async function judged(
  base: Pick<JudgedShare, 'kind' | 'name' | 'limit'>,
  { challenger, champion, clean, championClean, features }: Asked,
  level: number,
  countBroken: Count,
): Promise<JudgedShare> {
  const failed = (problem: string): JudgedShare => {
    return { ...base, rows: 0, hits: 0, problem, verdict: 'fail' };
  };
  const ask = (model: Respondent, own: Answers) =>
    orRefusal(model, features, () => countBroken(model, own));
  try {
    const found = await ask(challenger, clean);
    if ('refusal' in found) return failed(messages.refused(found.refusal));
    const own = found.answer;
    if (own.rows === 0) return failed(messages.noRowsTested(base.kind));
    const share = (base.kind === 'adversarial' ? clopperPearson : wilson)(own, level);
    const old = champion && championClean && (await ask(champion, championClean));
    const isShown = old !== undefined && 'answer' in old && old.answer.rows > 0;
    const versus = isShown ? { champion: old.answer.hits / old.answer.rows } : {};
    return { ...base, ...own, share, ...versus, verdict: verdictOfShare(share, base.limit) };
  } catch (error) {
    if (error instanceof NotApplicable) return failed(error.message);
    throw error;
  }
}

function verdictOfShare({ low, high }: Estimate, limit: number | undefined): Verdict {
  if (limit === undefined || high <= limit) return 'pass';
  return low > limit ? 'fail' : 'inconclusive';
}

async function checkAttack(asked: Asked, rule: AttackRule): Promise<JudgedShare> {
  const { rows, features, gate, seed } = asked;
  const tolerance = toleranceOf(rows, asked.clean, rule.tolerance);
  const isDecision = rows.task !== 'regression' && rows.task !== 'ranking';
  const name =
    rows.task === 'multilabel'
      ? messages.labelAttackName(rule.deviations)
      : messages.attackName(rule.deviations, isDecision ? undefined : tolerance);
  asked.progress?.(messages.progress(name));
  const base = { kind: 'adversarial' as const, name, limit: rule['max-share'] };
  const options = {
    threshold: gate.threshold,
    tolerance,
    seed: seedFor(seed, 'adversarial'),
    progress: (done: number, budget: number) =>
      asked.progress?.(messages.attackProgress(done, budget)),
  };
  if (rows.task === 'binary' && rows.challengerKind === 'score') {
    const problem = messages.noDecisions;
    return { ...base, rows: 0, hits: 0, problem, verdict: 'fail' };
  }
  return await judged(base, asked, gate.level, async (model, clean) => {
    const report = await attack(model, rows, features, clean, rule, options);
    if (report.columns.length === 0) throw new NotApplicable(messages.noNumbers);
    return { rows: report.rows, hits: report.hits, note: noteOf(report) };
  });
}

function noteOf({ worst, predictions }: AttackReport): string {
  return messages.attackNote(predictions, worst?.column, worst?.rows ?? 0);
}
