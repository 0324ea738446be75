import { externalError } from '../kernel/action-error.ts';
import type { ChangeRequest, HostContext } from '../ports/host.ts';
import { forgeActions, forgeThings, noToken } from './forge-messages.ts';
import { type GithubApi, githubApi } from './github-client.ts';
import { githubComments } from './github-comments.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GithubChangeRequestOptions {
  io: ProcessIo;
  context: HostContext;
  /** The number the event names. */
  pullRequest: number | undefined;
  token: string | undefined;
  patience?: Patience;
}

/** Events that name a commit but not always its pull request. */
const commitEvents = ['push', 'workflow_dispatch', 'workflow_run', 'check_run', 'check_suite'];

/**
 * The pull request a run belongs to: the one the event names, else the open one whose head is the
 * commit under review.
 *
 * @throws ActionError (external): `no-token`, and what the API answers.
 */
export async function githubChangeRequest(
  options: GithubChangeRequestOptions,
): Promise<ChangeRequest | undefined> {
  const { io, context, pullRequest, token, patience } = options;
  const { repository, commit, event } = context;
  if (repository === undefined) return undefined;
  const findable = commit !== undefined && commitEvents.includes(event ?? '');
  if (pullRequest === undefined && !findable) return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.comment;
    throw externalError('no-token', message, hint);
  }
  const api = githubApi({ io, repository, token, ...(patience === undefined ? {} : { patience }) });
  const number = pullRequest ?? (await openPullRequestOf(api, io, commit ?? ''));
  if (number === undefined) return undefined;
  return pullRequestOf(api, io, number);
}

/** A pull request of the API's repository, by its number. */
export function pullRequestOf(api: GithubApi, io: ProcessIo, number: number): ChangeRequest {
  const server = io.env.GITHUB_SERVER_URL ?? 'https://github.com';
  return {
    number,
    url: `${server}/${api.owner}/${api.repo}/pull/${number}`,
    comments: githubComments(api, number),
    headCommit: () => headCommit(api, number),
  };
}

async function openPullRequestOf(
  api: GithubApi,
  { env }: ProcessIo,
  commit: string,
): Promise<number | undefined> {
  const { octokit, owner, repo } = api;
  const { pulls, repos } = octokit.rest;
  const answer = await api.ask(forgeActions.findRequestOfCommit(commit), () =>
    // Gitea has no list of a commit's requests; that of the open ones begins with the newest.
    env.GITEA_ACTIONS === 'true'
      ? pulls.list({ owner, repo, state: 'open', per_page: 100 })
      : repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: commit }),
  );
  // A commit also belongs to the requests that merged it and to those built on top of it.
  return answer.data.find((pull) => pull.state === 'open' && pull.head.sha === commit)?.number;
}

async function headCommit(api: GithubApi, number: number): Promise<string | undefined> {
  const { octokit, owner, repo } = api;
  const request = forgeThings.pullRequest(number, `${owner}/${repo}`);
  const answer = await api.ask(forgeActions.readRequest(request), () =>
    octokit.rest.pulls.get({ owner, repo, pull_number: number }),
  );
  return answer.data.head.sha;
}
