import type { PastGate } from '../domain/past-gate.ts';

/** A run of the pipeline that is over. */
export interface PastRun {
  /** The forge's number of it. */
  readonly id: string;
  readonly url: string;
}

/** What the gate said in an earlier run, as that run left it on the forge. */
export interface LeftGate {
  readonly gate: PastGate;
  /** Absolute paths, each checked against its digest; empty where none could be had. */
  readonly predictions: readonly string[];
  readonly run: PastRun;
}

export interface PastRunsAnswer {
  /** undefined: no successful run of this repository has left a sound record. */
  readonly left: LeftGate | undefined;
  /** What was there and could not be used, each a sentence with its reason. */
  readonly problems: readonly string[];
}

/** Artifacts of earlier runs of this repository's pipelines, as long as the forge keeps them. */
export interface PastRuns {
  /**
   * What the gate said of a model at a commit: of the newest successful run of this repository,
   * never of a fork's, that left a record which is what it says it is.
   *
   * @param folder where predictions may be written; removed by who made it
   * @throws ActionError (external) where the forge does not tell: `forbidden`, `unavailable` ...
   */
  find(
    asked: { readonly model: string; readonly commit: string },
    folder: string,
  ): Promise<PastRunsAnswer>;
}
