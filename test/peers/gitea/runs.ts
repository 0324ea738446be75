import { until } from '../../support/until.ts';
import type { Gitea, User } from './gitea.ts';

export interface Run {
  readonly id: number;
  readonly event: string;
  readonly head_sha: string;
  readonly status: string;
  readonly conclusion?: string;
}

export interface Job {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion?: string;
}

export interface PullRequest {
  readonly number: number;
  readonly head: { readonly sha: string };
}

export interface IssueComment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
  readonly created_at: string;
  readonly updated_at: string;
}

/** What a person does and sees on the page of one repository, by the API. */
export function repositoryPage(gitea: Gitea, repository: string) {
  const at = `/repos/${repository}`;
  const runs = async (): Promise<Run[]> => {
    const { workflow_runs: found } = await gitea.api<{ workflow_runs: Run[] }>(
      'GET',
      `${at}/actions/runs`,
    );
    return found;
  };
  return {
    runs,
    /** `head` is a branch, or `user:branch` of a fork. */
    openPullRequest: (title: string, head: string, as?: User): Promise<PullRequest> =>
      gitea.api('POST', `${at}/pulls`, { title, head, base: 'main' }, as),
    /** The run of a commit, once it has ended. */
    ended: (commit: string): Promise<Run> =>
      until(
        async () => {
          const found = (await runs()).find(({ head_sha: sha }) => sha === commit);
          return found?.status === 'completed' && found;
        },
        `the run of ${commit} ends`,
        180_000,
        250,
      ),
    async jobs(run: Run): Promise<Job[]> {
      const { jobs } = await gitea.api<{ jobs: Job[] }>('GET', `${at}/actions/runs/${run.id}/jobs`);
      return jobs;
    },
    log: (job: Job): Promise<string> => gitea.api('GET', `${at}/actions/jobs/${job.id}/logs`),
    comments: (number: number): Promise<IssueComment[]> =>
      gitea.api('GET', `${at}/issues/${number}/comments`),
  };
}
