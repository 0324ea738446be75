import type { Language } from '../kernel/language.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { CommentStore } from './comment-store.ts';
import type { CommitChecks } from './commit-checks.ts';
import type { Deployments } from './deployments.ts';
import type { Dispatch } from './dispatch.ts';
import type { IssueStore } from './issues.ts';
import type { PastRuns } from './past-runs.ts';

export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error';

/** What the host knows about this run. undefined: the host does not say. */
export interface HostContext {
  /** The commit under review: on a pull request the head's SHA, not the merge commit's. */
  commit: string | undefined;
  branch: string | undefined;
  /** The branch a change request wants to go into. */
  targetBranch: string | undefined;
  /** `owner/name`. */
  repository: string | undefined;
  /** Address of this run or job, for links. */
  runUrl: string | undefined;
  /** Unique for a run, the same for all its jobs. */
  runId: string | undefined;
  /** 1 for the first try, 2 for the first re-run. */
  attempt: number;
  job: string | undefined;
  /** The repository's root on this machine, absolute. */
  root: string | undefined;
  event: string | undefined;
  actor: string | undefined;
  /** Why another run started this one, in its own words: untrusted text of one line. */
  reason: string | undefined;
}

/**
 * Which part of a step this process is asked for: the step itself, the work after the job's other
 * steps, or both one after the other where no later process will come.
 */
export type HostPhase = 'main' | 'post' | 'main-then-post';

/** A note on a line of a file of the repository. */
export interface Annotation {
  level: 'notice' | 'warning' | 'error';
  title: string;
  message: string;
  file?: string;
  line?: number;
}

/** Values handed from the main phase to the post phase. Never holds a secret. */
export interface StateStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** The pull or merge request this run belongs to. */
export interface ChangeRequest {
  number: number;
  url: string;
  comments: CommentStore;
  /** The commit it stands at now, which may be newer than the one this run is about. */
  headCommit(): Promise<string | undefined>;
}

export interface Cache {
  /**
   * Restore `paths` saved under `key`, or else the newest saved under a key with one of the
   * prefixes. Resolves to whether there was such an entry.
   */
  restore(paths: readonly string[], key: string, prefixes?: readonly string[]): Promise<boolean>;
  save(paths: readonly string[], key: string): Promise<void>;
}

/**
 * Where a step runs. A member a host cannot offer is absent, so that the type says so; none of
 * them throws "unsupported".
 */
export interface Host {
  readonly name: 'github' | 'gitlab' | 'local' | 'memory';
  readonly phase: HostPhase;
  readonly context: HostContext;
  /** The language its surroundings ask for; absent where they say nothing. */
  readonly language?: Language;
  /** The raw text of an input, or undefined where none was given. */
  input(name: string): string | undefined;
  output(name: string, value: string): void;
  readonly state: StateStore;
  /** Keep this value out of everything this process prints from now on. */
  mask(secret: string): void;
  /** `text` with every masked value hidden, for what is written to files. */
  redact(text: string): string;
  log(level: LogLevel, message: string): void;
  /** A line that replaces the last progress line on a terminal and is thinned out in a log. */
  progress(message: string): void;
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
  annotate(annotation: Annotation): void;
  /** Add Markdown to the job's summary page, or resolve to false where the host has none. */
  summary(markdown: string): Promise<boolean>;
  /** A directory that outlives this process but not the job. */
  readonly tempDir: string;
  /** Resolves to undefined when this run belongs to no change request. */
  changeRequest?(token: string | undefined): Promise<ChangeRequest | undefined>;
  /**
   * Resolves to undefined where this run belongs to no commit of the forge, and with `auto` also
   * where the forge shows as much by itself.
   */
  checks?(token: string | undefined, wanted: 'auto' | 'always'): Promise<CommitChecks | undefined>;
  /** Resolves to undefined where this run belongs to no commit of the forge. */
  deployments?(token: string | undefined): Promise<Deployments | undefined>;
  /** Resolves to undefined where this run belongs to no repository. */
  issues?(token: string | undefined): Promise<IssueStore | undefined>;
  /** Resolves to undefined where this run belongs to no repository. */
  dispatch?(token: string | undefined): Promise<Dispatch | undefined>;
  /**
   * Resolves to undefined where the forge keeps nothing of earlier runs that could be asked for.
   *
   * @param reportDir absolute: where a run leaves its files
   */
  pastRuns?(token: string | undefined, reportDir: string): Promise<PastRuns | undefined>;
  /** The value of an environment variable that the configuration names, masked from then on. */
  secret?(variable: string): string | undefined;
  /** The value of an environment variable that holds no secret: a region, a server's address. */
  variable?(name: string): string | undefined;
  readonly cache?: Cache;
  /** Between the jobs of a run. Absent where jobs share files by other means, or not at all. */
  readonly artifacts?: ArtifactStore;
  idToken?(audience: string): Promise<string>;
}
