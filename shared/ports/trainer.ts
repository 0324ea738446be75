/** A training command, ready to run. */
export interface TrainingJob {
  /** As the user typed it; parameters are never put into it. */
  readonly command: string;
  /** Absolute. */
  readonly directory: string;
  /** Variables the command gets besides those of this process. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Aborted: the command and everything it started is asked to end, then killed. */
  readonly signal: AbortSignal;
  /** A whole line of the command's output, without its end. */
  line(text: string, stream: 'stdout' | 'stderr'): void;
  /** A line the command wants to replace (it ended in a carriage return): a progress bar. */
  progress(text: string): void;
}

/** How a command ended. */
export type TrainingEnd =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'killed'; readonly signal: string }
  | { readonly how: 'timed-out' };

/** Where a training command runs: this machine, or an engine elsewhere. */
export interface Trainer {
  /**
   * Resolves when the command and its process group have ended, whatever the way.
   *
   * @throws ActionError (external, `training-not-started`) when no shell could be started.
   */
  run(job: TrainingJob): Promise<TrainingEnd>;
}
