/** A command of `mlops` that is not a step. */
export interface Command {
  /** One line for `mlops --help`. Absent: an internal command that no person types. */
  readonly summary?: string;
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}
