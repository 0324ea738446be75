import { ActionError, externalError } from '../kernel/action-error.ts';
import type { Check, CommitChecks } from '../ports/commit-checks.ts';
import type { HostContext } from '../ports/host.ts';
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

const noRight =
  'Give the job `permissions: checks: write` (or `statuses: write`), or switch this off with the input `commit-check: never`. On a pull request from a fork the token can only read.';

const noRightOnGitea =
  'Gitea counts statuses to the code: give the job `permissions: contents: write`, or leave the input `commit-check` at `auto`, for Gitea shows each job beside the commit by itself.';

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
    throw externalError(
      'no-token',
      'There is no token to write a check with.',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
      'Give the step `token: ${{ github.token }}` and the job `permissions: checks: write`.',
    );
  }
  const notFound = 'Check that the token may read this repository and that it has the commit.';
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
  return externalError('forbidden', 'GitHub does not allow this token to write a check.', noRight);
}
