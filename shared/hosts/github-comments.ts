import { externalError } from '../kernel/action-error.ts';
import type { Comment, CommentLock, CommentStore } from '../ports/comment-store.ts';
import { forgeActions, forgeThings, strangeAnswers } from './forge-messages.ts';
import { answeredPage, type GithubApi } from './github-client.ts';
import { lockLifetimeMs } from './lock-lifetime.ts';

/** GitHub's own limit; a longer body is answered with 422. */
const bodyLimit = 65_536;
const lockReaction = 'eyes';
/** Who a workflow's own token is on a forge that does not mark bots as such. */
const workflowUsers = ['github-actions[bot]', 'gitea-actions', 'forgejo-actions'];

/** The part of GitHub's comment this needs. Gitea leaves out `user.type`. */
interface IssueComment {
  id: number;
  body?: string | undefined;
  html_url: string;
  user: { login: string; type?: string } | null;
  performed_via_github_app?: object | null | undefined;
}

/** The comments of one pull request. */
export function githubComments(api: GithubApi, number: number): CommentStore {
  return new GithubComments(api, number);
}

class GithubComments implements CommentStore {
  readonly limit = bodyLimit;
  private readonly api: GithubApi;
  private readonly repository: { owner: string; repo: string };
  private readonly number: number;
  private readonly isOurs: (comment: IssueComment) => Promise<boolean>;

  constructor(api: GithubApi, number: number) {
    this.api = api;
    this.repository = { owner: api.owner, repo: api.repo };
    this.number = number;
    this.isOurs = authorCheck(api);
  }

  async find(marker: string): Promise<Comment | undefined> {
    const { octokit } = this.api;
    const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
      ...this.repository,
      issue_number: this.number,
      per_page: 100,
    });
    return this.api.ask(forgeActions.readComments(this.request()), async () => {
      for await (const page of pages) {
        // Oldest first, as GitHub lists them: usually the first page has it.
        for (const comment of listOf<IssueComment>(answeredPage(page).data)) {
          const marked = comment.body?.includes(marker);
          if (marked && (await this.isOurs(comment))) return toComment(comment);
        }
      }
      return undefined;
    });
  }

  async read(id: string): Promise<Comment | undefined> {
    const { issues } = this.api.octokit.rest;
    const asked = this.api.ask(forgeActions.readComment(this.request()), () =>
      issues.getComment({ ...this.repository, comment_id: Number(id) }),
    );
    return asked.then(({ data }) => toComment(data), undefinedIfGone);
  }

  async create(body: string): Promise<Comment> {
    const { issues } = this.api.octokit.rest;
    const { data } = await this.api.ask(forgeActions.writeComment(this.request()), () =>
      issues.createComment({ ...this.repository, issue_number: this.number, body }),
    );
    return toComment(data);
  }

  async update(id: string, body: string): Promise<Comment> {
    const { issues } = this.api.octokit.rest;
    const { data } = await this.api.ask(forgeActions.changeComment(this.request()), () =>
      issues.updateComment({ ...this.repository, comment_id: Number(id), body }),
    );
    return toComment(data);
  }

  async remove(id: string): Promise<void> {
    const { issues } = this.api.octokit.rest;
    const asked = this.api.ask(forgeActions.removeComment(this.request()), () =>
      issues.deleteComment({ ...this.repository, comment_id: Number(id) }),
    );
    await asked.catch(undefinedIfGone);
  }

  lock(id: string): Promise<CommentLock | undefined> {
    return takeLock(this.api, Number(id), this.request());
  }

  private request(): string {
    return forgeThings.pullRequest(this.number, `${this.api.owner}/${this.api.repo}`);
  }
}

/**
 * A reaction is created at most once per user, and the status tells whether this call created it
 * (201) or it was there (200): a test-and-set between jobs that share an identity, as all jobs
 * with a workflow's own token do.
 */
async function takeLock(
  api: GithubApi,
  comment: number,
  request: string,
): Promise<CommentLock | undefined> {
  const { octokit, owner, repo } = api;
  const target = { owner, repo, comment_id: comment };
  const answer = await api.ask(forgeActions.takeTurns(request), () =>
    octokit.rest.reactions.createForIssueComment({ ...target, content: lockReaction }),
  );
  const release = async (): Promise<void> => {
    await api
      .ask(forgeActions.giveUpTurn(request), () =>
        octokit.rest.reactions.deleteForIssueComment({ ...target, reaction_id: answer.data.id }),
      )
      .catch(undefinedIfGone);
  };
  if (answer.status === 201) return { release };
  // The forge's clock on both sides: a runner's may be minutes off.
  const age = Date.parse(answer.headers.date ?? '') - Date.parse(answer.data.created_at);
  // Removed by its id: if another waiter broke it first and holds its own, ours fails harmlessly.
  if (age > lockLifetimeMs) await release();
  return undefined;
}

/**
 * Whether a comment may be taken for ours. Anyone can write a comment that holds our marker, and
 * an author can change a comment for ever, so one by a stranger must not be adopted. A workflow's
 * token cannot ask who it is (403), but its comments are a bot's; other tokens can ask.
 */
export function authorCheck(
  api: GithubApi,
): (comment: Pick<IssueComment, 'user' | 'performed_via_github_app'>) => Promise<boolean> {
  let me: Promise<string | undefined> | undefined;
  return async ({ user, performed_via_github_app: app }) => {
    if (user === null) return false;
    if (user.type === 'Bot' || (app !== null && app !== undefined)) return true;
    me ??= loginOf(api);
    me.catch(() => {
      me = undefined;
    });
    const login = await me;
    if (login !== undefined) return user.login === login;
    return user.type === undefined && workflowUsers.includes(user.login);
  };
}

/** undefined: a workflow's token. A GitHub that is unwell said nothing about it. */
async function loginOf(api: GithubApi): Promise<string | undefined> {
  try {
    const { data } = await api.octokit.rest.users.getAuthenticated();
    return data.login;
  } catch (error) {
    const { status = 500 } = error as { status?: number };
    if (status < 500) return undefined;
    throw error;
  }
}

function toComment(comment: IssueComment): Comment {
  if (typeof comment !== 'object' || typeof comment.id !== 'number') throw notAnAnswer();
  return { id: String(comment.id), body: comment.body ?? '', url: comment.html_url };
}

/** A proxy's page or a broken answer has status 200 as well. */
function listOf<T>(data: unknown): T[] {
  if (!Array.isArray(data)) throw notAnAnswer();
  return data;
}

function notAnAnswer(): Error {
  const { message, hint } = strangeAnswers.comments;
  return externalError('unavailable', message, hint);
}

function undefinedIfGone(error: unknown): undefined {
  if ((error as { code?: string }).code === 'not-found') return undefined;
  throw error;
}
