import { fitsKeeping } from '../adapters/kept-predictions.ts';
import { pastGateOf } from '../domain/past-gate.ts';
import type { StepRecord } from '../domain/record.ts';
import { ActionError, externalError } from '../kernel/action-error.ts';
import type { HostContext } from '../ports/host.ts';
import type { LeftGate, PastRuns, PastRunsAnswer } from '../ports/past-runs.ts';
import { fetchedArchive } from './github-archive.ts';
import { hasArtifacts } from './github-artifacts.ts';
import { artifactMessages } from './github-artifacts-messages.ts';
import { longestRecord } from './github-artifacts-names.ts';
import { recordIn, refused } from './github-artifacts-record.ts';
import { openZip } from './github-artifacts-zip.ts';
import { type GithubApi, githubApi } from './github-client.ts';
import {
  artifactsOf,
  type EndedRun,
  endedRuns,
  gateFiles,
  gateRecord,
  type ListedArtifact,
} from './github-past-lists.ts';
import { predictionsOf } from './github-past-predictions.ts';
import { pastRunsMessages as messages } from './past-runs-messages.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GithubPastRunsOptions {
  io: ProcessIo;
  context: HostContext;
  token: string | undefined;
  patience: Patience;
}

/** A minute for a record: its archive has a few kilobytes. */
const recordMs = 60_000;

/**
 * Artifacts of earlier runs of this repository's workflows, or undefined where there are none to
 * ask for: outside of a repository, under act, and on GitHub Enterprise Server, whose artifacts
 * are of an older kind.
 *
 * @throws ActionError (external): `no-token`.
 */
export function githubPastRuns(options: GithubPastRunsOptions): PastRuns | undefined {
  const { io, context, token, patience } = options;
  const { repository, runId } = context;
  if (repository === undefined || !hasArtifacts(io) || io.env.ACT === 'true') return undefined;
  if (token === undefined) {
    const { message, hint } = messages.noToken;
    throw externalError('no-token', message, hint);
  }
  const isGitea = io.env.GITEA_ACTIONS === 'true';
  const advice = isGitea
    ? { noRight: messages.noRightOnGitea, notFound: messages.notFoundOnGitea }
    : { noRight: messages.noRight, notFound: messages.notFound };
  const api = githubApi({ io, repository, token, patience, advice });
  return {
    find: (asked, folder) => new Search(api, asked, folder).answer({ own: runId, isGitea }),
  };
}

/** What is wrong with one artifact; everything else is wrong with asking at all. */
const unusable = ['archive-refused', 'archive-expired', 'evidence-refused', 'not-found'];

/** One model at one commit. */
class Search {
  private readonly api: GithubApi;
  private readonly asked: { readonly model: string; readonly commit: string };
  private readonly folder: string;
  private readonly problems: string[] = [];

  constructor(api: GithubApi, asked: { model: string; commit: string }, folder: string) {
    this.api = api;
    this.asked = asked;
    this.folder = folder;
  }

  async answer(where: { own: string | undefined; isGitea: boolean }): Promise<PastRunsAnswer> {
    for (const run of await endedRuns(this.api, this.asked.commit, where)) {
      const left = await this.leftBy(run, await artifactsOf(this.api, run));
      if (left !== undefined) return { left, problems: this.problems };
    }
    return { left: undefined, problems: this.problems };
  }

  private async leftBy(
    run: EndedRun,
    artifacts: readonly ListedArtifact[],
  ): Promise<LeftGate | undefined> {
    const newest = gateRecord(artifacts, this.asked.model, run.attempt);
    if (newest === undefined) return undefined;
    const record = await this.used(run, newest, () => this.record(newest));
    if (record === undefined) return undefined;
    const gate = pastGateOf(record, record.finished);
    const predictions = await this.predictions(run, artifacts, record);
    return { gate, predictions, run: { id: String(run.id), url: run.url } };
  }

  private async record(artifact: ListedArtifact): Promise<StepRecord> {
    const { model, commit } = this.asked;
    const limits = { bytes: longestRecord, timeoutMs: recordMs };
    return fetchedArchive(this.api, artifact, limits, async (path) => {
      const archive = await openZip(path, { entries: 1, bytes: longestRecord });
      try {
        const about = { step: 'evaluate-gate', model } as const;
        const record = await recordIn(archive, artifact.name, about);
        const { commit: theirs } = record.subject;
        if (theirs === commit) return record;
        const why = messages.otherCommit(theirs);
        throw refused(artifactMessages.notARecord('evaluate-gate', artifact.name, why));
      } finally {
        await archive.close();
      }
    });
  }

  /** The gate's own files, or the training's, whose predictions it judged. */
  private async predictions(
    run: EndedRun,
    artifacts: readonly ListedArtifact[],
    record: StepRecord,
  ): Promise<readonly string[]> {
    const wanted = pastGateOf(record, record.finished).predictions;
    if (wanted.length === 0 || !fitsKeeping(wanted)) return [];
    for (const artifact of gateFiles(artifacts, this.asked.model, run.attempt)) {
      const found = await this.used(run, artifact, () =>
        predictionsOf(this.api, artifact, wanted, this.folder),
      );
      if (found !== undefined && found.length > 0) return found;
    }
    return [];
  }

  /** undefined: this artifact is of no use, which is a problem told and no end of the search. */
  private async used<T>(
    { id }: EndedRun,
    { name, isExpired, days }: ListedArtifact,
    use: () => Promise<T>,
  ): Promise<T | undefined> {
    if (isExpired) {
      this.problems.push(messages.expired(name, String(id), days));
      return undefined;
    }
    try {
      return await use();
    } catch (error) {
      if (!(error instanceof ActionError) || !unusable.includes(error.code)) throw error;
      const isGone = error.code === 'archive-expired';
      this.problems.push(
        isGone
          ? messages.expired(name, String(id), days)
          : messages.unusable(name, String(id), error.message),
      );
      return undefined;
    }
  }
}
