import type { Jobs, Pipelines } from '@gitbeaker/rest';
import { externalError } from '../kernel/action-error.ts';
import { askGitlab } from './gitlab-client.ts';
import { pastRunsMessages as messages } from './past-runs-messages.ts';

/** Whom to ask for pipelines and jobs, and about which project. */
export interface PastLists {
  readonly project: string;
  /** The pipeline that asks. */
  readonly own: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether all there is to ask with is CI_JOB_TOKEN. */
  readonly isJobs: boolean;
  readonly pipelines: Pick<InstanceType<typeof Pipelines>, 'all'>;
  readonly jobs: Pick<InstanceType<typeof Jobs>, 'all'>;
}

export interface PastPipeline {
  readonly id: number;
  readonly url: string;
}

export interface GateJob {
  readonly id: number;
  readonly name: string;
  readonly isExpired: boolean;
  /** For how long its artifacts were kept. undefined: not known. */
  readonly days: number | undefined;
}

/** Pipelines of one commit that are looked at, the newest first: a commit has one or two. */
const mostPipelines = 5;
const mostJobs = 20;
const dayMs = 24 * 60 * 60_000;

/**
 * Started by somebody with write access, on a branch of the project. A merge request's pipeline is
 * left out: a member may have run a fork's code in this project with it.
 */
const ownSources = ['push', 'web', 'schedule', 'api', 'trigger', 'parent_pipeline', 'pipeline'];

/** Successful pipelines of a commit, the newest first, without the one that asks. */
export async function endedPipelines(lists: PastLists, commit: string): Promise<PastPipeline[]> {
  const { pipelines, project, own } = lists;
  const action = `${messages.pipelines(commit)} (${project})`;
  const found: unknown = await ask(lists, action, () =>
    pipelines.all(project, {
      ...{ sha: commit, status: 'success', orderBy: 'id', sort: 'desc' },
      ...{ perPage: 20, maxPages: 1 },
    }),
  );
  return listed(found)
    .filter(({ sha, status }) => sha === commit && status === 'success')
    .filter(({ id, source }) => String(id) !== own && ownSources.includes(String(source)))
    .slice(0, mostPipelines)
    .map(({ id, web_url: url }) => ({ id: Number(id), url: String(url) }));
}

/** Successful jobs of a pipeline that have an archive of artifacts, or had one. */
export async function jobsWithFiles(lists: PastLists, pipeline: PastPipeline): Promise<GateJob[]> {
  const { jobs, project, now } = lists;
  const found: unknown = await ask(lists, messages.jobs(String(pipeline.id)), () =>
    jobs.all(project, { pipelineId: pipeline.id, perPage: 100, maxPages: 1 }),
  );
  return listed(found)
    .filter(({ status }) => status === 'success')
    .map((job) => ({ job, ends: Date.parse(String(job.artifacts_expire_at ?? '')) }))
    .filter(({ job, ends }) => hasArchive(job) || ends <= now)
    .slice(0, mostJobs)
    .map(({ job, ends }) => {
      const days = Math.round((ends - Date.parse(String(job.finished_at ?? ''))) / dayMs);
      const isExpired = !hasArchive(job);
      return {
        ...{ id: Number(job.id), name: String(job.name), isExpired },
        days: days > 0 ? days : undefined,
      };
    });
}

function hasArchive({ artifacts }: Record<string, unknown>): boolean {
  if (!Array.isArray(artifacts)) return false;
  return artifacts.some((each: { file_type?: unknown }) => each.file_type === 'archive');
}

function ask<T>({ isJobs }: PastLists, action: string, call: () => Promise<T>): Promise<T> {
  const noRight = messages.noGitlabRight;
  // GitLab answers a job's token with 401, 403 or 404, by its version and the project's settings.
  const advice = isJobs
    ? { noRight, badToken: noRight, notFound: noRight }
    : { noRight: messages.noGitlabToken.hint, notFound: messages.gitlabNotFound };
  return askGitlab(action, call, advice);
}

/** A proxy's page or a broken answer has status 200 as well. */
function listed(answer: unknown): Record<string, unknown>[] {
  const isList = Array.isArray(answer) && answer.every((item) => Number.isInteger(item?.id));
  if (isList) return answer as Record<string, unknown>[];
  throw externalError('unavailable', messages.noList.message, messages.noList.hint);
}
