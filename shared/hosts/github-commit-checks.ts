import { ActionError, externalError } from '../kernel/action-error.ts';
import type { Check, CommitChecks } from '../ports/commit-checks.ts';
import type { HostContext } from '../ports/host.ts';
import { githubAdvice, noToken, strangeAnswers } from './forge-messages.ts';
import { githubChecks } from './github-checks.ts';
import { githubApi } from './github-client.ts';
import { githubStatuses } from './github-statuses.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GithubCommitChecksOptions {
  io: ProcessIo;
  context: HostContext;
  token: string | undefined;
  patience: Patience;
  wanted: 'auto' | 'always';
}

/**
 * Checks of the commit under review: check runs where the token may write them, else statuses.
 * undefined on Gitea, which has no check runs and a status a job, unless they are asked for.
 *
 * @throws ActionError (external): `no-token`.
 */
export function githubCommitChecks(options: GithubCommitChecksOptions): CommitChecks | undefined {
  const { io, context, token, patience, wanted } = options;
  const { repository, commit } = context;
  if (repository === undefined || commit === undefined) return undefined;
  const isGitea = io.env.GITEA_ACTIONS === 'true';
  if (isGitea && wanted === 'auto') return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.check;
    throw externalError('no-token', message, hint);
  }
  const { noRight, noRightOnGitea, notFound } = githubAdvice.check;
  const advice = { noRight: isGitea ? noRightOnGitea : noRight, notFound };
  const api = githubApi({ io, repository, token, patience, advice });
  if (isGitea) return githubStatuses(api, commit);
  return firstAllowed([githubChecks(api, commit), githubStatuses(api, commit)]);
}

/** What a forge answers where a token lacks a right, or the forge lacks the interface (Gitea). */
const refusals = ['forbidden', 'not-found'];

/** Ways to show the same, best first: one that is refused is not asked again. */
function firstAllowed(ways: readonly CommitChecks[]): CommitChecks {
  let rest = [...ways];
  return {
    async show(check: Check) {
      let first: unknown;
      for (const way of rest) {
        try {
          return await way.show(check);
        } catch (error) {
          if (!(error instanceof ActionError) || !refusals.includes(error.code)) throw error;
          // The best way's refusal tells the most.
          first ??= error;
          rest = rest.filter((other) => other !== way);
        }
      }
      throw first ?? noWay();
    },
  };
}

function noWay(): ActionError {
  return externalError('forbidden', strangeAnswers.checkForbidden, githubAdvice.check.noRight);
}
