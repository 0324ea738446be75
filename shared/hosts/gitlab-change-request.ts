import { MergeRequests } from '@gitbeaker/rest';
import { externalError } from '../kernel/action-error.ts';
import type { ChangeRequest } from '../ports/host.ts';
import { forgeActions, forgeThings, noToken } from './forge-messages.ts';
import { askGitlab, gitlabTransport } from './gitlab-client.ts';
import { gitlabNotes } from './gitlab-notes.ts';
import { defaultPatience, type Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GitlabChangeRequestOptions {
  io: ProcessIo;
  token: string | undefined;
  patience?: Patience;
}

/**
 * The merge request a pipeline belongs to: its own, or the first one that is open from the branch
 * it runs on.
 *
 * @throws ActionError (external): `no-token`.
 */
export async function gitlabChangeRequest(
  options: GitlabChangeRequestOptions,
): Promise<ChangeRequest | undefined> {
  const { io, token, patience = defaultPatience } = options;
  const { env, wait } = io;
  const project = env.CI_MERGE_REQUEST_PROJECT_ID ?? env.CI_PROJECT_ID;
  const number = mergeRequestOf(env);
  if (project === undefined || number === undefined) return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.note;
    throw externalError('no-token', message, hint);
  }
  const host = (env.CI_API_V4_URL ?? 'https://gitlab.com/api/v4').replace(/\/api\/v4\/?$/u, '');
  const page = env.CI_MERGE_REQUEST_PROJECT_URL ?? env.CI_PROJECT_URL ?? host;
  const url = `${page}/-/merge_requests/${number}`;
  const requests = new MergeRequests({
    host,
    token,
    requesterFn: gitlabTransport(patience, wait).requesterFn,
  });
  return {
    number,
    url,
    comments: gitlabNotes({ host, project, mergeRequest: number, url, token, patience, wait }),
    async headCommit() {
      const action = forgeActions.readRequest(forgeThings.mergeRequest(number, project));
      return (await askGitlab(action, () => requests.show(project, number))).sha;
    },
  };
}

/** CI_OPEN_MERGE_REQUESTS, in branch pipelines, is `group/project!7,other/fork!8`. */
function mergeRequestOf(env: ProcessIo['env']): number | undefined {
  const own = env.CI_MERGE_REQUEST_IID;
  const [first = ''] = (env.CI_OPEN_MERGE_REQUESTS ?? '').split(',');
  const prefix = `${env.CI_PROJECT_PATH ?? ''}!`;
  const text = own || (first.startsWith(prefix) ? first.slice(prefix.length) : '');
  return /^\d+$/u.test(text) ? Number(text) : undefined;
}
