import { externalError } from '../kernel/action-error.ts';
import type { Dispatch } from '../ports/dispatch.ts';
import { forgeActions, forgeThings, gitlabAdvice, noToken } from './forge-messages.ts';
import { askGitlab, gitlabTransport } from './gitlab-client.ts';
import { namedSecret } from './named-secret.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GitlabDispatchOptions {
  io: ProcessIo;
  patience: Patience;
  mask(secret: string): void;
}

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
      if (token === undefined) throw missingToken(variable);
      const body = { token, ref: request.ref, variables: { ...request.values } };
      const path = `projects/${encodeURIComponent(project)}/trigger/pipeline`;
      const answer = await askGitlab(
        forgeActions.startPipeline(request.ref, forgeThings.project(project)),
        () => requester.post(path, { body } as Parameters<typeof requester.post>[1]),
        gitlabAdvice.pipeline,
      );
      const { web_url: url } = (answer.body ?? {}) as { web_url?: unknown };
      return typeof url === 'string' ? url : undefined;
    },
  };
}

function missingToken(variable: string): Error {
  const { message, hint } = noToken.pipeline(variable);
  return externalError('no-token', message, hint);
}
