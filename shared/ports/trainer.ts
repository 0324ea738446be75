/** Who trains: the user's command, or the user's module. */
export type TrainingCode =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'entry'; readonly entry: string };

/** Absolute paths the training code is handed. */
export interface TrainingPlaces {
  /** JSON object of the parameters. */
  readonly paramsFile: string;
  /** JSON object: `train` and `test`, each a list of absolute paths. */
  readonly dataFile: string;
  /** JSON lines the code appends to: `{"step": 1, "loss": 0.4}`; without `step`: final values. */
  readonly metricsFile: string;
  /** An empty folder. Everything written below it is the model. */
  readonly modelDir: string;
  /** Predictions on the held-out rows, if the code makes any. */
  readonly predictionsFile: string;
}

/** A training, ready to run. */
export interface TrainingJob {
  readonly code: TrainingCode;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly seed: number;
  readonly data: { readonly train: readonly string[]; readonly test: readonly string[] };
  readonly label: string | undefined;
  readonly key: string | undefined;
  readonly places: TrainingPlaces;
  /** Absolute: where the code runs and where an entry's path starts. */
  readonly directory: string;
  readonly timeoutMs: number;
  /** Aborted: the training and everything it started is asked to end, then killed. */
  readonly signal: AbortSignal;
  log(line: string): void;
  /** A line that replaces the one before: a progress bar. */
  progress(line: string): void;
}

/** How a training ended. */
export type TrainingEnd =
  | { readonly how: 'done' }
  /** The code ended by itself and said it failed. `reason` is the last thing it said. */
  | { readonly how: 'failed'; readonly what: string; readonly reason: string | undefined }
  | { readonly how: 'killed'; readonly signal: string }
  | { readonly how: 'timed-out' };

export interface TrainingOutcome {
  readonly end: TrainingEnd;
  /** The last lines the code wrote, errors where it wrote any, oldest first. */
  readonly lastLines: readonly string[];
  /** The framework we handed to the code; null for a command, which brings its own. */
  readonly framework: { readonly backend: string; readonly version: string } | null;
}

/** Where training code runs: this machine, or an engine elsewhere. */
export interface Trainer {
  /** Values no line may show, for the log's mask. */
  readonly secrets: readonly string[];
  /**
   * What can be known to be wrong with the code before anything is written for it.
   *
   * @param directory - absolute: where an entry's path starts.
   * @throws ActionError (usage): `entry-not-found`.
   */
  check(code: TrainingCode, directory: string): Promise<void>;
  /**
   * Resolves when the training and all it started have ended, whatever the way.
   *
   * @throws ActionError (usage): `command-not-found`, `entry-not-found`, `entry-invalid`;
   *   (external): `training-not-started`, `tensorflow-unavailable`.
   */
  run(job: TrainingJob): Promise<TrainingOutcome>;
}
