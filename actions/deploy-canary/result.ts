import type { TableInput } from '../../shared/domain/cell.ts';
import type { Digest } from '../../shared/domain/digest.ts';
import type { ModelContent } from '../../shared/domain/model-version.ts';
import type { Finding, Metric, Series, Subject } from '../../shared/domain/record.ts';
import type {
  Deployed,
  Deployment,
  LabelledAnswers,
  RolloutStep,
  TrafficReport,
} from '../../shared/domain/rollout.ts';
import { type Verdict, worstVerdict } from '../../shared/domain/verdict.ts';
import { type RolloutPolicy, sumOf } from './decide.ts';
import type { Driven } from './drive.ts';
import { messages } from './messages.ts';
import {
  answerTable,
  rolloutMetrics,
  type Seen,
  stageTable,
  timelineTable,
  weightSeries,
} from './present.ts';
import { isLatency, partition } from './quality/judge.ts';
import { rulesNotJudged } from './quality/messages.ts';

/** What a step of this kind concludes. */
export interface Conclusion {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly findings?: readonly Finding[];
  readonly metrics?: Metric[];
  readonly series?: Series[];
  readonly tables?: readonly TableInput[];
  readonly subject?: Partial<Subject>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs: Outputs;
}

export interface Outputs {
  readonly phase: string;
  readonly weight: string;
  readonly stable: string;
}

/** A model that gets no traffic at all; what is served stays as it was. */
export function refusal(
  deployed: Deployed,
  before: Deployment | undefined,
  finding: Finding,
): Conclusion {
  return {
    verdict: 'fail',
    summary: messages.refused(deployed.label, finding),
    findings: [finding],
    subject: { model: deployed.id },
    inputs: { reference: deployed.reference },
    outputs: outputsOf(before, deployed),
  };
}

/** What came of the rows the step sent itself. */
export interface Replayed {
  readonly sent: number;
  readonly failed: number;
  readonly answered: ReadonlyMap<Digest, number>;
  readonly read: number;
  readonly skipped: number;
  readonly rate: number;
  readonly isLabelled: boolean;
  readonly answers: LabelledAnswers;
}

/** @param about the model whose share is asked for; by default the canary, else stable. */
export function outputsOf(deployment: Deployment | undefined, about?: Deployed): Outputs {
  if (deployment === undefined) return { phase: 'none', weight: '0', stable: '' };
  const { phase, stable, canary, weight } = deployment;
  const model = about ?? canary ?? stable;
  const isServed = phase !== 'stopped' && model !== null;
  const share = model?.id === stable?.id ? 100 - weight : model?.id === canary?.id ? weight : 0;
  return { phase, weight: String(isServed ? share : 0), stable: stable?.label ?? '' };
}

export interface Finished {
  readonly driven: Driven;
  readonly replayed: Replayed | undefined;
  /** The model had all traffic before this step. */
  readonly wasServing: boolean;
  readonly target: Deployed;
  readonly content: ModelContent;
  readonly steps: readonly RolloutStep[];
  readonly policy: RolloutPolicy;
  readonly endpoint: string | undefined;
}

export function rolloutResult(finished: Finished): Conclusion {
  const { driven, replayed, target, content, steps, policy } = finished;
  const { deployment, stages } = driven;
  const findings = [
    ...driven.findings,
    ...replayFindings(replayed),
    ...notJudged(policy, stages.length, replayed),
  ];
  const verdict = verdictOf(finished);
  const last = verdict === 'warn' ? 'pass' : verdict;
  const answers = replayed?.answers ?? { canary: [], stable: [] };
  const seen: Seen = { stages, stepCount: steps.length, last, answers };
  return {
    verdict,
    summary: summaryOf(finished),
    findings,
    metrics: rolloutMetrics(seen, policy),
    series: weightSeries(deployment),
    tables: [
      ...(stages.length === 0 ? [] : [stageTable(seen, policy)]),
      timelineTable(deployment),
      ...(replayed === undefined ? [] : [answerTable(replayed.answered)]),
    ],
    subject: {
      model: target.id,
      data: content.data,
      environment: content.environment,
      ...(content.code === null ? {} : { commit: content.code }),
    },
    inputs: {
      reference: target.reference,
      version: target.label,
      steps,
      policy,
      ...(finished.endpoint === undefined ? {} : { endpoint: finished.endpoint }),
      ...(replayed === undefined ? {} : { 'replay-rate': replayed.rate }),
    },
    outputs: outputsOf(deployment, target),
  };
}

function verdictOf({ driven, replayed }: Finished): Verdict {
  const { phase } = driven.deployment;
  if (phase === 'rolled-back' && driven.findings.length > 0) return 'fail';
  if (phase === 'paused') return 'inconclusive';
  const doubts = [...driven.findings, ...replayFindings(replayed)].map(({ severity }) =>
    severity === 'info' ? ('pass' as const) : ('warn' as const),
  );
  return worstVerdict(doubts);
}

function replayFindings(replayed: Replayed | undefined): Finding[] {
  if (replayed === undefined) return [];
  const { sent, failed, rate, skipped, read } = replayed;
  return [
    ...(sent === 0 ? [] : [messages.replayed(sent, failed, rate)]),
    ...(skipped === 0 ? [] : [messages.rowsNotReplayed(skipped, read)]),
  ];
}

/** Rules of the gate's policy that this rollout could not tell. */
function notJudged(
  { quality }: RolloutPolicy,
  stages: number,
  replayed: Replayed | undefined,
): Finding[] {
  if (stages === 0) return [];
  const hasLabels = replayed?.isLabelled === true;
  const { judged, left } = partition(quality);
  const unlabelled = hasLabels ? [] : judged.filter(({ name }) => !isLatency(name));
  const names = [...left, ...unlabelled].map(({ name }) => name);
  return names.length === 0 ? [] : [rulesNotJudged(names, hasLabels)];
}

function summaryOf({ driven, wasServing, target, replayed }: Finished): string {
  const { deployment, stages, findings } = driven;
  const [why] = findings;
  if (wasServing) return messages.servedAlready(target.label);
  if (deployment.phase === 'paused' && why) return messages.pausedAt(target.label, why);
  if (deployment.phase === 'rolled-back' && why) {
    return messages.turnedAway(target.label, deployment.stable?.label, why);
  }
  if (stages.length === 0) return messages.promotedFirst(target.label, replayed !== undefined);
  return messages.promoted(target.label, sumOf(stages));
}

/** @param report what is served; undefined where the target does not run. */
export function statusResult(
  deployment: Deployment | undefined,
  report: TrafficReport | undefined,
  endpoint: string | undefined,
): Conclusion {
  const outputs = outputsOf(deployment);
  if (deployment === undefined) {
    return { verdict: 'pass', summary: messages.nothingDeployed(), outputs };
  }
  const { phase, stable, canary } = deployment;
  const isMissing = report === undefined && phase !== 'stopped';
  const weight = report?.weight ?? 0;
  const share = report === undefined ? 0 : canary === null ? 100 : weight;
  return {
    verdict: isMissing ? 'warn' : 'pass',
    summary: messages.status(phase, stable?.label, weight),
    findings: isMissing ? [messages.notServing()] : [],
    subject: { model: canary?.id ?? stable?.id ?? null },
    inputs: endpoint === undefined ? {} : { endpoint },
    tables: [timelineTable(deployment)],
    outputs: { ...outputs, weight: String(share) },
  };
}
