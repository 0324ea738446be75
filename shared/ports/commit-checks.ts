/** A place in a file of the repository that a check points at. */
export interface CheckAnnotation {
  level: 'notice' | 'warning' | 'error';
  title: string;
  message: string;
  /** From the repository's root, with forward slashes. */
  file: string;
  /** 1-based. */
  line: number;
}

/**
 * `neutral`: the run was not failed by it, and neither is it all well. `cancelled`: it was stopped
 * before it could conclude.
 */
export type CheckState = 'running' | 'success' | 'neutral' | 'failure' | 'cancelled';

/** What people see beside a commit, and what branch protection can ask for by its name. */
export interface Check {
  /** The same in every run. */
  name: string;
  state: CheckState;
  /** When the step began, in ISO 8601. */
  started: string;
  /** One line of plain text. */
  title: string;
  /** Markdown. */
  summary: string;
  annotations: readonly CheckAnnotation[];
  /** Where the log and the artifacts are. */
  url: string | undefined;
}

/** Checks of the one commit a run is about. */
export interface CommitChecks {
  /**
   * Show a check as it stands now: the first time it is made, later the same one is changed.
   *
   * @returns whether its annotations are shown, too.
   * @throws ActionError (external), with a reason a person can act on.
   */
  show(check: Check): Promise<boolean>;
}
