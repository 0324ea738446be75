import { type ActionError, externalError } from '../kernel/action-error.ts';

/** What a forge answered, stripped of everything that could hold a token. */
export interface Refusal {
  /** `GitHub` or `GitLab`. */
  forge: string;
  /** What was tried: `write a comment on pull request 7 of octo/flights`. */
  action: string;
  /** The HTTP status; undefined where no whole answer came. */
  status: number | undefined;
  /** The forge's own words. */
  detail: string;
  /** Seconds the forge asks to wait. */
  retryAfter?: number | undefined;
}

/** What to do about each kind of refusal, in the forge's own terms. */
export interface Advice {
  badToken: string;
  noRight: string;
  notFound: string;
  unavailable: string;
}

const longestDetail = 300;

/**
 * Say why a forge did not do what was asked. Libraries' own errors are never passed on: they hold
 * the request with its headers.
 */
export function forgeError(refusal: Refusal, advice: Advice): ActionError {
  const { forge, action, status } = refusal;
  const words = refusal.detail.replaceAll(/\s+/gu, ' ').trim().slice(0, longestDetail);
  const said = [status, words].filter((part) => part !== undefined && part !== '').join(' ');
  switch (status) {
    case 401:
      return fail('unauthorized', `${forge} does not accept the token (${said}).`, advice.badToken);
    case 403:
      return fail(
        'forbidden',
        `${forge} does not allow this token to ${action} (${said}).`,
        advice.noRight,
      );
    case 404:
      return fail(
        'not-found',
        `${forge} finds nothing there to ${action} (${said}).`,
        advice.notFound,
      );
    case 429:
      return fail('rate-limited', slowDown(refusal, words), 'Run the job again later.');
    case undefined:
      return fail(
        'unavailable',
        `${forge} did not answer when asked to ${action} (${said}).`,
        advice.unavailable,
      );
    default:
      if (status >= 500 || status < 400) {
        return fail(
          'unavailable',
          `${forge} had an error when asked to ${action} (${said}).`,
          advice.unavailable,
        );
      }
      return fail('invalid', `${forge} refused to ${action} as invalid (${said}).`);
  }
}

function slowDown({ forge, action, retryAfter }: Refusal, words: string): string {
  const when = retryAfter === undefined ? '' : ` and wants ${retryAfter} s of rest`;
  return `${forge} has had too many requests to ${action}${when} (429 ${words}).`;
}

function fail(code: string, message: string, hint?: string): ActionError {
  return externalError(code, message, hint);
}
