import type { GithubUser, Handler } from './github.ts';
import type { ForgeAnswer } from './loopback-server.ts';

export interface GithubIssue {
  number: number;
  author: GithubUser;
  title: string;
  body: string;
  labels: string[];
  state: 'open' | 'closed';
  reason: string | null;
  created: string;
  isPullRequest: boolean;
}

/** What GitHub's answers are made of. */
export interface Shows {
  sample(schema: string): unknown;
  showUser(user: GithubUser): object;
  refused(status: number, message: string): ForgeAnswer;
  time(): string;
}

export interface GithubDispatch {
  kind: 'repository_dispatch' | 'workflow_dispatch';
  /** The event's type, or the workflow's file. */
  name: string;
  body: Record<string, unknown>;
}

export interface IssueBookOptions {
  /** Workflows on the default branch, with the inputs they declare. */
  workflows?: Readonly<Record<string, readonly string[]>>;
  /** As for a token that may open issues but not label them: labels are left out in silence. */
  dropsLabels?: boolean;
  /** Issues switched off. */
  hasNoIssues?: boolean;
}

/** Issues and dispatches of the loopback GitHub. */
export class IssueBook {
  readonly issues: GithubIssue[] = [];
  readonly dispatches: GithubDispatch[] = [];
  private readonly options: IssueBookOptions;
  private readonly shows: Shows;
  private nextNumber = 21;

  constructor(options: IssueBookOptions, shows: Shows) {
    this.options = options;
    this.shows = shows;
  }

  add(author: GithubUser, issue: Partial<GithubIssue>): GithubIssue {
    const made: GithubIssue = {
      ...{ title: 'An issue', body: '', labels: [], state: 'open', reason: null },
      ...{ isPullRequest: false, created: this.shows.time(), ...issue },
      number: this.nextNumber++,
      author,
    };
    this.issues.push(made);
    return made;
  }

  handlers(): Record<string, Handler> {
    return {
      'issues/list-for-repo': (context) => this.list(context),
      'issues/create': ({ request }, user) => {
        if (this.options.hasNoIssues) {
          return this.shows.refused(410, 'Issues has been disabled in this repository.');
        }
        const { title, body, labels } = request.requestBody;
        const kept = this.options.dropsLabels ? [] : (labels as string[]);
        const made = { title: String(title), body: String(body), labels: kept };
        return { status: 201, body: this.show(this.add(user, made)) };
      },
      'issues/get': this.withIssue((issue) => ({ status: 200, body: this.show(issue) })),
      'issues/update': this.withIssue((issue, { request }) => {
        const { title, body, state, state_reason: reason } = request.requestBody;
        if (title !== undefined) issue.title = String(title);
        if (body !== undefined) issue.body = String(body);
        if (state === 'open' || state === 'closed') issue.state = state;
        if (reason !== undefined) issue.reason = String(reason);
        return { status: 200, body: this.show(issue) };
      }),
      'repos/create-dispatch-event': ({ request }) => {
        const { event_type: name } = request.requestBody;
        const body = request.requestBody.client_payload as Record<string, unknown>;
        this.dispatches.push({ kind: 'repository_dispatch', name: String(name), body });
        return { status: 204 };
      },
      'actions/create-workflow-dispatch': ({ request }) => {
        const name = String(request.params.workflow_id);
        const declared = this.options.workflows?.[name];
        if (declared === undefined) return this.shows.refused(404, 'Not Found');
        const inputs = (request.requestBody.inputs ?? {}) as Record<string, unknown>;
        const unknown = Object.keys(inputs).filter((input) => !declared.includes(input));
        if (unknown.length > 0) {
          return this.shows.refused(422, `Unexpected inputs provided: ${JSON.stringify(unknown)}`);
        }
        this.dispatches.push({ kind: 'workflow_dispatch', name, body: inputs });
        return { status: 204 };
      },
    };
  }

  private list({ request }: Parameters<Handler>[0]): ForgeAnswer {
    const { labels = '', state = 'open', per_page: size = '30', page = '1' } = request.query;
    const wanted = String(labels).split(',').filter(Boolean);
    const all = this.issues
      .filter((issue) => state === 'all' || issue.state === state)
      .filter((issue) => wanted.every((label) => issue.labels.includes(label)));
    const from = (Number(page) - 1) * Number(size);
    const next = `http://${request.headers.host}${request.path}?${new URLSearchParams({ ...request.query, page: String(Number(page) + 1) })}`;
    return {
      status: 200,
      headers: all.length > from + Number(size) ? { link: `<${next}>; rel="next"` } : {},
      body: all.slice(from, from + Number(size)).map((issue) => this.show(issue)),
    };
  }

  private withIssue(
    then: (issue: GithubIssue, context: Parameters<Handler>[0]) => ForgeAnswer,
  ): Handler {
    return (context) => {
      const number = Number(context.request.params.issue_number);
      const issue = this.issues.find((each) => each.number === number);
      return issue === undefined ? this.shows.refused(404, 'Not Found') : then(issue, context);
    };
  }

  private show(issue: GithubIssue): object {
    const { number, author, title, body, labels, state, reason, created, isPullRequest } = issue;
    const address = `https://github.example/octo/flights/issues/${number}`;
    return {
      ...(this.shows.sample('issue') as object),
      ...{ id: 5_000 + number, number, title, body, state },
      ...(reason === null ? {} : { state_reason: reason }),
      labels: labels.map((name, i) => ({ id: i + 1, name, color: 'ededed', default: false })),
      user: this.shows.showUser(author),
      html_url: address,
      created_at: created,
      updated_at: created,
      ...(isPullRequest
        ? {
            pull_request: {
              url: address,
              html_url: address,
              diff_url: address,
              patch_url: address,
            },
          }
        : {}),
    };
  }
}
