import { requireCount, requireOpenProbability } from './counts.ts';

/** Errors seen while canary and stable shared the traffic at one weight. */
export interface TrafficStage {
  /** Share of requests sent to the canary, strictly between 0 and 1: the weight, not the outcome. */
  readonly canaryShare: number;
  readonly canaryErrors: number;
  readonly stableErrors: number;
}

export interface ErrorShareOptions {
  /** Bound of the chance to ever roll back a canary that is as good as stable. Default 0.05. */
  readonly alpha?: number;
  /** Error rate of the canary over stable's that is still acceptable. Default 1. */
  readonly allowedRatio?: number;
  /** Errors that the prior on a worse canary is worth. Default 20. */
  readonly priorMass?: number;
}

export interface ErrorShareTest {
  /** Evidence against "the canary is no worse": at 1/α it is enough, however often one looked. */
  readonly eValue: number;
  readonly logEValue: number;
  /** min(1, 1/e): valid at any time of looking. */
  readonly pValue: number;
  readonly rollBack: boolean;
  readonly canaryErrors: number;
  /** Errors the canary would have had at the allowed ratio. */
  readonly expectedCanaryErrors: number;
}

/** Points the prior is cut into; more change an e-value that matters by less than a percent. */
const POINTS = 400;

/**
 * Anytime-valid test that the canary's error rate is at most `allowedRatio` times stable's, from
 * error counts alone. Requests are assigned at random, so each error falls on the canary with
 * probability share·ratio / (share·ratio + 1 − share); the e-value is the likelihood of what was
 * seen averaged over worse ratios, over its likelihood at the allowed one. That is a nonnegative
 * supermartingale for every acceptable canary, so by Ville's inequality it ever reaches 1/α with
 * probability at most α: a rollout may look after each request and roll back falsely at most a
 * share α of the time.
 *
 * The prior is Beta(priorMass · θ, priorMass · (1 − θ)) on the canary's share of errors at the first
 * stage, cut off below the acceptable share θ and cut into points, each kept as a ratio of error
 * rates: so the evidence carries over stages of different weight. Any weights that add up to 1 keep
 * the bound; the beta ones find a canary two or three times as bad soonest.
 *
 * @param stages every stage so far, with all errors seen in it
 * @throws RangeError on impossible counts, a share, alpha, ratio or prior mass out of range
 * @see M. Lindon & A. Malek, Anytime-Valid Inference for Multinomial Count Data (2022); A. Wald
 * (1945) on composite nulls of monotone likelihood ratio
 */
export function errorShareTest(
  stages: readonly TrafficStage[],
  options: ErrorShareOptions = {},
): ErrorShareTest {
  const { alpha = 0.05, allowedRatio = 1, priorMass = 20 } = options;
  requireOpenProbability(alpha, 'alpha');
  requirePositive(allowedRatio, 'allowed ratio');
  requirePositive(priorMass, 'prior mass');
  for (const stage of stages) requireStage(stage);
  const first = stages[0];
  if (first === undefined) throw new RangeError('no traffic stage to judge');
  const prior = worseRatios(acceptableShare(first, allowedRatio), priorMass);
  const logEValue = logSum(
    prior.map(
      ({ logWeight, ratio }) => logWeight + logLikelihoodRatio(stages, allowedRatio, ratio),
    ),
  );
  const canaryErrors = stages.reduce((sum, stage) => sum + stage.canaryErrors, 0);
  const expectedCanaryErrors = stages.reduce(
    (sum, stage) =>
      sum + acceptableShare(stage, allowedRatio) * (stage.canaryErrors + stage.stableErrors),
    0,
  );
  return {
    eValue: Math.exp(logEValue),
    logEValue,
    pValue: Math.min(1, Math.exp(-logEValue)),
    rollBack: logEValue >= -Math.log(alpha),
    canaryErrors,
    expectedCanaryErrors,
  };
}

/** The largest share of errors that an acceptable canary has on average. */
function acceptableShare(stage: TrafficStage, allowedRatio: number): number {
  const odds = (stage.canaryShare / (1 - stage.canaryShare)) * allowedRatio;
  return odds / (1 + odds);
}

interface PriorPoint {
  /** Odds of an error on the canary over the acceptable ones, > 1. */
  readonly ratio: number;
  readonly logWeight: number;
}

/** The beta prior above the acceptable share, at equal steps of the logarithm of the ratio. */
function worseRatios(share: number, priorMass: number): PriorPoint[] {
  const odds = share / (1 - share);
  const [a, b] = [priorMass * share, priorMass * (1 - share)];
  // The beta density over ln odds, up to a factor.
  const logDensity = (logRatio: number) => {
    const worse = odds * Math.exp(logRatio);
    return a * Math.log(worse) - (a + b) * Math.log1p(worse);
  };
  let reach = 1;
  while (logDensity(reach) > logDensity(0) - 30) reach *= 1.2;
  const points = Array.from({ length: POINTS }, (_, i) => (reach * (i + 0.5)) / POINTS);
  const total = logSum(points.map(logDensity));
  return points.map((logRatio) => ({
    ratio: Math.exp(logRatio),
    logWeight: logDensity(logRatio) - total,
  }));
}

/** ln of the likelihood of the stages at a worse ratio over the one at the allowed ratio. */
function logLikelihoodRatio(
  stages: readonly TrafficStage[],
  allowedRatio: number,
  worse: number,
): number {
  let sum = 0;
  for (const stage of stages) {
    const share = acceptableShare(stage, allowedRatio);
    // With odds w times as large the share is s w / (1 + s (w - 1)).
    const inflation = Math.log1p(share * (worse - 1));
    sum += stage.canaryErrors * (Math.log(worse) - inflation) - stage.stableErrors * inflation;
  }
  return sum;
}

/** ln Σ exp(logs). */
function logSum(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((total, log) => total + Math.exp(log - largest), 0));
}

function requireStage(stage: TrafficStage): void {
  requireOpenProbability(stage.canaryShare, 'canary share of traffic');
  requireCount(stage.canaryErrors, 'canary errors');
  requireCount(stage.stableErrors, 'stable errors');
}

function requirePositive(value: number, name: string): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${name} is ${value}, but must be positive and finite`);
  }
}
