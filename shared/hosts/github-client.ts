import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { ActionError } from '../kernel/action-error.ts';
import { type Advice, forgeError } from './forge-error.ts';
import { githubAdvice, refusals } from './forge-messages.ts';
import { defaultPatience, type Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GithubApi {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  /** Run a request; what goes wrong becomes an ActionError that says what was tried. */
  ask<T>(action: string, request: () => Promise<T>): Promise<T>;
}

export interface GithubApiOptions {
  io: ProcessIo;
  /** `owner/name`. */
  repository: string;
  token: string;
  patience?: Patience;
  /** What to do about a refusal, where it is not about comments on a pull request. */
  advice?: Partial<Advice>;
}

const PatientOctokit = Octokit.plugin(retry, throttling);

/** A client of GitHub's REST API, or of what speaks like it at GITHUB_API_URL. */
export function githubApi(options: GithubApiOptions): GithubApi {
  const { io, repository, token, patience = defaultPatience, advice = {} } = options;
  const [owner = '', repo = ''] = repository.split('/');
  const quiet = (): void => undefined;
  const baseUrl = io.env.GITHUB_API_URL || 'https://api.github.com';
  const octokit = new PatientOctokit({
    auth: token,
    baseUrl,
    userAgent: 'mlops-actions',
    request: { fetch: patientFetch(patience, io.wait) },
    // Its own lines would show addresses and repeat what our errors say.
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    retry: {
      retries: patience.retries,
      retryAfterBaseValue: patience.secondMs,
      doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451],
    },
    throttle: {
      ...unpaced,
      retryAfterBaseValue: patience.secondMs,
      onRateLimit: (rest, _options, _octokit, count) => worthWaiting(patience, rest, count),
      onSecondaryRateLimit: (rest, _options, _octokit, count) =>
        worthWaiting(patience, rest, count),
    },
  });
  return {
    octokit,
    owner,
    repo,
    async ask(action, request) {
      try {
        return await request();
      } catch (error) {
        throw refusalOf(error, action, baseUrl, { ...githubAdvice.comment, ...advice });
      }
    },
  };
}

/**
 * A page of a list, as it came. Octokit takes a 409 for an empty list (of an empty repository's
 * commits), and what is not found would be made a second time; such a page has no headers.
 */
export function answeredPage<T extends { headers: object }>(page: T): T {
  if (Object.keys(page.headers).length > 0) return page;
  const response = { headers: {}, data: refusals.noList };
  throw Object.assign(new Error('conflict'), { status: 409, response });
}

function worthWaiting(patience: Patience, restS: number, count: number): boolean {
  return restS <= patience.longestRestS && count < patience.retries;
}

/**
 * A step writes about four times, one after the other, so the plugin's second (for comments three)
 * between writes would be most of what publishing takes. Its answers to rate limits stay.
 */
const unpaced = (() => {
  const limiter = {
    key: () => ({
      schedule: (_options: unknown, job: (...args: unknown[]) => unknown, ...args: unknown[]) =>
        job(...args),
    }),
  };
  return { write: limiter, notifications: limiter } as object;
})();

/**
 * `fetch` that gives up in time, also while the body is on its way, and that rests as long as a 429
 * asks for: the throttling plugin does so only where the message speaks of GitHub's own limits.
 */
function patientFetch(patience: Patience, wait: ProcessIo['wait']): typeof fetch {
  return async (input, init) => {
    for (let attempt = 0; ; attempt++) {
      const response = await timedFetch(patience.timeoutMs, input, init);
      const restS = Number(response.headers.get('retry-after') ?? Number.NaN);
      const asked = response.status === 429 && restS <= patience.longestRestS;
      if (!asked || attempt >= patience.retries) return response;
      await wait(restS * patience.secondMs);
    }
  };
}

async function timedFetch(
  timeoutMs: number,
  ...[input, init]: Parameters<typeof fetch>
): Promise<Response> {
  const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  if (response.status === 204) return response;
  // Read to the end here: Octokit takes an answer that breaks off for an empty one.
  const body = await response.arrayBuffer();
  const whole = new Response(body, response);
  // What asks for the next page looks at the address of this one, which a new answer lacks.
  return Object.defineProperty(whole, 'url', { value: response.url });
}

interface HttpFailure {
  status?: number;
  message?: string;
  response?: { headers?: Record<string, string | number | undefined>; data?: unknown };
}

function refusalOf(error: unknown, action: string, baseUrl: string, advice: Advice): ActionError {
  const failure = error as HttpFailure;
  // Octokit gives 500 to what never came: a refused connection, a time-out, a broken answer.
  const answered = failure.response !== undefined;
  const status = answered ? failure.status : undefined;
  const retryAfter = Number(failure.response?.headers?.['retry-after']) || undefined;
  return forgeError(
    {
      forge: 'GitHub',
      action,
      status: status === 403 && isRateLimit(failure) ? 429 : status,
      detail: answered
        ? wordsOf(failure)
        : refusals.at(failure.message ?? refusals.silence, baseUrl),
      retryAfter,
    },
    advice,
  );
}

/** GitHub answers some rate limits with 403. */
function isRateLimit({ message = '', response }: HttpFailure): boolean {
  return (
    /rate limit/iu.test(message) || String(response?.headers?.['x-ratelimit-remaining']) === '0'
  );
}

function wordsOf({ message = '', response }: HttpFailure): string {
  // A proxy answers with a page; its first words are enough to know it.
  const text = typeof response?.data === 'string' ? response.data : message;
  return text.replaceAll(/<[^>]*>/gu, ' ').replace(/ - https?:\S+$/u, '');
}
