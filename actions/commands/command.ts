/** A flag of a command, for help and completion. */
export interface CommandFlag {
  /** With its dashes. */
  readonly name: string;
  readonly summary: string;
  /** The only values it takes; empty: anything, so files are offered. */
  readonly values: readonly string[];
  readonly takesValue: boolean;
}

/** What can stand after `mlops`, and after each of those words, as completion offers it. */
export interface OfferedWord {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CommandFlag[];
}

/** A command of `mlops` that is not a step. */
export interface Command {
  /** One line for `mlops --help`. Absent: an internal command that no person types. */
  summary?(): string;
  /** What it takes, where completion is to offer it. */
  flags?(): Promise<readonly CommandFlag[]>;
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}
