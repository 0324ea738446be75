import { Commits } from '@gitbeaker/rest';
import { externalError } from '../kernel/action-error.ts';
import type { CheckState, CommitChecks } from '../ports/commit-checks.ts';
import type { HostContext } from '../ports/host.ts';
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

const advice = {
  noRight:
    'The token needs the scope `api` and at least the role Developer. CI_JOB_TOKEN cannot write statuses.',
  notFound: 'Check that the token belongs to this project and that it has the commit.',
};

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
    throw externalError(
      'no-token',
      'There is no token to write a status with: CI_JOB_TOKEN cannot.',
      'Make a project access token with the scope `api` and give it as the masked variable GITLAB_TOKEN.',
    );
  }
  const host = (api ?? 'https://gitlab.com/api/v4').replace(/\/api\/v4\/?$/u, '');
  const { requesterFn } = gitlabTransport(patience, io.wait);
  const commits = new Commits({ host, token, requesterFn });
  return {
    async show({ name, state, title, url }) {
      await askGitlab(
        `write a status on commit ${commit.slice(0, 7)} of project ${project}`,
        () =>
          commits.editStatus(project, commit, states[state], {
            name,
            description: title.slice(0, longestDescription),
            ...(url === undefined ? {} : { targetUrl: url }),
            ...(pipeline === undefined ? {} : { pipelineId: Number(pipeline) }),
          }),
        advice,
      );
      return false;
    },
  };
}
