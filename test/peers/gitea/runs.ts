import { until } from '../../support/until.ts';
import type { Gitea, User } from './gitea.ts';

export interface Run {
  readonly id: number;
  readonly head_sha: string;
  /** `model.yml@refs/pull/1/head` */
  readonly path: string;
  readonly status: string;
  readonly conclusion?: string;
}

interface Job {
  readonly id: number;
  readonly name: string;
  readonly conclusion?: string;
}

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly html_url: string;
  readonly user: { readonly login: string };
  readonly updated_at: string;
}

interface Status {
  readonly context: string;
  readonly status: string;
  readonly description: string;
}

export interface PullRequest {
  readonly number: number;
  readonly head: { readonly sha: string };
}

/** What stands on the page of a pull request when its workflow has ended. */
export interface Review {
  readonly run: Run;
  /** Conclusion by the job's name. */
  readonly jobs: Readonly<Record<string, string | undefined>>;
  /** By the job's name; of a job that never started there is none. */
  readonly logs: Readonly<Record<string, string>>;
  readonly comments: readonly Comment[];
  /** The newest of each name. */
  readonly statuses: readonly Status[];
  /** Names, sorted. */
  readonly artifacts: readonly string[];
}

/** What people do on the page of one repository, and see there. */
export function repositoryPage(gitea: Gitea, repository: string) {
  const at = `/repos/${repository}`;
  const runsOf = async (workflow: string): Promise<Run[]> => {
    const { workflow_runs: runs } = await gitea.api<{ workflow_runs: Run[] }>(
      'GET',
      `${at}/actions/runs`,
    );
    return runs.filter(({ path }) => path.startsWith(`${workflow}@`));
  };
  const runOf = async (commit: string, workflow: string): Promise<Run | undefined> =>
    (await runsOf(workflow)).find(({ head_sha: sha }) => sha === commit);
  const started = (commit: string, workflow = 'model.yml'): Promise<Run> =>
    until(() => runOf(commit, workflow), `a run of ${workflow} is there`, 60_000, 200);
  const ended = (commit: string, workflow = 'model.yml'): Promise<Run> => {
    const ask = async () => {
      const run = await runOf(commit, workflow);
      return run?.status === 'completed' && run;
    };
    return until(ask, `the run of ${workflow} for ${commit} ends`, 200_000, 200);
  };
  const jobsOf = async ({ id }: Run): Promise<Job[]> =>
    (await gitea.api<{ jobs: Job[] }>('GET', `${at}/actions/runs/${id}/jobs`)).jobs;
  return {
    runsOf,
    started,
    ended,
    jobsOf,
    log: ({ id }: Job): Promise<string> => gitea.api('GET', `${at}/actions/jobs/${id}/logs`),
    /** `head` is a branch, or `user:branch` of a fork. */
    open: (title: string, head: string, as?: User): Promise<PullRequest> =>
      gitea.api('POST', `${at}/pulls`, { title, head, base: 'main' }, as),
    merge: (number: number): Promise<void> =>
      gitea.api('POST', `${at}/pulls/${number}/merge`, { Do: 'merge' }),
    /** The commit a branch stands at. */
    headOf: async (branch: string): Promise<string> =>
      (await gitea.api<{ commit: { id: string } }>('GET', `${at}/branches/${branch}`)).commit.id,
    runAgain: ({ id }: Run): Promise<void> => gitea.api('POST', `${at}/actions/runs/${id}/rerun`),
    approve: ({ id }: Run): Promise<void> =>
      gitea.press(`/${repository}/actions/runs/${id}/approve`),
    comments: ({ number }: PullRequest): Promise<Comment[]> =>
      gitea.api('GET', `${at}/issues/${number}/comments`),
    async review(pull: PullRequest, workflow?: string): Promise<Review> {
      const { sha } = pull.head;
      const run = await ended(sha, workflow);
      const jobs = await jobsOf(run);
      const ran = jobs.filter(({ conclusion }) => conclusion !== 'skipped');
      const { artifacts } = await gitea.api<{ artifacts: { name: string }[] }>(
        'GET',
        `${at}/actions/runs/${run.id}/artifacts?limit=50`,
      );
      const { statuses } = await gitea.api<{ statuses: Status[] }>(
        'GET',
        `${at}/commits/${sha}/status`,
      );
      return {
        run,
        jobs: Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion])),
        logs: Object.fromEntries(
          await Promise.all(ran.map(async (job) => [job.name, await this.log(job)] as const)),
        ),
        comments: await this.comments(pull),
        statuses,
        artifacts: artifacts.map(({ name }) => name).toSorted(),
      };
    },
  };
}
