import { type ActionError, externalError } from '../kernel/action-error.ts';
import { refusals } from './forge-messages.ts';

/** What a forge answered, stripped of everything that could hold a token. */
export interface Refusal {
  /** `GitHub` or `GitLab`. */
  forge: string;
  /** What was tried, one of `forgeActions`: `write a comment on pull request 7 of octo/flights`. */
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
    externalError(code, refusals.said(what, said), hint);
  switch (status) {
    case undefined:
      return fail('unavailable', refusals.noAnswer(forge, action), advice.unavailable);
    case 401:
      return fail('unauthorized', refusals.badToken(forge), advice.badToken);
    case 403:
      return fail('forbidden', refusals.noRight(forge, action), advice.noRight);
    case 404:
      return fail('not-found', refusals.notFound(forge, action), advice.notFound);
    case 429:
      return fail('rate-limited', slowDown(refusal), refusals.runLater);
  }
  if (status >= 400 && status < 500) return fail('invalid', refusals.invalid(forge, action));
  return fail('unavailable', refusals.error(forge, action), advice.unavailable);
}

function slowDown({ forge, action, retryAfter }: Refusal): string {
  return refusals.tooMany(forge, action, retryAfter);
}
