import { type ActionError, usageError } from '../kernel/action-error.ts';
import { forgeActions, forgeThings } from './forge-messages.ts';
import { forkMessages as messages } from './fork-comment-messages.ts';
import { fetchedArchive, type LeftArtifact } from './github-archive.ts';
import type { GithubApi } from './github-client.ts';

/** What GitHub itself says of a run whose code nobody here has reviewed. */
export interface UntrustedRun {
  readonly id: number;
  /** undefined: the forge does not count them, as Gitea. */
  readonly attempt: number | undefined;
  readonly headSha: string;
  readonly url: string;
  /**
   * `owner/name` of the repository and the branch it came from; undefined: deleted since, or the
   * forge does not say, as Gitea.
   */
  readonly from: { readonly repository: string; readonly branch: string } | undefined;
  /** The request's number where the forge says so: Gitea does, by the reference the run is about. */
  readonly request: number | undefined;
}

/** A record is far below; 512 records of a run would still fit a runner's disk. */
const longestArchive = 4 * 1024 * 1024;
const downloadMs = 60_000;

/**
 * The run, when it is one of a pull request and about the commit it is said to be about.
 *
 * @throws ActionError (usage, `other-run`; external).
 */
export async function untrustedRun(
  api: GithubApi,
  id: number,
  headSha: string,
): Promise<UntrustedRun> {
  const { octokit, owner, repo } = api;
  const { data } = await api.ask(forgeActions.readRun(id, `${owner}/${repo}`), () =>
    octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: id }),
  );
  const refuse = ({ message, hint }: { message: string; hint: string }): ActionError =>
    usageError('other-run', message, hint);
  if (data.head_sha !== headSha) throw refuse(messages.otherHead(id, data.head_sha, headSha));
  if (data.event !== 'pull_request') throw refuse(messages.otherEvent(id, data.event));
  const { head_repository: from, head_branch: branch } = data;
  const known = from?.full_name !== undefined && branch !== null;
  return {
    id,
    // Gitea says 0.
    attempt: data.run_attempt || undefined,
    headSha,
    url: data.html_url,
    from: known ? { repository: from.full_name, branch } : undefined,
    request: requestOf(data.path),
  };
}

/** `model.yml@refs/pull/7/head` is Gitea's; GitHub's ends with a branch or with nothing. */
function requestOf(path: string): number | undefined {
  const [, number] = /@refs\/pull\/(\d+)\/head$/u.exec(path) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The open pull request that stands at the run's commit. */
export interface OpenRequest {
  readonly number: number;
  /** false: it is a branch of this repository, whose runs may write their comments themselves. */
  readonly ofFork: boolean;
}

/**
 * The open pull request that came from the run's branch and stands at its commit. GitHub's list of
 * a commit's requests is of no use here: it leaves out commits that only a fork has.
 */
export async function openRequestOf(
  api: GithubApi,
  run: UntrustedRun,
): Promise<OpenRequest | undefined> {
  const { from, headSha, request } = run;
  if (request !== undefined) return openRequest(api, request, headSha);
  if (from === undefined) return undefined;
  const { octokit, owner, repo } = api;
  const [fork = ''] = from.repository.split('/');
  const { data } = await api.ask(forgeActions.findRequestOf(from.repository), () =>
    octokit.rest.pulls.list({
      owner,
      repo,
      state: 'open',
      head: `${fork}:${from.branch}`,
      per_page: 100,
    }),
  );
  const number = data.find(({ head }) => head.sha === headSha)?.number;
  if (number === undefined) return undefined;
  return { number, ofFork: from.repository !== `${owner}/${repo}` };
}

/** The request of this number: Gitea's event does not say whether a run came from a fork. */
async function openRequest(
  api: GithubApi,
  number: number,
  headSha: string,
): Promise<OpenRequest | undefined> {
  const { octokit, owner, repo } = api;
  const asked = forgeThings.pullRequest(number, `${owner}/${repo}`);
  const { data } = await api.ask(forgeActions.readRequest(asked), () =>
    octokit.rest.pulls.get({ owner, repo, pull_number: number }),
  );
  const { state, head, base } = data;
  if (state !== 'open' || head.sha !== headSha) return undefined;
  return { number, ofFork: head.repo?.id !== base.repo.id };
}

export async function artifactsOf(api: GithubApi, run: UntrustedRun): Promise<LeftArtifact[]> {
  const { octokit, owner, repo } = api;
  const found = await api.ask(forgeActions.listArtifacts(run.id), () =>
    octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
      owner,
      repo,
      run_id: run.id,
      per_page: 100,
    }),
  );
  return found
    .filter(({ expired }) => !expired)
    .map(({ id, name, size_in_bytes: size }) => ({ id, name, size }));
}

/**
 * Hand the archive of an artifact, as a file, to `use`.
 *
 * @throws ActionError (external, `archive-refused`) at one that is too large, also where it is
 *   larger than GitHub says.
 */
export function withArchive<T>(
  api: GithubApi,
  artifact: LeftArtifact,
  use: (path: string) => Promise<T>,
): Promise<T> {
  return fetchedArchive(api, artifact, { bytes: longestArchive, timeoutMs: downloadMs }, use);
}
