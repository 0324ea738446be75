import type { Users } from '@gitbeaker/rest';
import type { ActionError } from '../kernel/action-error.ts';
import { type Advice, forgeError } from './forge-error.ts';
import { gitlabAdvice, refusals } from './forge-messages.ts';
import type { Patience } from './patience.ts';

/** A whole answer of GitLab's API. */
export interface GitlabAnswer {
  body: unknown;
  headers: Record<string, string>;
  status: number;
}

/** What GitLab answered other than success. Holds nothing of the request. */
export class GitlabRefusal extends Error {
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(message: string, status?: number, retryAfter?: number) {
    super(message);
    this.name = 'GitlabRefusal';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

type RequesterFn = NonNullable<NonNullable<ConstructorParameters<typeof Users>[0]>['requesterFn']>;
type ServiceOptions = Parameters<RequesterFn>[0];
type Requester = ReturnType<RequesterFn>;
type RequestOptions = NonNullable<Parameters<Requester['post']>[1]>;

/** The transport, and what its answers tell about the forge's clock. */
export interface GitlabTransport {
  requesterFn: RequesterFn;
  /** Milliseconds since the epoch by GitLab's clock: a runner's may be minutes off. */
  serverNow(): number;
}

/**
 * The transport for Gitbeaker's resources. Its own repeats a 429 ten times over four minutes
 * whatever Retry-After says, cannot be told otherwise, and its errors hold the request with the
 * token.
 */
export function gitlabTransport(
  patience: Patience,
  wait: (ms: number) => Promise<void>,
): GitlabTransport {
  let ahead = 0;
  const requesterFn: RequesterFn = (service) => {
    const call = async (method: string, endpoint: string, options: RequestOptions = {}) => {
      const send = (): Promise<GitlabAnswer> =>
        request(service, patience, method, endpoint, options);
      const answer = await patiently(send, patience, wait);
      const date = Date.parse(answer.headers.date ?? '');
      if (Number.isFinite(date)) ahead = date - Date.now();
      return answer as Awaited<ReturnType<Requester['get']>>;
    };
    const verb = (method: string) => (endpoint: string, options?: RequestOptions) =>
      call(method, endpoint, options);
    return {
      get: verb('GET'),
      post: verb('POST'),
      put: verb('PUT'),
      patch: verb('PATCH'),
      delete: verb('DELETE'),
    } as Requester;
  };
  return { requesterFn, serverNow: () => Date.now() + ahead };
}

/** Repeat what failed for no reason of ours, as long as GitLab asks for no longer rest than we have. */
export async function patiently<T>(
  send: () => Promise<T>,
  { retries, longestRestS, secondMs }: Patience,
  wait: (ms: number) => Promise<void>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const { status, retryAfter } = error as GitlabRefusal;
      const passing = status === undefined || status === 429 || status >= 500;
      const rest = retryAfter ?? (attempt + 1) ** 2;
      if (!passing || attempt >= retries || rest > longestRestS) throw error;
      await wait(rest * secondMs);
    }
  }
}

async function request(
  service: ServiceOptions,
  patience: Patience,
  method: string,
  endpoint: string,
  { body, searchParams }: RequestOptions,
): Promise<GitlabAnswer> {
  const url = new URL(endpoint, service.url.endsWith('/') ? service.url : `${service.url}/`);
  for (const [name, value] of Object.entries(searchParams ?? {})) {
    if (value !== undefined) url.searchParams.set(snakeCase(name), String(value));
  }
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(service.authHeaders)) headers[name] = await value();
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init = { method, headers, signal: AbortSignal.timeout(patience.timeoutMs) };
  try {
    const sent = body === undefined ? init : { ...init, body: JSON.stringify(snakeKeys(body)) };
    const response = await fetch(url, sent);
    const text = await response.text();
    if (!response.ok) throw refusalOf(response, text);
    return {
      body: text === '' ? null : JSON.parse(text),
      headers: Object.fromEntries(response.headers),
      status: response.status,
    };
  } catch (error) {
    if (error instanceof GitlabRefusal) throw error;
    throw new GitlabRefusal(refusals.at(reasonOf(error), url.origin));
  }
}

function refusalOf(response: Response, text: string): GitlabRefusal {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  return new GitlabRefusal(wordsOf(text), response.status, retryAfter);
}

/** GitLab says why under `message` or `error`, as text or by field. */
function wordsOf(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { message?: unknown; error?: unknown };
    const said = message ?? error ?? '';
    return typeof said === 'string' ? said : JSON.stringify(said);
  } catch {
    return text.replaceAll(/<[^>]*>/gu, ' ');
  }
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return refusals.late;
  return cause instanceof Error ? cause.message : message;
}

/** GitLab's names of the parameters; what is inside a parameter is the caller's own. */
function snakeKeys(body: NonNullable<RequestOptions['body']>): object {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [snakeCase(name), value]));
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** Run a request; what goes wrong becomes an ActionError that says what was tried. */
export async function askGitlab<T>(
  action: string,
  call: () => Promise<T>,
  advice: Partial<Advice> = {},
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw gitlabError(action, error, { ...gitlabAdvice.note, ...advice });
  }
}

function gitlabError(action: string, error: unknown, advice: Advice): ActionError {
  const { message, status, retryAfter } = error as GitlabRefusal;
  return forgeError({ forge: 'GitLab', action, status, detail: message, retryAfter }, advice);
}

/** For `catch`: what is not there any more is no error. */
export function undefinedIfGone(error: unknown): undefined {
  if ((error as { code?: string }).code === 'not-found') return undefined;
  throw error;
}
