import { mkdtemp } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { Jobs, Pipelines } from '@gitbeaker/rest';
import { fitsKeeping, keptName } from '../adapters/kept-predictions.ts';
import { gateDocument, historyOf, pastGates } from '../adapters/past-gates.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { ActionError, externalError } from '../kernel/action-error.ts';
import type { KeptGate } from '../ports/past-gates.ts';
import type { LeftGate, PastRuns, PastRunsAnswer } from '../ports/past-runs.ts';
import { longestRecord } from './github-artifacts-names.ts';
import { gitlabArtifactFiles, type JobFiles } from './gitlab-artifact-files.ts';
import { gitlabTransport } from './gitlab-client.ts';
import {
  endedPipelines,
  type GateJob,
  jobsWithFiles,
  type PastLists,
  type PastPipeline,
} from './gitlab-past-lists.ts';
import { pastRunsMessages as messages } from './past-runs-messages.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GitlabPastRunsOptions {
  io: ProcessIo;
  token: string | undefined;
  patience: Patience;
  /** Absolute. */
  reportDir: string;
}

/**
 * Job artifacts of earlier pipelines of this project: in them lies what the gate keeps of each
 * commit. undefined outside of a project, and where the report directory lies outside of the
 * checkout, so that no job can leave it.
 *
 * @throws ActionError (external): `no-token`.
 */
export function gitlabPastRuns(options: GitlabPastRunsOptions): PastRuns | undefined {
  const { io, patience, reportDir } = options;
  const { CI_PROJECT_ID: project, CI_JOB_TOKEN: jobToken, CI_PROJECT_DIR: root } = io.env;
  const folder = relative(resolve(root ?? io.cwd), reportDir)
    .split(sep)
    .join('/');
  if (project === undefined || folder === '' || folder.startsWith('../')) return undefined;
  const token = options.token ?? (jobToken || undefined);
  if (token === undefined) {
    const { message, hint } = messages.noGitlabToken;
    throw externalError('no-token', message, hint);
  }
  const isJobs = options.token === undefined;
  const host = (io.env.CI_API_V4_URL ?? 'https://gitlab.com/api/v4').replace(/\/api\/v4\/?$/u, '');
  const { requesterFn } = gitlabTransport(patience, io.wait);
  const service = { host, requesterFn, ...(isJobs ? { jobToken: token } : { token }) };
  const source: Source = {
    project,
    folder,
    own: io.env.CI_PIPELINE_ID,
    now: io.now(),
    isJobs,
    pipelines: new Pipelines(service),
    jobs: new Jobs(service),
    files: gitlabArtifactFiles({
      ...{ host, project, patience, wait: io.wait },
      headers: isJobs ? { 'job-token': token } : { 'private-token': token },
    }),
  };
  return { find: (asked, work) => new Search(source, asked, work).answer() };
}

interface Source extends PastLists {
  /** The report directory, from the root of the checkout. */
  readonly folder: string;
  readonly files: JobFiles;
}

/** One model at one commit. */
class Search {
  private readonly source: Source;
  private readonly asked: { readonly model: string; readonly commit: string };
  private readonly work: string;
  private readonly problems: string[] = [];

  constructor(source: Source, asked: { model: string; commit: string }, work: string) {
    this.source = source;
    this.asked = asked;
    this.work = work;
  }

  async answer(): Promise<PastRunsAnswer> {
    for (const pipeline of await endedPipelines(this.source, this.asked.commit)) {
      for (const job of await jobsWithFiles(this.source, pipeline)) {
        const left = await this.leftBy(pipeline, job);
        if (left !== undefined) return { left, problems: this.problems };
      }
    }
    return { left: undefined, problems: this.problems };
  }

  /** Few jobs of a pipeline are gates: one without such a file is no problem. */
  private async leftBy(pipeline: PastPipeline, job: GateJob): Promise<LeftGate | undefined> {
    const run = { id: String(pipeline.id), url: pipeline.url };
    if (job.isExpired) {
      this.problems.push(messages.expired(job.name, run.id, job.days));
      return undefined;
    }
    try {
      const kept = await this.kept(job);
      if (kept === undefined) return undefined;
      return { gate: kept.gate, predictions: kept.predictions, run };
    } catch (error) {
      if (!(error instanceof ActionError) || error.code !== 'archive-refused') throw error;
      this.problems.push(messages.unusable(job.name, run.id, error.message));
      return undefined;
    }
  }

  /** The gate's entry of this commit as the report directory holds it, and as it is checked there. */
  private async kept(job: GateJob): Promise<KeptGate | undefined> {
    const { model, commit } = this.asked;
    const reportDir = await mkdtemp(join(this.work, 'past-'));
    const entry = join(historyOf(model), commit);
    await makeDirectory(join(reportDir, entry));
    const fetched = (name: string, bytes: number): Promise<boolean> => {
      const path = [this.source.folder, ...entry.split(sep), name].join('/');
      return this.source.files.fetch(job, path, join(reportDir, entry, name), bytes);
    };
    if (!(await fetched(gateDocument, longestRecord))) return undefined;
    const past = pastGates(reportDir, undefined);
    const found = await past.find(model, commit);
    if (found === undefined) throw externalError('archive-refused', messages.notSound);
    const { predictions } = found.gate;
    if (!fitsKeeping(predictions)) return found;
    for (const [index, { path, size }] of predictions.entries()) {
      if (!(await fetched(keptName(path, index), size))) return found;
    }
    return past.find(model, commit);
  }
}
