import { readFileSync } from 'node:fs';
import { type GitlabIssue, GitlabIssueBook, type GitlabPipeline } from './gitlab-issues.ts';
import { type GitlabPastPipeline, type JobToken, pastAnswer } from './gitlab-pipelines.ts';
import {
  type ForgeAnswer,
  type ForgeRequest,
  type LoopbackServer,
  type ServerOptions,
  serveForge,
} from './loopback-server.ts';
import { startStandalone } from './standalone.ts';

export interface GitlabUser {
  id: number;
  username: string;
  name: string;
  state: 'active';
  web_url: string;
}

const user = (id: number, username: string): GitlabUser => ({
  id,
  username,
  name: username,
  state: 'active',
  web_url: `https://gitlab.example.com/${username}`,
});
export const projectBot = user(101, 'project_5_bot');
export const somebody = user(9, 'mallory');

export interface GitlabForgeOptions extends ServerOptions {
  mergeRequest?: { iid: number; sha: string };
  readOnlyTokens?: readonly string[];
  /** Pipelines that are over, read at each request. */
  past?: readonly GitlabPastPipeline[];
  /** What jobs' own tokens may read: nothing where it is left out. */
  jobToken?: JobToken;
}

export interface GitlabNote {
  id: number;
  mergeRequest: number;
  author: GitlabUser;
  body: string;
  created: string;
  awards: { id: number; name: string; user: GitlabUser; created: string }[];
}

export interface GitlabForge extends LoopbackServer {
  /** What CI_API_V4_URL says. */
  readonly apiUrl: string;
  readonly notes: GitlabNote[];
  readonly mergeRequest: { iid: number; sha: string };
  /** Requests and answers that are not of the documented form. */
  readonly violations: string[];
  readonly statuses: Json[];
  addNote(author: GitlabUser, body: string): GitlabNote;
  readonly issues: GitlabIssue[];
  readonly pipelines: GitlabPipeline[];
  addIssue(author: GitlabUser, issue: Partial<GitlabIssue>): GitlabIssue;
}

type Json = Record<string, unknown>;
interface Operation {
  method: string;
  path: string;
  parameters: Json;
  required?: string[];
  answers?: string | string[];
}
const documented = JSON.parse(
  readFileSync(new URL('../../fixtures/forges/gitlab-api.json', import.meta.url), 'utf8'),
) as { operations: Record<string, Operation>; forms: Record<string, Json> };

const base = '/api/v4';
const routes = Object.entries(documented.operations).map(([name, operation]) => ({
  name,
  operation,
  pattern: new RegExp(`^${base}${patternOf(operation.path)}$`, 'u'),
}));

/** `:name` is a segment, `*name` the rest. */
function patternOf(path: string): string {
  return path.replaceAll(/\*([a-z_]+)/gu, '(?<$1>.+)').replaceAll(/:([a-z_]+)/gu, '(?<$1>[^/]+)');
}

function routeOf(method: string, path: string) {
  return routes.find(({ operation, pattern }) => operation.method === method && pattern.test(path));
}

function refused(status: number, message: unknown): ForgeAnswer {
  return { status, body: { message } };
}

/** GitLab's REST API for notes, issues and triggers, on loopback, held against its documentation. */
export async function gitlabForge(options: GitlabForgeOptions = {}): Promise<GitlabForge> {
  const forge = new GitlabState(options);
  const server = await serveForge(
    {
      operationOf: (method, path) => routeOf(method, path)?.name ?? 'unknown',
      handle: async (request) => forge.handle(request),
      written: () => ({
        notes: forge.notes,
        violations: forge.violations,
        issues: forge.book.issues,
        pipelines: forge.book.pipelines,
      }),
    },
    options,
  );
  return Object.assign(server, {
    apiUrl: server.url + base,
    notes: forge.notes,
    statuses: forge.statuses,
    mergeRequest: forge.mergeRequest,
    violations: forge.violations,
    addNote: forge.addNote.bind(forge),
    issues: forge.book.issues,
    pipelines: forge.book.pipelines,
    addIssue: forge.book.add.bind(forge.book),
  });
}

class GitlabState {
  readonly notes: GitlabNote[] = [];
  readonly violations: string[] = [];
  readonly statuses: Json[] = [];
  readonly mergeRequest: { iid: number; sha: string };
  readonly readOnlyTokens: readonly string[];
  readonly past: readonly GitlabPastPipeline[];
  readonly jobToken: JobToken;
  readonly now: () => number;
  readonly book: GitlabIssueBook;
  nextId = 301;

  constructor(options: GitlabForgeOptions) {
    this.mergeRequest = { ...(options.mergeRequest ?? { iid: 7, sha: 'a'.repeat(40) }) };
    this.readOnlyTokens = options.readOnlyTokens ?? [];
    this.past = options.past ?? [];
    this.jobToken = options.jobToken ?? [];
    this.now = options.now ?? Date.now;
    const time = (): string => new Date(this.now()).toISOString();
    this.book = new GitlabIssueBook(documented.forms, time);
  }

  addNote(author: GitlabUser, body: string): GitlabNote {
    const note: GitlabNote = {
      id: this.nextId++,
      mergeRequest: this.mergeRequest.iid,
      author,
      body,
      created: new Date(this.now()).toISOString(),
      awards: [],
    };
    this.notes.push(note);
    return note;
  }

  handle(request: ForgeRequest): ForgeAnswer {
    const route = routeOf(request.method, request.path);
    if (route === undefined) {
      this.violations.push(`no such operation: ${request.method} ${request.path}`);
      return refused(404, '404 Not Found');
    }
    const denied = this.denied(request);
    if (denied !== undefined) return denied;
    const parameters = { ...request.query, ...(request.body as Json | undefined) };
    const wrong = formOfRequest(route.name, route.operation, parameters);
    if (wrong !== undefined) {
      this.violations.push(wrong);
      return refused(400, wrong);
    }
    const ids = route.pattern.exec(request.path)?.groups ?? {};
    if (ids.merge_request_iid && Number(ids.merge_request_iid) !== this.mergeRequest.iid) {
      return refused(404, '404 Not found');
    }
    const answer =
      pastAnswer(route.name, ids, parameters, { past: this.past, forms: documented.forms }) ??
      this.book.operate(route.name, ids, parameters) ??
      this.operate(route.name, ids, parameters);
    if (answer.status < 300) this.checkAnswer(route.name, route.operation, answer.body);
    return answer;
  }

  private denied({ headers, method, operation }: ForgeRequest): ForgeAnswer | undefined {
    // A trigger has its token in the body.
    if (operation === 'trigger-pipeline') return undefined;
    const token = headers['private-token'];
    if (headers['job-token'] !== undefined) {
      const may = method === 'GET' && this.jobToken.includes(operation);
      return may ? undefined : refused(403, '403 Forbidden');
    }
    if (token === undefined || token.startsWith('expired')) return refused(401, '401 Unauthorized');
    if (method !== 'GET' && this.readOnlyTokens.includes(token)) {
      return {
        status: 403,
        body: {
          error: 'insufficient_scope',
          error_description: 'The request requires higher privileges than provided.',
          scope: 'api',
        },
      };
    }
    return undefined;
  }

  private operate(name: string, ids: Record<string, string>, parameters: Json): ForgeAnswer {
    const { iid, sha } = this.mergeRequest;
    switch (name) {
      case 'current-user':
        return { status: 200, body: projectBot };
      case 'show-merge-request':
        return { status: 200, body: { ...documented.forms.merge_request, iid, sha } };
      case 'set-status': {
        const { state, name } = parameters;
        const said = { ...parameters, sha: ids.sha };
        this.statuses.push(said);
        const status = { ...documented.forms.status, sha: ids.sha, status: state, name };
        return { status: 201, body: status };
      }
      case 'list-notes':
        return this.list(parameters);
      case 'create-note':
        return { status: 201, body: show(this.addNote(projectBot, String(parameters.body))) };
    }
    const note = this.notes.find(({ id }) => id === Number(ids.note_id));
    if (note === undefined) return refused(404, '404 Note Not Found');
    return this.operateOnNote(name, note, ids, parameters);
  }

  private operateOnNote(
    name: string,
    note: GitlabNote,
    ids: Record<string, string>,
    parameters: Json,
  ): ForgeAnswer {
    switch (name) {
      case 'edit-note':
        if (note.author.id !== projectBot.id) return refused(403, '403 Forbidden');
        note.body = String(parameters.body);
        return { status: 200, body: show(note) };
      case 'delete-note':
        this.notes.splice(this.notes.indexOf(note), 1);
        return { status: 204 };
      case 'list-awards':
        return { status: 200, body: note.awards.map((award) => showAward(note, award)) };
      case 'create-award':
        return this.award(note, String(parameters.name));
      case 'delete-award': {
        const index = note.awards.findIndex(({ id }) => id === Number(ids.award_id));
        if (index < 0) return refused(404, '404 Not found');
        note.awards.splice(index, 1);
        return { status: 204 };
      }
      default:
        return { status: 200, body: show(note) };
    }
  }

  private award(note: GitlabNote, name: string): ForgeAnswer {
    if (note.awards.some((award) => award.name === name && award.user.id === projectBot.id)) {
      return refused(404, '404 Award Emoji Name has already been taken Not Found');
    }
    const created = new Date(this.now()).toISOString();
    const award = { id: this.nextId++, name, user: projectBot, created };
    note.awards.push(award);
    return { status: 201, body: showAward(note, award) };
  }

  private list(parameters: Json): ForgeAnswer {
    const size = Number(parameters.per_page ?? 20);
    const page = Number(parameters.page ?? 1);
    const oldestFirst = parameters.sort === 'asc' ? this.notes : this.notes.toReversed();
    return { status: 200, body: oldestFirst.slice((page - 1) * size, page * size).map(show) };
  }

  private checkAnswer(name: string, { answers }: Operation, body: unknown): void {
    if (answers === undefined) return;
    const form = documented.forms[String(answers)] ?? {};
    for (const item of Array.isArray(answers) ? (body as Json[]) : [body as Json]) {
      const wrong = formOfAnswer(form, item);
      if (wrong !== undefined) this.violations.push(`answer of ${name}: ${wrong}`);
    }
  }
}

/** What is wrong with a request, by the documented parameters. */
function formOfRequest(name: string, operation: Operation, given: Json): string | undefined {
  const missing = operation.required?.find((parameter) => !given[parameter]);
  if (missing !== undefined) return `${name}: ${missing} is missing`;
  const unknown = Object.keys(given).find((parameter) => !(parameter in operation.parameters));
  return unknown === undefined ? undefined : `${name}: ${unknown} is no documented parameter`;
}

function formOfAnswer(form: Json, given: Json): string | undefined {
  for (const [field, example] of Object.entries(form)) {
    if (!(field in given)) return `${field} is missing`;
    if (example !== null && typeof given[field] !== typeof example)
      return `${field} is not of its type`;
  }
  return undefined;
}

function show(note: GitlabNote): object {
  const { id, body, author, created, mergeRequest } = note;
  return {
    ...documented.forms.note,
    id,
    body,
    author,
    created_at: created,
    updated_at: created,
    noteable_iid: mergeRequest,
  };
}

function showAward(note: GitlabNote, award: GitlabNote['awards'][number]): object {
  const { id, name, user: by, created } = award;
  const times = { created_at: created, updated_at: created };
  return { id, name, user: by, ...times, awardable_id: note.id, awardable_type: 'Note' };
}

if (import.meta.main) {
  await startStandalone(({ port, number, head, readOnlyTokens }) =>
    gitlabForge({ port, mergeRequest: { iid: number, sha: head }, readOnlyTokens }),
  );
}
