import { externalError } from '../kernel/action-error.ts';
import type { Dispatch, DispatchRequest } from '../ports/dispatch.ts';
import type { HostContext } from '../ports/host.ts';
import { forgeActions, githubAdvice, noToken } from './forge-messages.ts';
import { type GithubApi, githubApi } from './github-client.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GithubDispatchOptions {
  io: ProcessIo;
  context: HostContext;
  token: string | undefined;
  patience: Patience;
}

/**
 * Starts workflows: the two events a workflow's own token may raise without being ignored
 * (docs.github.com, "Triggering a workflow from a workflow").
 *
 * @throws ActionError (external): `no-token`.
 */
export function githubDispatch(options: GithubDispatchOptions): Dispatch | undefined {
  const { io, context, token, patience } = options;
  const { repository, branch = 'main' } = context;
  if (repository === undefined) return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.dispatch;
    throw externalError('no-token', message, hint);
  }
  const advice = githubAdvice.dispatch;
  const api = githubApi({ io, repository, token, patience, advice });
  return {
    kinds: ['event', 'workflow'],
    async start(request) {
      await begin(api, request, branch);
      // Neither answer names the run it starts.
      return undefined;
    },
  };
}

async function begin(api: GithubApi, request: DispatchRequest, branch: string): Promise<void> {
  const { octokit, owner, repo } = api;
  if (request.kind === 'event') {
    await api.ask(forgeActions.raiseEvent(request.event, `${owner}/${repo}`), () =>
      octokit.rest.repos.createDispatchEvent({
        owner,
        repo,
        event_type: request.event,
        client_payload: { ...request.values },
      }),
    );
  } else if (request.kind === 'workflow') {
    await api.ask(forgeActions.startWorkflow(request.workflow, `${owner}/${repo}`), () =>
      octokit.rest.actions.createWorkflowDispatch({
        owner,
        repo,
        workflow_id: request.workflow,
        ref: request.ref ?? branch,
        inputs: { ...request.values },
      }),
    );
  } else throw new Error('GitHub has no pipelines');
}
