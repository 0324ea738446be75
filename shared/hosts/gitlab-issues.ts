import { IssueNotes, Issues } from '@gitbeaker/rest';
import { externalError } from '../kernel/action-error.ts';
import type { Issue, IssueChange, IssueStore } from '../ports/issues.ts';
import {
  forgeActions,
  forgeThings,
  gitlabAdvice,
  noToken,
  strangeAnswers,
} from './forge-messages.ts';
import { askGitlab, gitlabTransport } from './gitlab-client.ts';
import { TokenOwner } from './gitlab-token-owner.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GitlabIssuesOptions {
  io: ProcessIo;
  token: string | undefined;
  patience: Patience;
}

/** GitLab accepts a million characters; an issue nobody reads to the end helps nobody. */
const bodyLimit = 65_536;
const pageSize = 100;

/** The part of GitLab's issue this needs. */
interface GitlabIssue {
  iid: number;
  web_url: string;
  state: string;
  description: string | null;
  labels: readonly string[];
  author: { id: number };
}

/**
 * The issues of the project a pipeline belongs to.
 *
 * @throws ActionError (external): `no-token`.
 */
export function gitlabIssues(options: GitlabIssuesOptions): IssueStore | undefined {
  const { io, token, patience } = options;
  const project = io.env.CI_PROJECT_ID;
  if (project === undefined) return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.gitlabIssue;
    throw externalError('no-token', message, hint);
  }
  const host = (io.env.CI_API_V4_URL ?? 'https://gitlab.com/api/v4').replace(/\/api\/v4\/?$/u, '');
  const { requesterFn } = gitlabTransport(patience, io.wait);
  return new GitlabIssues(project, { host, token, requesterFn });
}

type ServiceOptions = NonNullable<ConstructorParameters<typeof Issues>[0]>;

class GitlabIssues implements IssueStore {
  readonly limit = bodyLimit;
  private readonly project: string;
  private readonly issues: InstanceType<typeof Issues>;
  private readonly notes: InstanceType<typeof IssueNotes>;
  private readonly owner: TokenOwner;

  constructor(project: string, options: ServiceOptions) {
    this.project = project;
    this.issues = new Issues(options);
    this.notes = new IssueNotes(options);
    this.owner = new TokenOwner(options);
  }

  async find(label: string, marker: string): Promise<readonly Issue[]> {
    const me = await this.owner.id();
    const found: Issue[] = [];
    for (let page = 1; ; page++) {
      const issues = await this.page(label, page);
      for (const issue of issues) {
        // Anyone may open an issue that holds our marker, and change it for ever.
        if (issue.author.id === me && issue.description?.includes(marker)) {
          found.push(toIssue(issue));
        }
      }
      if (issues.length < pageSize) return found;
    }
  }

  async create(title: string, body: string, label: string): Promise<Issue> {
    const created: unknown = await this.ask(forgeActions.openIssueOf(this.where()), () =>
      this.issues.create(this.project, title, { description: body, labels: label }),
    );
    return toIssue(checkedIssue(created));
  }

  async update(id: number, change: IssueChange): Promise<Issue> {
    const { title, body, state } = change;
    const updated: unknown = await this.ask(forgeActions.changeIssue(id, this.where()), () =>
      this.issues.edit(this.project, id, {
        ...(title === undefined ? {} : { title }),
        ...(body === undefined ? {} : { description: body }),
        ...(state === undefined ? {} : { stateEvent: state === 'open' ? 'reopen' : 'close' }),
      }),
    );
    return toIssue(checkedIssue(updated));
  }

  async comment(id: number, body: string): Promise<void> {
    await this.ask(forgeActions.commentOnIssue(id, this.where()), () =>
      this.notes.create(this.project, id, body),
    );
  }

  private async page(label: string, page: number): Promise<GitlabIssue[]> {
    const found: unknown = await this.ask(forgeActions.readIssues(this.where()), () =>
      this.issues.all({
        projectId: this.project,
        labels: label,
        orderBy: 'created_at',
        sort: 'asc',
        perPage: pageSize,
        page,
      }),
    );
    if (!Array.isArray(found)) throw notAnAnswer();
    return found.map(checkedIssue);
  }

  private ask<T>(action: string, call: () => Promise<T>): Promise<T> {
    return askGitlab(action, call, gitlabAdvice.issue);
  }

  private where(): string {
    return forgeThings.project(this.project);
  }
}

function toIssue(issue: GitlabIssue): Issue {
  const { iid: id, web_url: url, description, state, labels } = issue;
  return { id, url, isOpen: state === 'opened', body: description ?? '', labels };
}

/** A proxy's page or a broken answer has status 200 as well. */
function checkedIssue(issue: unknown): GitlabIssue {
  const { iid, author, labels } = (issue ?? {}) as Partial<GitlabIssue>;
  if (typeof iid !== 'number' || author === undefined || !Array.isArray(labels)) {
    throw notAnAnswer();
  }
  return issue as GitlabIssue;
}

function notAnAnswer(): Error {
  const { message, hint } = strangeAnswers.gitlabIssues;
  return externalError('unavailable', message, hint);
}
