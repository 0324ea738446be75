import type { Digest } from '../../shared/domain/digest.ts';
import type { Finding } from '../../shared/domain/record.ts';
import {
  type Answer,
  addTraffic,
  type Deployed,
  type Deployment,
  type LabelledAnswers,
  noTraffic,
  type RolloutStep,
  type Stage,
  type TrafficReport,
} from '../../shared/domain/rollout.ts';
import { type Decision, decide, type RolloutPolicy } from './decide.ts';
import { messages } from './messages.ts';
import * as plan from './plan.ts';

/** Everything a rollout does to the world, and all it knows of time. */
export interface World {
  /** Write the next deployment; the target works towards it from then on. */
  write(next: Deployment): Promise<void>;
  /** What is served, and a sign of life. */
  observe(): Promise<TrafficReport>;
  /** Ask one model for a prediction. Absent: there is no row to ask about. */
  readonly probe?: (model: Digest) => Promise<Answer>;
  /** Answers so far to rows whose label is known. */
  answers(): LabelledAnswers;
  /** Traffic may begin. */
  open(): Promise<void>;
  change(): plan.Change;
  /** Milliseconds from any start. */
  clock(): number;
  /** Rejects when the step is asked to stop. */
  wait(milliseconds: number): Promise<void>;
  say(message: string): void;
}

/** What became of a rollout. */
export interface Driven {
  readonly deployment: Deployment;
  /** Every stage seen, the last one included. */
  readonly stages: readonly Stage[];
  /** Why it was rolled back or paused, first; then what else is worth knowing. */
  readonly findings: readonly Finding[];
}

/** How long a model may take to load. */
const readyMs = 120_000;
/** Requests to a new server before it gets traffic: the first ones of any process are slow. */
const warmUps = 20;

/**
 * Carry a rollout to its end. What comes next is always worked out from the deployment alone, so
 * a rollout that was killed anywhere goes on from the state that was written last.
 */
export async function drive(
  began: Deployment,
  policy: RolloutPolicy,
  world: World,
): Promise<Driven> {
  let driven: Driven = { deployment: began, stages: began.rollout?.stages ?? [], findings: [] };
  while (driven.deployment.phase === 'progressing') {
    const { rollout, canary } = driven.deployment;
    if (rollout === null || canary === null) throw new Error('a rollout without a canary');
    const step = rollout.steps[rollout.step];
    driven =
      step === undefined
        ? await makeReady(driven, canary, world)
        : await passStep(driven, { step, canary, stepCount: rollout.steps.length }, policy, world);
  }
  return driven;
}

/** Wait for the canary to be ready, ask it something, and give it its first weight. */
async function makeReady(driven: Driven, canary: Deployed, world: World): Promise<Driven> {
  const { deployment } = driven;
  const began = world.clock();
  for (;;) {
    const server = (await world.observe()).servers[canary.id];
    if (server?.state === 'ready') break;
    const waited = world.clock() - began;
    if (server?.state === 'failed' || waited > readyMs) {
      return turnAway(driven, messages.canaryNotReady(waited, server?.error), world);
    }
    await world.wait(20);
  }
  const wrong = await smoke(canary.id, world);
  if (wrong !== undefined) {
    return turnAway(driven, messages.smokeFailed(canary.id, wrong), world);
  }
  await world.open();
  const next = plan.advance(deployment, undefined, world.change());
  await world.write(next);
  return { ...driven, deployment: next };
}

/**
 * What is wrong with the canary's answers, if it gives none that is right. One right answer is
 * enough: how often it fails is for the comparison with stable to say.
 */
async function smoke(id: Digest, { probe }: World): Promise<string | undefined> {
  if (probe === undefined) return undefined;
  let wrong: string | undefined;
  let right = 0;
  for (let i = 0; i < warmUps; i++) {
    const { status, model } = await probe(id);
    if (status === 200 && model === id) right++;
    else wrong = status === 200 ? messages.answers.from(model) : messages.answers.status(status);
  }
  return right > 0 ? undefined : wrong;
}

interface StepUnderWay {
  readonly step: RolloutStep;
  readonly canary: Deployed;
  readonly stepCount: number;
}

/** Watch a step until it is decided. */
async function passStep(
  driven: Driven,
  under: StepUnderWay,
  policy: RolloutPolicy,
  world: World,
): Promise<Driven> {
  const { deployment, stages } = driven;
  const { step } = under;
  world.say(messages.stepBegins(under.canary.label, step.weight, step.forMs));
  await world.open();
  const counted = stageCounter(step.weight);
  const began = world.clock();
  let crashesBefore: number | undefined;
  for (;;) {
    const report = await world.observe();
    const server = report.servers[under.canary.id];
    crashesBefore ??= server?.restarts ?? 0;
    const current = counted(report.revision === deployment.revision ? report.stage : undefined);
    const decision = decide(
      {
        passed: stages,
        current,
        step,
        stepCount: under.stepCount,
        elapsedMs: world.clock() - began,
        answers: world.answers(),
        canary: {
          isFailed: server?.state === 'failed',
          crashes: Math.max(0, (server?.restarts ?? 0) - crashesBefore),
          ...(server?.error === undefined ? {} : { error: server.error }),
        },
      },
      policy,
    );
    if (decision.kind !== 'wait') {
      return apply({ ...driven, stages: [...stages, current] }, current, decision, world);
    }
    await world.wait(Math.min(250, Math.max(15, step.forMs / 20)));
  }
}

async function apply(
  driven: Driven,
  current: Stage,
  decision: Exclude<Decision, { kind: 'wait' }>,
  world: World,
): Promise<Driven> {
  const { deployment, findings } = driven;
  if (decision.kind === 'roll-back') return turnAway(driven, decision.finding, world);
  if (decision.kind === 'pause') {
    const next = plan.pause(deployment, decision.finding.code, world.change());
    await world.write(next);
    return { ...driven, deployment: next, findings: [decision.finding, ...findings] };
  }
  const next = plan.advance(deployment, current, world.change());
  await world.write(next);
  return { ...driven, deployment: next, findings: [...findings, ...decision.findings] };
}

async function turnAway(driven: Driven, finding: Finding, world: World): Promise<Driven> {
  const next = plan.abort(driven.deployment, finding.code, world.change());
  await world.write(next);
  return { ...driven, deployment: next, findings: [finding, ...driven.findings] };
}

type Window = Pick<Stage, 'canary' | 'stable'>;

/** Adds up the windows of one stage: a gateway that was killed and started again counts anew. */
function stageCounter(weight: number): (window: Window | undefined) => Stage {
  let before: Window = { canary: noTraffic(), stable: noTraffic() };
  let last = before;
  return (window) => {
    const requests = ({ canary, stable }: Window): number => canary.requests + stable.requests;
    const seen = window ?? last;
    if (requests(seen) < requests(last)) before = together(before, last);
    last = seen;
    return { weight, ...together(before, seen) };
  };
}

function together(a: Window, b: Window): Window {
  return { canary: addTraffic(a.canary, b.canary), stable: addTraffic(a.stable, b.stable) };
}
