/** The history of the code, as the checkout has it. */
export interface Commits {
  /** The commit checked out, and whether tracked files differ from it; undefined: no repository. */
  head(): Promise<{ readonly commit: string; readonly dirty: boolean } | undefined>;
  /**
   * The commit a revision names, as its whole SHA; undefined: there is none here.
   *
   * @param revision as `isRevision` accepts it.
   */
  resolve(revision: string): Promise<string | undefined>;
  /** Where the two lines of development parted; undefined: nothing in common is known. */
  mergeBase(one: string, other: string): Promise<string | undefined>;
  /** A commit and its first parents, newest first, at most `limit` of them. */
  line(commit: string, limit: number): Promise<readonly string[]>;
  /**
   * A file as a commit has it. undefined: that cannot be told; no text: the commit has no such file.
   *
   * @param path from the working directory.
   */
  file(commit: string, path: string): Promise<{ readonly text: string | undefined } | undefined>;
  /** Whether the checkout has only the newest commits. */
  isShallow(): Promise<boolean>;
}
