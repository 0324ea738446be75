import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import type { Finding } from '../../shared/domain/record.ts';
import type { Stage } from '../../shared/domain/rollout.ts';
import { externalError, usageError } from '../../shared/kernel/action-error.ts';
import type { ErrorShareTest } from '../../shared/stats/binomial-e-process.ts';
import type { Estimate } from '../../shared/stats/interval.ts';
import type { QuantileComparison } from '../../shared/stats/quantile-from-histogram.ts';

interface Totals {
  readonly canary: { readonly requests: number; readonly errors: number };
  readonly stable: { readonly requests: number; readonly errors: number };
}

const finding = (
  code: string,
  message: string,
  evidence?: Record<string, unknown>,
  severity: Finding['severity'] = 'error',
): Finding => ({ severity, code, message, ...(evidence === undefined ? {} : { evidence }) });

const percent = (share: number): string => `${(share * 100).toPrecision(3)} %`;

/** `p99`, `p99.9`. */
export function quantileName(quantile: number): string {
  return `p${Number((quantile * 100).toPrecision(4))}`;
}

export function canaryCrashed(error: string | undefined): Finding {
  const why = error === undefined ? '' : `: ${error}`;
  return finding('canary-crashed', `The server of the canary ended by itself${why}.`);
}

export function canaryNotReady(waitedMs: number, error: string | undefined): Finding {
  const why = error === undefined ? '' : `: ${error}`;
  return finding(
    'canary-not-ready',
    `The canary was not ready to answer after ${formatDuration(waitedMs)}${why}. It got no traffic.`,
  );
}

export function smokeFailed(id: Digest, answer: string): Finding {
  return finding(
    'smoke-check-failed',
    `A first request to ${shortDigest(id)} was not answered as it should be: ${answer}. It got no traffic.`,
  );
}

export function answeredByAnother({ canary, stable }: Stage): Finding {
  const strangers = canary.strangers + stable.strangers;
  return finding(
    'answered-by-another-model',
    `${strangers} answers came from another model than the one they were asked from.`,
    { canary: canary.strangers, stable: stable.strangers },
  );
}

export function moreErrors(totals: Totals, test: ErrorShareTest, alpha: number): Finding {
  const { canary, stable } = totals;
  return finding(
    'more-errors-than-stable',
    `The canary failed ${canary.errors} of ${canary.requests} requests, stable ${stable.errors} of ${stable.requests}: with errors as rare as allowed, ${test.expectedCanaryErrors.toFixed(1)} were to be expected (e-value ${test.eValue.toPrecision(3)}, enough is ${(1 / alpha).toPrecision(3)}).`,
    { ...totals, eValue: test.eValue, pValue: test.pValue },
  );
}

export function tooManyErrors(rate: Estimate, allowed: number): Finding {
  return finding(
    'error-rate-too-high',
    `The canary fails ${percent(rate.estimate)} of requests (at least ${percent(rate.low)}, for sure); allowed are ${percent(allowed)}.`,
    { rate, allowed },
  );
}

export function slower(
  { ratio, canary, stable }: QuantileComparison,
  quantile: number,
  allowed: number,
): Finding {
  return finding(
    'slower-than-stable',
    `The canary's ${quantileName(quantile)} latency is ${canary.estimate.toPrecision(3)} ms against ${stable.estimate.toPrecision(3)} ms: ${ratio.estimate.toPrecision(3)} times (at least ${ratio.low.toPrecision(3)}); allowed is ${allowed}.`,
  );
}

export function tooLittleData(
  { canary, stable, weight }: Stage,
  needed: number,
  then: 'pause' | 'roll-back' | 'promote',
): Finding {
  const consequence = {
    pause: 'All traffic is on stable; run this step again to go on.',
    'roll-back': 'The policy takes it back (deploy.too-little-data).',
    promote: 'The policy lets it go on (deploy.too-little-data).',
  }[then];
  return finding(
    'too-little-data',
    `At a weight of ${weight} the canary answered ${canary.requests} requests and stable ${stable.requests}; ${needed} of each are needed to judge. ${consequence}`,
    { canary: canary.requests, stable: stable.requests, needed },
    then === 'roll-back' ? 'error' : 'warning',
  );
}

/** Why a deployment changed: its state keeps the English words. */
export function reason(kept: string): string {
  return kept;
}

/** What was wrong with an answer to a first request. */
export const answers = {
  from: (model: string | undefined): string => `the answer is from ${model ?? 'no model'}`,
  status: (status: number): string => `status ${status}`,
} as const;

export function gateNotPassed(id: Digest): Finding {
  return finding(
    'gate-not-passed',
    `The registry holds no record that ${shortDigest(id)} passed the gate, so it gets no traffic. Run evaluate-gate and register-model for it, or set deploy.require to [].`,
  );
}

export function replayed(sent: number, failed: number, rate: number): Finding {
  const lost = failed === 0 ? '' : ` ${failed} got no answer.`;
  return finding(
    'replayed-traffic',
    `The traffic was recorded rows that this step sent itself: ${sent} requests, ${rate} a second.${lost}`,
    { sent, failed, rate },
    'info',
  );
}

export function noRowsToReplay(data: readonly string[]): Error {
  const message = `${data.join(', ')} has columns but no rows, so there is nothing to replay.`;
  return usageError('replay-empty', message, 'Name data with rows in deploy.replay.data.');
}

export function rowsNotReplayed(skipped: number, read: number): Finding {
  return finding(
    'rows-not-replayed',
    `${skipped} of ${read} rows could not be sent: a value the model needs is missing or of another type.`,
    { skipped, read },
    'warning',
  );
}

export function promoted(label: string, totals: Totals): string {
  const { canary, stable } = totals;
  return `${label} is stable now: it answered ${canary.requests} requests with ${canary.errors} errors beside stable's ${stable.requests} with ${stable.errors}.`;
}

export function promotedFirst(label: string, wasAsked: boolean): string {
  const proof = wasAsked ? 'it answered what it was asked' : 'its server is ready';
  return `${label} is served, the first one: ${proof}, and there was nothing to compare it with.`;
}

export function servedAlready(label: string): string {
  return `${label} is stable already and has all traffic.`;
}

export function turnedAway(label: string, stable: string | undefined, why: Finding): string {
  const rest = stable === undefined ? '' : ` ${stable} has all traffic.`;
  return `${label} was rolled back: ${why.message}${rest}`;
}

export function pausedAt(label: string, why: Finding): string {
  return `${label} is paused: ${why.message}`;
}

export function refused(label: string, why: Finding): string {
  return `${label} was not rolled out: ${why.message}`;
}

export function rolledBack(to: string, from: string): string {
  return `${to} is stable again and has all traffic; it was ${from}.`;
}

export function canaryTurnedAway(canary: string, stable: string): string {
  return `${canary} was turned away; ${stable} has all traffic.`;
}

export function alreadyRolledBack(at: string): string {
  return `${at} is stable and has all traffic; the last change was a rollback already, so nothing was changed. To go further back, name the version with model-reference.`;
}

export function cannotRollBack(): Finding {
  return finding(
    'no-previous-version',
    'There is no earlier stable version to return to. Roll out the version you want instead.',
  );
}

export function nothingDeployed(): string {
  return 'Nothing is deployed.';
}

export function stopped(model: string): string {
  return `${model} is no longer served; no process is left.`;
}

export function status(phase: string, stable: string | undefined, weight: number): string {
  const serving = stable === undefined ? 'nothing is stable' : `${stable} is stable`;
  const rest = weight > 0 ? `, the canary has ${weight} % of traffic` : '';
  return `The deployment is ${phase}: ${serving}${rest}.`;
}

export function notServing(): Finding {
  return finding(
    'target-not-running',
    'The gateway is not running. Run `mlops deploy-canary` again: it starts it and goes on where it was.',
    undefined,
    'warning',
  );
}

export function stepBegins(label: string, weight: number, forMs: number): string {
  return `${label} has ${weight} % of traffic, for at least ${formatDuration(forMs)}.`;
}

export function goesOn(label: string): string {
  return `The rollout of ${label} was cut off; it goes on where it was.`;
}

export function cannotServe(label: string, error: string | undefined): Error {
  return externalError(
    'model-cannot-be-served',
    `${label} was made stable, but its server does not start${error === undefined ? '' : `: ${error}`}. The version before it still answers.`,
    'Roll back to a version that starts: name it with model-reference.',
  );
}

/** Titles and headings of the tables and charts. */
export const tables = {
  steps: {
    title: 'Steps',
    verdict: 'Verdict',
    weight: 'Weight',
    canaryRequests: 'Canary requests',
    canaryErrors: 'Canary errors',
    canaryLatency: 'Canary latency',
    stableRequests: 'Stable requests',
    stableErrors: 'Stable errors',
    stableLatency: 'Stable latency',
    quantile: 'Quantile',
  },
  timeline: {
    title: 'Timeline',
    when: 'When',
    what: 'What',
    version: 'Version',
    traffic: 'Traffic',
    why: 'Why',
  },
  answered: {
    title: 'Who answered',
    note: 'Each server computes the digest of the files it loaded and puts it into every answer.',
    model: 'Model',
    answers: 'Answers',
  },
  weights: {
    title: 'Traffic by version',
    seconds: 'seconds',
    percent: 'percent',
    canary: 'canary',
    stable: 'stable',
  },
} as const;

/** What happened in a rollout, in the timeline. */
export const events = {
  started: 'rollout started',
  weighted: 'weight set',
  promoted: 'promoted',
  aborted: 'rolled back',
  paused: 'paused',
  'rolled-back': 'returned to',
  stopped: 'stopped',
} as const;

export function invalidInput(input: string, value: string, problem: string): Error {
  return usageError(
    'invalid-inputs',
    `input "${input}" is ${JSON.stringify(value)}, but ${problem}`,
    '`mlops deploy-canary --help` lists every input.',
  );
}

/** What is wrong with an input, to follow `input "steps" is …, but`. */
export const problems = {
  notShortSteps: 'weights with durations are expected, as 5:30s,50:30s,100',
  noYamlList: 'that is no YAML list; as 5:30s,50:30s,100 it is easier to write',
  noSteps: 'at least one step is expected',
  expected: (forms: string) => `${forms} is expected`,
  step: (number: number) => `step ${number}`,
  unknownKey: (name: string, key: string, near: string | undefined) =>
    `${name} has the unknown key "${key}"; ${near === undefined ? 'known: weight, for' : `did you mean "${near}"?`}`,
  weight: (name: string, value: string | undefined) =>
    `${name} has ${value === undefined ? 'no weight' : `the weight ${value}`}: a whole number from 1 to 100 (percent) is accepted`,
  lasts: (name: string, value: string | undefined) =>
    `${name} lasts ${value}: a duration as 30s is accepted`,
  form: (name: string, value: string | undefined) =>
    `${name} is ${value}: { weight: 5, for: 30s } is the form of a step`,
};

export function modelReferenceMissing(forms: string): Error {
  return usageError(
    'model-reference-missing',
    'It is not said which model to roll out, and no register-model step left one.',
    `Give the input "model-reference": ${forms}.`,
  );
}

export function anotherModel(found: string, asked: string): Error {
  return usageError(
    'another-model',
    `The reference is a version of "${found}", and this step is about "${asked}".`,
    'Name the model with the input "model", or give a reference to one of its versions.',
  );
}
