import type { PastGate } from '../domain/past-gate.ts';
import type { Artifact } from '../domain/record.ts';

/** An earlier run of the gate, with the predictions it judged where they were kept. */
export interface KeptGate {
  readonly gate: PastGate;
  /** Absolute paths, each checked against its digest; empty where none were kept. */
  readonly predictions: readonly string[];
  readonly place: 'report directory' | 'cache' | 'registry';
}

/** Remembers what the gate said of a commit, so that a later change can be compared with it. */
export interface PastGates {
  /** undefined: nothing sound is kept of this model at this commit. */
  find(model: string, commit: string): Promise<KeptGate | undefined>;
  /**
   * Keep what was said of a commit, in place of what was kept before. Predictions that are too
   * large, or changed meanwhile, are left out. A process killed at any moment leaves the old entry,
   * none, or the new one, but never half of one.
   *
   * @param predictions with absolute paths.
   */
  keep(gate: PastGate, commit: string, predictions: readonly Artifact[]): Promise<void>;
}
