import { externalError } from '../kernel/action-error.ts';
import type { Deployments, ForgeDeployment } from '../ports/deployments.ts';
import type { HostContext } from '../ports/host.ts';
import {
  forgeActions,
  forgeThings,
  githubAdvice,
  noToken,
  strangeAnswers,
} from './forge-messages.ts';
import { type GithubApi, githubApi } from './github-client.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';

export interface GithubDeploymentsOptions {
  io: ProcessIo;
  context: HostContext;
  token: string | undefined;
  patience: Patience;
}

/** GitHub's own limit of a deployment's and of a status' description. */
const longestDescription = 140;

/**
 * The deployments of the repository a run belongs to. They need `deployments: write`.
 *
 * @throws ActionError (external): `no-token`.
 */
export function githubDeployments(options: GithubDeploymentsOptions): Deployments | undefined {
  const { io, context, token, patience } = options;
  const { repository, commit, runUrl } = context;
  if (repository === undefined || commit === undefined) return undefined;
  if (token === undefined) {
    const { message, hint } = noToken.deployment;
    throw externalError('no-token', message, hint);
  }
  const advice = githubAdvice.deployment;
  const api = githubApi({ io, repository, token, patience, advice });
  return {
    async begin(environment, task, description) {
      const id = await deploymentOf(api, commit, { environment, task, description });
      return deployment(api, id, runUrl);
    },
  };
}

interface Wanted {
  environment: string;
  task: string;
  description: string;
}

/** The one an earlier attempt of this run made, or a new one. */
async function deploymentOf(
  { ask, octokit, owner, repo }: GithubApi,
  commit: string,
  { environment, task, description }: Wanted,
): Promise<number> {
  const { repos } = octokit.rest;
  const subject = forgeThings.deploymentTo(environment, `${owner}/${repo}`);
  const asked = { owner, repo, sha: commit, environment, task };
  const { data } = await ask(forgeActions.findDeployment(subject), () =>
    repos.listDeployments(asked),
  );
  const [found] = Array.isArray(data) ? data : [];
  if (found !== undefined) return found.id;
  const made = await ask(forgeActions.makeDeployment(subject), () =>
    repos.createDeployment({
      ...{ owner, repo, environment, task, ref: commit },
      description: description.slice(0, longestDescription),
      // Neither may GitHub merge the default branch into what is under review, nor wait for checks:
      // this run is one of them.
      auto_merge: false,
      required_contexts: [],
    }),
  );
  if ('id' in made.data) return made.data.id;
  const { message, hint } = strangeAnswers.deployment(subject);
  throw externalError('unavailable', message, hint);
}

function deployment(api: GithubApi, id: number, runUrl: string | undefined): ForgeDeployment {
  const { octokit, owner, repo } = api;
  return {
    async change({ state, description, environmentUrl }) {
      await api.ask(forgeActions.changeDeployment(id, `${owner}/${repo}`), () =>
        octokit.rest.repos.createDeploymentStatus({
          ...{ owner, repo, deployment_id: id, state },
          description: description.slice(0, longestDescription),
          ...(runUrl === undefined ? {} : { log_url: runUrl }),
          ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
        }),
      );
    },
  };
}
