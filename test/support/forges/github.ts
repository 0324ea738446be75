import { readFileSync } from 'node:fs';
import { type Document, OpenAPIBackend } from 'openapi-backend';
import { CheckBook, type CheckBookOptions } from './github-checks.ts';
import {
  type GithubDispatch,
  type GithubIssue,
  IssueBook,
  type IssueBookOptions,
} from './github-issues.ts';
import { type GithubRuns, runHandlers } from './github-runs.ts';
import {
  type ForgeAnswer,
  type ForgeRequest,
  type LoopbackServer,
  type ServerOptions,
  serveForge,
} from './loopback-server.ts';
import { type Schema, sampleOf } from './sample-of-schema.ts';
import { startStandalone } from './standalone.ts';
import { withTypedNull } from './typed-null.ts';

/** Who a token belongs to. */
export interface GithubUser {
  login: string;
  id: number;
  type: 'Bot' | 'User';
}

export const workflowBot: GithubUser = { login: 'github-actions[bot]', id: 41898282, type: 'Bot' };
export const octocat: GithubUser = { login: 'octocat', id: 1, type: 'User' };
export const stranger: GithubUser = { login: 'mallory', id: 666, type: 'User' };

export interface PullRequest {
  number: number;
  head: string;
  state: 'open' | 'closed';
  /** `owner:branch` of a fork. */
  from?: string;
}

export interface GithubForgeOptions extends ServerOptions, IssueBookOptions, CheckBookOptions {
  pulls?: readonly PullRequest[];
  runs?: GithubRuns;
  /** Tokens that may read but not write, as a fork's. */
  readOnlyTokens?: readonly string[];
}

export interface GithubComment {
  id: number;
  pull: number;
  author: GithubUser;
  body: string;
  created: string;
  reactions: { id: number; user: GithubUser; content: string; created: string }[];
}

export interface GithubForge
  extends LoopbackServer,
    Pick<CheckBook, 'checks' | 'deployments' | 'statuses'> {
  readonly comments: GithubComment[];
  readonly pulls: PullRequest[];
  readonly issues: GithubIssue[];
  readonly dispatches: GithubDispatch[];
  /** What broke GitHub's description: requests of ours, or answers of this server. */
  readonly violations: string[];
  /** A comment somebody else wrote. */
  addComment(pull: number, author: GithubUser, body: string): GithubComment;
  addIssue(author: GithubUser, issue: Partial<GithubIssue>): GithubIssue;
}

const description = JSON.parse(
  readFileSync(new URL('../../fixtures/forges/github-api.json', import.meta.url), 'utf8'),
);
/** The formats whose breach a client would notice. */
const formats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u,
  uri: /^https?:\/\/\S+$/u,
  email: /^\S+@\S+$/u,
};
const longestBody = 65_536;

/** Who a token is: one that starts with `ghs_` is a workflow's own. */
function userOf(token: string): GithubUser {
  return token.startsWith('ghs_') ? workflowBot : octocat;
}

function refused(status: number, message: string, errors?: unknown): ForgeAnswer {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: `${status}` };
  return { status, body: errors === undefined ? body : { ...body, errors } };
}

/**
 * GitHub's REST API for comments, checks, deployments, issues and dispatches, on loopback. Every request and every answer
 * is held against GitHub's own description.
 */
export async function githubForge(options: GithubForgeOptions = {}): Promise<GithubForge> {
  const forge = new GithubState(options);
  const api = await describedApi();
  const { comments, violations } = forge;
  const { issues, dispatches } = forge.book;
  const { checks, deployments, statuses } = forge.checkBook;
  const server = await serveForge(
    {
      operationOf: (method, path) =>
        api.matchOperation({ method, path, headers: {} })?.operationId ?? 'unknown',
      handle: async (request) => checked(api, forge, request, await dispatch(api, forge, request)),
      written: () => ({ comments, statuses, violations, issues, dispatches, checks, deployments }),
    },
    options,
  );
  return Object.assign(server, {
    comments,
    ...{ statuses, checks, deployments },
    violations,
    pulls: forge.pulls,
    issues,
    dispatches,
    addComment: forge.addComment.bind(forge),
    addIssue: forge.book.add.bind(forge.book),
  });
}

let described: Promise<OpenAPIBackend> | undefined;

/** The description, compiled once for all forges of a process: that takes a third of a second. */
function describedApi(): Promise<OpenAPIBackend> {
  const delegate: Handler = (context, user, forge) => {
    const handler = forge.handlers()[context.operation.operationId ?? ''];
    return handler === undefined ? refused(404, 'Not Found') : handler(context, user, forge);
  };
  const operations = Object.values(description.paths as Record<string, object>).flatMap(
    (methods) => Object.values(methods) as { operationId: string }[],
  );
  described ??= new OpenAPIBackend({
    definition: withTypedNull(description) as unknown as Document,
    quick: true,
    coerceTypes: true,
    ajvOpts: { strict: false, formats },
    handlers: {
      ...Object.fromEntries(operations.map(({ operationId }) => [operationId, delegate])),
      validationFail: (context, _user, forge: GithubState) => forge.invalid(context),
      notFound: (context, _user, forge: GithubState) => forge.unknown(context),
    },
  }).init();
  return described;
}

/** Before the operation: is there a token, and may it do this? */
async function dispatch(
  api: OpenAPIBackend,
  forge: GithubState,
  request: ForgeRequest,
): Promise<ForgeAnswer> {
  const [, token] = /^(?:bearer|token) (.+)$/iu.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) return refused(401, 'Requires authentication');
  if (token.startsWith('expired')) return refused(401, 'Bad credentials');
  const inaccessible =
    (request.method !== 'GET' && forge.readOnlyTokens.includes(token)) ||
    (request.operation === 'users/get-authenticated' && userOf(token).type === 'Bot');
  if (inaccessible) return refused(403, 'Resource not accessible by integration');
  const denied = forge.checkBook.denied(request.operation);
  if (denied !== undefined) return denied;
  return api.handleRequest(request as never, userOf(token), forge);
}

function checked(
  api: OpenAPIBackend,
  forge: GithubState,
  { operation }: ForgeRequest,
  answer: ForgeAnswer,
): ForgeAnswer {
  if (answer.status === 204 || operation === 'unknown') return answer;
  const { errors } = api.validateResponse(answer.body, operation, answer.status);
  if (errors && answer.status < 400) {
    forge.violations.push(`answer of ${operation}: ${JSON.stringify(errors)}`);
  }
  return answer;
}

interface HandlerContext {
  request: {
    path: string;
    headers: Record<string, string>;
    params: Record<string, string>;
    query: Record<string, string>;
    requestBody: Record<string, unknown>;
  };
  operation: { operationId?: string };
  validation: { errors?: unknown };
}
export type Handler = (
  context: HandlerContext,
  user: GithubUser,
  forge: GithubState,
) => ForgeAnswer;

class GithubState {
  readonly comments: GithubComment[] = [];
  readonly violations: string[] = [];
  readonly readOnlyTokens: readonly string[];
  readonly runs: GithubRuns | undefined;
  readonly pulls: PullRequest[];
  readonly now: () => number;
  readonly book: IssueBook;
  readonly checkBook: CheckBook;
  nextId = 1001;

  constructor(options: GithubForgeOptions) {
    this.pulls = [...(options.pulls ?? [{ number: 7, head: 'a'.repeat(40), state: 'open' }])];
    this.readOnlyTokens = options.readOnlyTokens ?? [];
    this.runs = options.runs;
    this.now = options.now ?? Date.now;
    const shows = { sample, showUser, refused, time: () => this.time() };
    this.book = new IssueBook(options, shows);
    this.checkBook = new CheckBook(options, shows);
  }

  addComment(pull: number, author: GithubUser, body: string): GithubComment {
    const made = { id: this.nextId++, pull, author, body };
    const comment: GithubComment = { ...made, created: this.time(), reactions: [] };
    this.comments.push(comment);
    return comment;
  }

  time(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/u, 'Z');
  }

  /** A request of ours that GitHub would not understand. */
  invalid({ operation, validation }: HandlerContext): ForgeAnswer {
    const errors = JSON.stringify(validation.errors);
    this.violations.push(`request ${operation.operationId}: ${errors}`);
    return refused(422, 'Validation Failed', validation.errors);
  }

  unknown({ request }: HandlerContext): ForgeAnswer {
    this.violations.push(`no such operation: ${request.path}`);
    return refused(404, 'Not Found');
  }

  handlers(): Record<string, Handler> {
    return {
      'issues/list-comments': (context) => this.listComments(context),
      'issues/create-comment': ({ request }, user) => {
        const pull = Number(request.params.issue_number);
        const known = [...this.pulls, ...this.book.issues].some(({ number }) => number === pull);
        if (!known) return refused(404, 'Not Found');
        return (
          this.tooLong(request.requestBody) ?? {
            status: 201,
            body: show(this.addComment(pull, user, String(request.requestBody.body))),
          }
        );
      },
      'issues/get-comment': this.withComment((comment) => ({ status: 200, body: show(comment) })),
      'issues/update-comment': this.withComment((comment, { request }) => {
        const long = this.tooLong(request.requestBody);
        if (long !== undefined) return long;
        comment.body = String(request.requestBody.body);
        return { status: 200, body: show(comment) };
      }),
      'issues/delete-comment': this.withComment((comment) => {
        this.comments.splice(this.comments.indexOf(comment), 1);
        return { status: 204 };
      }),
      ...this.reactionHandlers(),
      ...this.pullHandlers(),
      ...this.book.handlers(),
      ...this.checkBook.handlers(),
      ...runHandlers(this.runs, { sample, refused, showPull, pulls: this.pulls }),
    };
  }

  private reactionHandlers(): Record<string, Handler> {
    return {
      'reactions/list-for-issue-comment': this.withComment((comment) => ({
        status: 200,
        body: comment.reactions.map(showReaction),
      })),
      'reactions/create-for-issue-comment': this.withComment((comment, { request }, user) => {
        const content = String(request.requestBody.content);
        const there = comment.reactions.find(
          (reaction) => reaction.user.id === user.id && reaction.content === content,
        );
        if (there !== undefined) return { status: 200, body: showReaction(there) };
        const reaction = { id: this.nextId++, user, content, created: this.time() };
        comment.reactions.push(reaction);
        return { status: 201, body: showReaction(reaction) };
      }),
      'reactions/delete-for-issue-comment': this.withComment((comment, { request }) => {
        const index = comment.reactions.findIndex(
          ({ id }) => id === Number(request.params.reaction_id),
        );
        if (index < 0) return refused(404, 'Not Found');
        comment.reactions.splice(index, 1);
        return { status: 204 };
      }),
    };
  }

  private pullHandlers(): Record<string, Handler> {
    return {
      'pulls/get': ({ request }) => {
        const pull = this.pulls.find(({ number }) => number === Number(request.params.pull_number));
        return pull === undefined
          ? refused(404, 'Not Found')
          : { status: 200, body: showPull(pull, 'pull-request') };
      },
      'repos/list-pull-requests-associated-with-commit': ({ request }) => ({
        status: 200,
        body: this.pulls
          .filter(({ head }) => head === request.params.commit_sha)
          .map((pull) => showPull(pull, 'pull-request-simple')),
      }),
      'users/get-authenticated': (_context, user) => ({
        status: 200,
        body: { ...(sample('public-user') as object), ...showUser(user), user_view_type: 'public' },
      }),
    };
  }

  /** Oldest first, in pages, with the Link header Octokit follows. */
  private listComments({ request }: HandlerContext): ForgeAnswer {
    const pull = Number(request.params.issue_number);
    const size = Number(request.query.per_page ?? 30);
    const page = Number(request.query.page ?? 1);
    const all = this.comments.filter((comment) => comment.pull === pull);
    const next = `http://${request.headers.host}${request.path}?per_page=${size}&page=${page + 1}`;
    return {
      status: 200,
      headers: all.length > page * size ? { link: `<${next}>; rel="next"` } : {},
      body: all.slice((page - 1) * size, page * size).map(show),
    };
  }

  private withComment(
    then: (comment: GithubComment, context: HandlerContext, user: GithubUser) => ForgeAnswer,
  ): Handler {
    return (context, user) => {
      const id = Number(context.request.params.comment_id);
      const comment = this.comments.find((each) => each.id === id);
      return comment === undefined ? refused(404, 'Not Found') : then(comment, context, user);
    };
  }

  private tooLong(body: Record<string, unknown>): ForgeAnswer | undefined {
    if (String(body.body).length <= longestBody) return undefined;
    const problem = { resource: 'IssueComment', code: 'unprocessable', field: 'data' };
    return refused(422, 'Validation Failed', [{ ...problem, message: 'Body is too long' }]);
  }
}

function sample(name: string): unknown {
  const resolve = (reference: string): Schema => {
    const [, , kind = '', key = ''] = reference.split('/');
    return description.components[kind][key];
  };
  return sampleOf(description.components.schemas[name], resolve);
}

function showUser(user: GithubUser): object {
  return { ...(sample('simple-user') as object), ...user };
}

function show(comment: GithubComment): object {
  const { id, pull, author, body, created } = comment;
  return {
    ...(sample('issue-comment') as object),
    id,
    body,
    user: showUser(author),
    created_at: created,
    updated_at: created,
    html_url: `https://github.example/octo/flights/pull/${pull}#issuecomment-${id}`,
    author_association: author.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
  };
}

function showReaction(reaction: GithubComment['reactions'][number]): object {
  const { id, user, content, created } = reaction;
  return { id, node_id: `R_${id}`, user: showUser(user), content, created_at: created };
}

function showPull(pull: PullRequest, schema: string): object {
  const whole = sample(schema) as { head: object; base: { repo: { id: number } } };
  const { number, state, head, from } = pull;
  const { repo: ours } = whole.base;
  const repo = from === undefined ? ours : { ...ours, id: ours.id + 1 };
  return { ...whole, number, state, head: { ...whole.head, sha: head, repo } };
}

if (import.meta.main) {
  await startStandalone((options) =>
    githubForge({
      port: options.port,
      pulls: [{ number: options.number, head: options.head, state: 'open' }],
      readOnlyTokens: options.readOnlyTokens,
    }),
  );
}
