import { z } from 'zod';
import { type Digest, digestSchema } from './digest.ts';
import type { PredictedBatch } from './prediction.ts';

/** A registered model in a deployment. */
export const deployedSchema = z.strictObject({
  /** Identity of the model: what the server must answer with. */
  id: digestSchema,
  /** Immutable reference: where its files come from. */
  reference: z.string(),
  /** For people: `v3`. */
  label: z.string(),
});
export type Deployed = z.infer<typeof deployedSchema>;

/** One step of a rollout: how much traffic the canary gets, and for how long at least. */
export const rolloutStepSchema = z.strictObject({
  weight: z.number().int().min(1).max(99),
  forMs: z.number().min(0),
});
export type RolloutStep = z.infer<typeof rolloutStepSchema>;

const count = z.number().int().min(0);

/** Requests of one version in one window. */
export const versionTrafficSchema = z.strictObject({
  requests: count,
  /** Answers of status 500 and above, and requests that got no answer. */
  errors: count,
  /** Answers that came from another model than the one asked. */
  strangers: count,
  /** Requests per latency bucket, as `latencyBounds`. */
  latencies: z.array(count),
});
export type VersionTraffic = z.infer<typeof versionTrafficSchema>;

/** What canary and stable did while the weights stood still. */
export const stageSchema = z.strictObject({
  weight: z.number().int().min(1).max(99),
  canary: versionTrafficSchema,
  stable: versionTrafficSchema,
});
export type Stage = z.infer<typeof stageSchema>;

/**
 * - `progressing`: a canary is being rolled out.
 * - `paused`: it waits for more data or a person; all traffic is on stable.
 * - `promoted`: the last canary is stable now.
 * - `rolled-back`: the last canary was turned away, or the last promotion undone.
 * - `stopped`: nothing is served.
 */
export const phaseSchema = z.enum(['progressing', 'paused', 'promoted', 'rolled-back', 'stopped']);

export const deploymentEventSchema = z.strictObject({
  at: z.iso.datetime({ offset: true }),
  event: z.enum(['started', 'weighted', 'promoted', 'aborted', 'paused', 'rolled-back', 'stopped']),
  /** The model the event is about. */
  model: deployedSchema.nullable(),
  /** Stable before a promotion or rollback. */
  from: deployedSchema.nullable(),
  weight: z.number().int().min(0).max(100),
  by: z.string().nullable(),
  reason: z.string(),
});
export type DeploymentEvent = z.infer<typeof deploymentEventSchema>;

/**
 * What is meant to be served, as one value that is replaced whole: there is one weight, the
 * canary's, and stable gets the rest, so weights add up to 100 in every state that can be written.
 */
export const deploymentSchema = z
  .strictObject({
    schema: z.literal('mlops-deployment/1'),
    model: z.string(),
    /** Grows by one with each change. */
    revision: z.number().int().min(1),
    phase: phaseSchema,
    stable: deployedSchema.nullable(),
    canary: deployedSchema.nullable(),
    weight: z.number().int().min(0).max(99),
    /** The rollout under way or paused. */
    rollout: z
      .strictObject({
        steps: z.array(rolloutStepSchema),
        /** Index of the step whose weight is set; -1 until the canary is ready. */
        step: z.number().int().min(-1),
        /** Steps passed. */
        stages: z.array(stageSchema),
        /** Without a sign of life from the step for this long, all traffic returns to stable. */
        leaseMs: z.number().min(1),
      })
      .nullable(),
    /** Newest last. */
    history: z.array(deploymentEventSchema),
  })
  .refine(({ weight, canary, stable }) => weight === 0 || (canary !== null && stable !== null), {
    message: 'a canary with a weight needs a stable to share the traffic with',
  });
export type Deployment = z.infer<typeof deploymentSchema>;

/** Upper bounds of the latency buckets in milliseconds: about 9 % apart, 0.05 ms to a minute. */
export const latencyBounds: readonly number[] = [
  ...Array.from({ length: 163 }, (_, i) => 0.05 * 2 ** (i / 8)),
  Number.POSITIVE_INFINITY,
];

export function noTraffic(): VersionTraffic {
  const latencies = latencyBounds.map(() => 0);
  return { requests: 0, errors: 0, strangers: 0, latencies };
}

/** How the traffic is shared: model and weight, weights adding up to 100; empty without stable. */
export function weightsOf(
  { stable, canary, phase }: Pick<Deployment, 'stable' | 'canary' | 'phase'>,
  weight: number,
): ReadonlyMap<Digest, number> {
  const weights = new Map<Digest, number>();
  if (stable === null || phase === 'stopped') return weights;
  weights.set(stable.id, 100 - weight);
  if (canary !== null && weight > 0) weights.set(canary.id, weight);
  return weights;
}

/** Traffic of two windows together: a gateway that was killed and started again counts anew. */
export function addTraffic(a: VersionTraffic, b: VersionTraffic): VersionTraffic {
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    strangers: a.strangers + b.strangers,
    latencies: a.latencies.map((count, i) => count + (b.latencies[i] ?? 0)),
  };
}

export type ServerState = 'starting' | 'ready' | 'failed';

/** What is really served, as opposed to what is meant to be. */
export interface TrafficReport {
  /** Revision of the deployment this report is about. */
  readonly revision: number;
  /** The canary's share of traffic right now, in percent; stable gets the rest. */
  readonly weight: number;
  /** The model that takes the rest. null: nothing is served yet. */
  readonly stable: Digest | null;
  readonly servers: Readonly<
    Record<Digest, { state: ServerState; restarts: number; error?: string }>
  >;
  /** Requests since this revision's weight took effect. */
  readonly stage: Pick<Stage, 'canary' | 'stable'>;
}

export interface Answer {
  readonly status: number;
  /** The model that says it answered. */
  readonly model: Digest | undefined;
  /** What it answered, by output; absent where it gave no readable answer. */
  readonly outputs?: readonly AnsweredOutput[];
}

/** One output of an answer, as the Open Inference Protocol has it. */
export interface AnsweredOutput {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

/** The truth of a row that was sent, and what a model answered for it. */
export interface LabelledAnswer {
  readonly label: string | number | boolean;
  /** Of one row. */
  readonly prediction: PredictedBatch;
}

/** Labelled answers of the two versions in a rollout, each row once per version. */
export interface LabelledAnswers {
  readonly canary: readonly LabelledAnswer[];
  readonly stable: readonly LabelledAnswer[];
}
