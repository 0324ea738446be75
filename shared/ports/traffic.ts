import type { Digest } from '../domain/digest.ts';
import type { ModelContent } from '../domain/model-version.ts';
import type { Answer, Deployment, TrafficReport } from '../domain/rollout.ts';
import type { NamedTensor, TensorSpec } from './model-entry.ts';

/**
 * A place where models are served and traffic is shared between two of them.
 *
 * What is meant is one value, `Deployment`. The target works towards it by itself and goes on
 * serving when the step that wrote it ends or is killed. While a rollout progresses, a step that
 * gives no sign of life for the rollout's lease loses the canary its traffic: all of it returns to
 * stable until the step is back.
 */
export interface Traffic {
  /** Where clients send requests, once something is served. */
  endpoint(): Promise<string | undefined>;
  /** The deployment last written; undefined where there never was one. */
  read(): Promise<Deployment | undefined>;
  /**
   * Write the next deployment and see to it that the target works on it.
   *
   * @throws ActionError (external): `target-not-started`; `deployment-changed-meanwhile` when its
   *   revision does not follow.
   */
  write(next: Deployment): Promise<void>;
  /** See to it that the target runs, without changing what is meant. */
  ensureRunning(): Promise<void>;
  /** What is served, and a sign of life. */
  observe(): Promise<TrafficReport>;
  /** As `observe`, without a sign of life; undefined where the target does not run. */
  look(): Promise<TrafficReport | undefined>;
  /**
   * Have a model's files in place.
   *
   * @param place writes the verified files into the empty folder it is given.
   */
  install(
    model: { readonly id: Digest; readonly content: ModelContent },
    place: (directory: string) => Promise<void>,
  ): Promise<void>;
  /** Inputs a served model takes. */
  inputsOf(model: Digest): Promise<readonly TensorSpec[]>;
  /** Ask for predictions: of one model, or of whichever the weights choose. Throws on no answer. */
  infer(inputs: readonly NamedTensor[], model?: Digest): Promise<Answer>;
  /**
   * @throws ActionError (external): `rollout-in-progress` when another step is at work here,
   *   `target-folder-unusable` where its folder cannot be written.
   */
  exclusive<T>(body: () => Promise<T>): Promise<T>;
  /**
   * Write the deployment and wait until nothing is served and no process is left.
   *
   * @throws ActionError (external, `target-not-stopped`) naming the processes that do not end.
   */
  stop(next: Deployment): Promise<void>;
}
