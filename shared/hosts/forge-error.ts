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
  const fail = (code: string, what: string, hint?: string): ActionError =>
    externalError(code, `${forge} ${what} (${said}).`, hint);
  switch (status) {
    case undefined:
      return fail('unavailable', `did not answer when asked to ${action}`, advice.unavailable);
    case 401:
      return fail('unauthorized', 'does not accept the token', advice.badToken);
    case 403:
      return fail('forbidden', `does not allow this token to ${action}`, advice.noRight);
    case 404:
      return fail('not-found', `finds nothing there to ${action}`, advice.notFound);
    case 429:
      return fail('rate-limited', slowDown(refusal), 'Run the job again later.');
  }
  if (status >= 400 && status < 500) return fail('invalid', `refused to ${action} as invalid`);
  return fail('unavailable', `had an error when asked to ${action}`, advice.unavailable);
}

function slowDown({ action, retryAfter }: Refusal): string {
  const when = retryAfter === undefined ? '' : ` and wants ${retryAfter} s of rest`;
  return `has had too many requests to ${action}${when}`;
}
