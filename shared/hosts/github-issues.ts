import { externalError } from '../kernel/action-error.ts';
import type { HostContext } from '../ports/host.ts';
import type { Issue, IssueChange, IssueStore } from '../ports/issues.ts';
import { forgeActions, githubAdvice, noToken, strangeAnswers } from './forge-messages.ts';
import { answeredPage, type GithubApi, githubApi } from './github-client.ts';
import { authorCheck } from './github-comments.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GithubIssuesOptions {
  io: ProcessIo;
  context: HostContext;
  token: string | undefined;
  patience: Patience;
}

/** GitHub's own limit; a longer body is answered with 422. */
const bodyLimit = 65_536;

/** The part of GitHub's issue this needs. */
interface GithubIssue {
  number: number;
  html_url: string;
  state: string;
  body?: string | null | undefined;
  labels: readonly (string | { name?: string | undefined })[];
  user: { login: string; type?: string } | null;
  performed_via_github_app?: object | null | undefined;
  pull_request?: object | undefined;
}

/**
 * The issues of the repository a run belongs to.
 *
 * @throws ActionError (external): `no-token`.
 */
export function githubIssues(options: GithubIssuesOptions): IssueStore | undefined {
  const { io, context, token, patience } = options;
  const { repository } = context;
  if (repository === undefined) return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.issue;
    throw externalError('no-token', message, hint);
  }
  const advice = githubAdvice.issue;
  return new GithubIssues(githubApi({ io, repository, token, patience, advice }));
}

class GithubIssues implements IssueStore {
  readonly limit = bodyLimit;
  private readonly api: GithubApi;
  private readonly repository: { owner: string; repo: string };
  private readonly isOurs: (issue: GithubIssue) => Promise<boolean>;

  constructor(api: GithubApi) {
    this.api = api;
    this.repository = { owner: api.owner, repo: api.repo };
    this.isOurs = authorCheck(api);
  }

  async find(label: string, marker: string): Promise<readonly Issue[]> {
    const { octokit } = this.api;
    const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
      ...this.repository,
      labels: label,
      state: 'all',
      sort: 'created',
      direction: 'asc',
      per_page: 100,
    });
    return this.api.ask(forgeActions.readIssues(this.where()), async () => {
      const found: Issue[] = [];
      for await (const page of pages) {
        for (const issue of listOf(answeredPage(page).data)) {
          // GitHub lists pull requests among issues.
          const isMarked = issue.pull_request === undefined && issue.body?.includes(marker);
          if (isMarked && (await this.isOurs(issue))) found.push(toIssue(issue));
        }
      }
      return found;
    });
  }

  async create(title: string, body: string, label: string): Promise<Issue> {
    const { issues } = this.api.octokit.rest;
    const { data } = await this.api.ask(forgeActions.openIssue(this.where()), () =>
      issues.create({ ...this.repository, title, body, labels: [label] }),
    );
    return toIssue(data);
  }

  async update(id: number, change: IssueChange): Promise<Issue> {
    const { issues } = this.api.octokit.rest;
    const { title, body, state } = change;
    const { data } = await this.api.ask(forgeActions.changeIssue(id, this.where()), () =>
      issues.update({
        ...this.repository,
        issue_number: id,
        ...(title === undefined ? {} : { title }),
        ...(body === undefined ? {} : { body }),
        ...stateOf(state),
      }),
    );
    return toIssue(data);
  }

  async comment(id: number, body: string): Promise<void> {
    const { issues } = this.api.octokit.rest;
    await this.api.ask(forgeActions.commentOnIssue(id, this.where()), () =>
      issues.createComment({ ...this.repository, issue_number: id, body }),
    );
  }

  private where(): string {
    return `${this.repository.owner}/${this.repository.repo}`;
  }
}

function stateOf(state: IssueChange['state']) {
  switch (state) {
    case undefined:
      return {};
    case 'open':
      return { state: 'open', state_reason: 'reopened' } as const;
    case 'closed':
      return { state: 'closed', state_reason: 'completed' } as const;
    case 'duplicate':
      return { state: 'closed', state_reason: 'duplicate' } as const;
  }
}

function toIssue(issue: GithubIssue): Issue {
  if (typeof issue !== 'object' || typeof issue.number !== 'number') throw notAnAnswer();
  const labels = issue.labels.map((label) =>
    typeof label === 'string' ? label : (label.name ?? ''),
  );
  const { number: id, html_url: url, body, state } = issue;
  return { id, url, isOpen: state === 'open', body: body ?? '', labels };
}

/** A proxy's page or a broken answer has status 200 as well. */
function listOf(data: unknown): GithubIssue[] {
  if (!Array.isArray(data)) throw notAnAnswer();
  return data;
}

function notAnAnswer(): Error {
  const { message, hint } = strangeAnswers.issues;
  return externalError('unavailable', message, hint);
}
