import { Commits } from '@gitbeaker/rest';
import { externalError } from '../kernel/action-error.ts';
import type { CheckState, CommitChecks } from '../ports/commit-checks.ts';
import type { HostContext } from '../ports/host.ts';
import { forgeActions, forgeThings, gitlabAdvice, noToken } from './forge-messages.ts';
import { askGitlab, gitlabTransport } from './gitlab-client.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GitlabStatusOptions {
  io: ProcessIo;
  context: HostContext;
  token: string | undefined;
  patience: Patience;
}

const longestDescription = 255;

/** As GitLab spells them. One that failed would fail its pipeline, so what is neutral succeeds. */
const states = {
  running: 'running',
  success: 'success',
  neutral: 'success',
  failure: 'failed',
  cancelled: 'canceled',
} as const satisfies Record<CheckState, string>;

/**
 * Statuses of the pipeline's commit. They stand in the pipeline beside its jobs, which show as much
 * by themselves: made only where they are asked for, such as a rule that waits for one by its name.
 *
 * @throws ActionError (external): `no-token`.
 */
export function gitlabStatuses(options: GitlabStatusOptions): CommitChecks | undefined {
  const { io, context, token, patience } = options;
  const { CI_PROJECT_ID: project, CI_PIPELINE_ID: pipeline, CI_API_V4_URL: api } = io.env;
  const { commit } = context;
  if (project === undefined || commit === undefined) return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.status;
    throw externalError('no-token', message, hint);
  }
  const host = (api ?? 'https://gitlab.com/api/v4').replace(/\/api\/v4\/?$/u, '');
  const { requesterFn } = gitlabTransport(patience, io.wait);
  const commits = new Commits({ host, token, requesterFn });
  return {
    async show({ name, state, title, url }) {
      await askGitlab(
        forgeActions.writeStatus(forgeThings.commitOfProject(commit.slice(0, 7), project)),
        () =>
          commits.editStatus(project, commit, states[state], {
            name,
            description: title.slice(0, longestDescription),
            ...(url === undefined ? {} : { targetUrl: url }),
            ...(pipeline === undefined ? {} : { pipelineId: Number(pipeline) }),
          }),
        gitlabAdvice.status,
      );
      return false;
    },
  };
}
