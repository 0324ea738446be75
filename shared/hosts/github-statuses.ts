import type { CheckState, CommitChecks } from '../ports/commit-checks.ts';
import { forgeActions, forgeThings } from './forge-messages.ts';
import type { GithubApi } from './github-client.ts';

/** GitHub's own limit. */
const longestDescription = 140;

/** A status has no word for what is neither good nor bad; a run that goes on was not failed by it. */
const states = {
  running: 'pending',
  success: 'success',
  neutral: 'success',
  failure: 'failure',
  cancelled: 'error',
} as const satisfies Record<CheckState, string>;

/**
 * Statuses of one commit: a name, a state and a line of text. They need `statuses: write`. A newer
 * one of the same name replaces an older one by itself.
 */
export function githubStatuses(api: GithubApi, commit: string): CommitChecks {
  const { octokit, owner, repo } = api;
  return {
    async show({ name, state, title, url }) {
      const characters = [...title];
      const isLong = characters.length > longestDescription;
      const description = isLong
        ? `${characters.slice(0, longestDescription - 1).join('')}…`
        : title;
      const subject = forgeThings.commitOf(commit.slice(0, 7), `${owner}/${repo}`);
      await api.ask(forgeActions.writeStatus(subject), () =>
        octokit.rest.repos.createCommitStatus({
          owner,
          repo,
          sha: commit,
          state: states[state],
          context: name,
          description,
          ...(url === undefined ? {} : { target_url: url }),
        }),
      );
      return false;
    },
  };
}
