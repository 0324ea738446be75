import { externalError } from '../kernel/action-error.ts';
import type { Dispatch } from '../ports/dispatch.ts';
import { askGitlab, gitlabTransport } from './gitlab-client.ts';
import { namedSecret } from './named-secret.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GitlabDispatchOptions {
  io: ProcessIo;
  patience: Patience;
  mask(secret: string): void;
}

const advice = {
  badToken: 'Give a pipeline trigger token of this project, or let the job token be accepted.',
  noRight:
    'Allow pipeline variables in the CI/CD settings of the project, and the role of the token to start pipelines.',
  notFound: 'Check the branch and that the trigger token belongs to this project.',
};

/** Starts pipelines of the project by its trigger: a trigger token, or the job token. */
export function gitlabDispatch(options: GitlabDispatchOptions): Dispatch | undefined {
  const { io, patience, mask } = options;
  const { CI_PROJECT_ID: project, CI_API_V4_URL: api = 'https://gitlab.com/api/v4' } = io.env;
  if (project === undefined) return undefined;
  const { requesterFn } = gitlabTransport(patience, io.wait);
  const requester = requesterFn({
    url: api,
    headers: {},
    authHeaders: {},
    rejectUnauthorized: true,
  } as Parameters<typeof requesterFn>[0]);
  return {
    kinds: ['pipeline'],
    async start(request) {
      if (request.kind !== 'pipeline') throw new Error('GitLab has pipelines only');
      const variable = request.token ?? 'CI_JOB_TOKEN';
      const token = namedSecret(io, mask)(variable);
      if (token === undefined) throw noToken(variable);
      const body = { token, ref: request.ref, variables: { ...request.values } };
      const path = `projects/${encodeURIComponent(project)}/trigger/pipeline`;
      const answer = await askGitlab(
        `start a pipeline on ${request.ref} in project ${project}`,
        () => requester.post(path, { body } as Parameters<typeof requester.post>[1]),
        advice,
      );
      const { web_url: url } = (answer.body ?? {}) as { web_url?: unknown };
      return typeof url === 'string' ? url : undefined;
    },
  };
}

function noToken(variable: string): Error {
  return externalError(
    'no-token',
    `There is no token to start a pipeline with: the variable ${variable} is not set.`,
    'Make a pipeline trigger token and give it as a masked variable.',
  );
}
