import { type GitlabUser, projectBot } from './gitlab.ts';
import type { ForgeAnswer } from './loopback-server.ts';

export interface GitlabIssue {
  iid: number;
  author: GitlabUser;
  title: string;
  description: string;
  labels: string[];
  state: 'opened' | 'closed';
  created: string;
  notes: string[];
}

export interface GitlabPipeline {
  token: string;
  ref: string;
  variables: Record<string, string>;
}

type Json = Record<string, unknown>;

/** Issues and triggered pipelines of the loopback GitLab. */
export class GitlabIssueBook {
  readonly issues: GitlabIssue[] = [];
  readonly pipelines: GitlabPipeline[] = [];
  private readonly forms: Readonly<Record<string, Json>>;
  private readonly time: () => string;

  constructor(forms: Readonly<Record<string, Json>>, time: () => string) {
    this.forms = forms;
    this.time = time;
  }

  add(author: GitlabUser, issue: Partial<GitlabIssue>): GitlabIssue {
    const made: GitlabIssue = {
      ...{ title: 'An issue', description: '', labels: [], state: 'opened', notes: [] },
      ...{ created: this.time(), ...issue },
      iid: this.issues.length + 21,
      author,
    };
    this.issues.push(made);
    return made;
  }

  /** undefined: an operation on something else. */
  operate(name: string, ids: Record<string, string>, parameters: Json): ForgeAnswer | undefined {
    switch (name) {
      case 'list-issues':
        return this.list(parameters);
      case 'create-issue': {
        const { title, description, labels } = parameters;
        const issue = this.add(projectBot, {
          title: String(title),
          description: String(description ?? ''),
          labels: String(labels ?? '')
            .split(',')
            .filter(Boolean),
        });
        return { status: 201, body: this.show(issue) };
      }
      case 'trigger-pipeline':
        return this.trigger(parameters);
      case 'edit-issue':
      case 'create-issue-note': {
        const issue = this.issues.find(({ iid }) => iid === Number(ids.issue_iid));
        if (issue === undefined) return { status: 404, body: { message: '404 Not found' } };
        return name === 'edit-issue' ? this.edit(issue, parameters) : this.note(issue, parameters);
      }
      default:
        return undefined;
    }
  }

  private list({ labels = '', state, sort, per_page, page }: Json): ForgeAnswer {
    const wanted = String(labels).split(',').filter(Boolean);
    const size = Number(per_page ?? 20);
    const from = (Number(page ?? 1) - 1) * size;
    const found = this.issues
      .filter((issue) => state === undefined || state === 'all' || issue.state === state)
      .filter((issue) => wanted.every((label) => issue.labels.includes(label)));
    const ordered = sort === 'asc' ? found : found.toReversed();
    const body = ordered.slice(from, from + size).map((issue) => this.show(issue));
    return { status: 200, body };
  }

  private edit(issue: GitlabIssue, { title, description, state_event: event }: Json): ForgeAnswer {
    if (title !== undefined) issue.title = String(title);
    if (description !== undefined) issue.description = String(description);
    if (event === 'close') issue.state = 'closed';
    if (event === 'reopen') issue.state = 'opened';
    return { status: 200, body: this.show(issue) };
  }

  private note(issue: GitlabIssue, { body }: Json): ForgeAnswer {
    issue.notes.push(String(body));
    return { status: 201, body: { ...this.forms.note, body, noteable_type: 'Issue' } };
  }

  private trigger({ token, ref, variables }: Json): ForgeAnswer {
    if (String(token).startsWith('wrong'))
      return { status: 404, body: { message: '404 Not Found' } };
    if (ref === 'gone') {
      return { status: 400, body: { message: { base: ['Reference not found'] } } };
    }
    const given = (variables ?? {}) as Record<string, string>;
    this.pipelines.push({ token: String(token), ref: String(ref), variables: given });
    return { status: 201, body: { ...this.forms.pipeline, ref } };
  }

  private show({ iid, author, title, description, labels, state, created }: GitlabIssue): object {
    const times = { created_at: created, updated_at: created };
    const url = `https://gitlab.example.com/group/project/-/issues/${iid}`;
    const own = { iid, title, description, labels, state, author, web_url: url };
    return { ...this.forms.issue, id: 60 + iid, ...own, ...times };
  }
}
