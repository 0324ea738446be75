import type { GithubUser, Handler } from './github.ts';
import type { Shows } from './github-issues.ts';
import type { ForgeAnswer } from './loopback-server.ts';

type Json = Record<string, unknown>;

export interface GithubCheckRun {
  id: number;
  name: string;
  head_sha: string;
  external_id: string | null;
  details_url: string | null;
  status: string;
  conclusion: string | null;
  started_at: string | null;
  completed_at: string | null;
  title: string | null;
  summary: string | null;
  /** In the order they came: GitHub adds those of each call to those that are there. */
  annotations: Json[];
}

export interface GithubDeployment {
  id: number;
  sha: string;
  environment: string;
  task: string;
  description: string;
  creator: GithubUser;
  created: string;
  statuses: Json[];
}

export interface CheckBookOptions {
  /** Permissions the workflow does not give: what they are for is answered with 403. */
  lacks?: readonly ('checks' | 'statuses' | 'deployments')[];
  /** A forge that speaks like GitHub but has none of these, such as Gitea. */
  hasNoChecks?: boolean;
  hasNoDeployments?: boolean;
}

/** Check runs, statuses and deployments of the loopback GitHub. */
export class CheckBook {
  readonly checks: GithubCheckRun[] = [];
  readonly deployments: GithubDeployment[] = [];
  readonly statuses: { sha: string; body: Json }[] = [];
  private readonly options: CheckBookOptions;
  private readonly shows: Shows;
  private nextId = 5001;

  constructor(options: CheckBookOptions, shows: Shows) {
    this.options = options;
    this.shows = shows;
  }

  /** Why the workflow's token may not do this; undefined: it may. */
  denied(operation: string): ForgeAnswer | undefined {
    const [area, name = ''] = operation.split('/');
    const needs =
      area === 'checks' ? 'checks' : name.includes('deployment') ? 'deployments' : 'statuses';
    const is = area === 'checks' || /deployment|create-commit-status/u.test(name);
    const { lacks = [], hasNoChecks, hasNoDeployments } = this.options;
    if (!is) return undefined;
    if ((hasNoChecks && needs === 'checks') || (hasNoDeployments && needs === 'deployments')) {
      return this.shows.refused(404, 'Not Found');
    }
    const refused = lacks.includes(needs);
    return refused ? this.shows.refused(403, 'Resource not accessible by integration') : undefined;
  }

  handlers(): Record<string, Handler> {
    return {
      'checks/create': ({ request }) => this.create(request.requestBody),
      'checks/update': ({ request }) => {
        const check = this.checks.find(({ id }) => id === Number(request.params.check_run_id));
        if (check === undefined) return this.shows.refused(404, 'Not Found');
        change(check, request.requestBody);
        return { status: 200, body: this.show(check) };
      },
      'checks/list-for-ref': ({ request }) => this.list(request.params.ref, request.query),
      'repos/create-commit-status': ({ request }) => {
        this.statuses.push({ sha: request.params.sha ?? '', body: request.requestBody });
        const whole = this.shows.sample('status') as Json;
        return { status: 201, body: { ...whole, ...request.requestBody } };
      },
      'repos/list-commit-statuses-for-ref': () => ({ status: 200, body: [] }),
      'repos/list-deployments': ({ request }) => ({
        status: 200,
        body: this.deployments
          .filter((each) => matches(each, request.query))
          .toReversed()
          .map((each) => this.showDeployment(each)),
      }),
      'repos/create-deployment': ({ request }, user) => this.deploy(request.requestBody, user),
      'repos/create-deployment-status': ({ request }, user) => {
        const of = this.deployments.find(({ id }) => id === Number(request.params.deployment_id));
        if (of === undefined) return this.shows.refused(404, 'Not Found');
        of.statuses.push(request.requestBody);
        const whole = this.shows.sample('deployment-status') as Json;
        const { auto_inactive: _, ...said } = request.requestBody;
        return {
          status: 201,
          body: { ...whole, ...said, id: this.nextId++, creator: this.shows.showUser(user) },
        };
      },
    };
  }

  private create(body: Json): ForgeAnswer {
    const check: GithubCheckRun = {
      ...{ id: this.nextId++, name: String(body.name), head_sha: String(body.head_sha) },
      ...{ external_id: null, details_url: null, status: 'queued', conclusion: null },
      ...{ started_at: this.shows.time(), completed_at: null, title: null, summary: null },
      annotations: [],
    };
    change(check, body);
    this.checks.push(check);
    return { status: 201, body: this.show(check) };
  }

  /** `filter=latest`, the default: of each name only the newest, which is what people see. */
  private list(ref: string | undefined, query: Record<string, unknown>): ForgeAnswer {
    const named = this.checks.filter(
      ({ head_sha, name }) => head_sha === ref && name === (query.check_name ?? name),
    );
    const newest = new Map(named.map((check) => [check.name, check]));
    const shown = query.filter === 'all' ? named : [...newest.values()];
    const check_runs = shown.map((check) => this.show(check));
    return { status: 200, body: { total_count: check_runs.length, check_runs } };
  }

  private deploy(body: Json, creator: GithubUser): ForgeAnswer {
    const made: GithubDeployment = {
      id: this.nextId++,
      sha: String(body.ref),
      environment: String(body.environment ?? 'production'),
      task: String(body.task ?? 'deploy'),
      description: String(body.description ?? ''),
      ...{ creator, created: this.shows.time(), statuses: [] },
    };
    this.deployments.push(made);
    return { status: 201, body: this.showDeployment(made) };
  }

  private show({ title, summary, annotations, ...check }: GithubCheckRun): Json {
    const whole = this.shows.sample('check-run') as Json & { output: Json };
    const count = { annotations_count: annotations.length };
    const output = { ...whole.output, ...count, title, summary };
    return { ...whole, ...check, output, html_url: `https://github.example/runs/${check.id}` };
  }

  private showDeployment({ statuses: _statuses, creator, created, ...rest }: GithubDeployment) {
    const whole = this.shows.sample('deployment') as Json;
    const times = { created_at: created, updated_at: created };
    return { ...whole, ...rest, ...times, creator: this.shows.showUser(creator) };
  }
}

function matches({ sha, environment, task }: GithubDeployment, query: Json): boolean {
  const asked = { sha, environment, task, ...query };
  return asked.sha === sha && asked.environment === environment && asked.task === task;
}

function change(check: GithubCheckRun, { output, ...body }: Json): void {
  for (const key of ['external_id', 'details_url', 'status', 'conclusion', 'started_at'] as const) {
    if (key in body) Object.assign(check, { [key]: body[key] });
  }
  if ('conclusion' in body) {
    check.status = 'completed';
    check.completed_at = String(body.completed_at ?? check.started_at);
  } else if (body.status === 'in_progress') {
    check.conclusion = null;
    check.completed_at = null;
  }
  const { title, summary, annotations = [] } = (output ?? {}) as Partial<GithubCheckRun>;
  check.title = title ?? check.title;
  check.summary = summary ?? check.summary;
  check.annotations.push(...annotations);
}
