import { externalError } from '../kernel/action-error.ts';
import type { Deployments, ForgeDeployment } from '../ports/deployments.ts';
import type { HostContext } from '../ports/host.ts';
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
    throw externalError(
      'no-token',
      'There is no token to write a deployment with.',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
      'Give the step `token: ${{ github.token }}` and the job `permissions: deployments: write`.',
    );
  }
  const advice = {
    noRight: 'Give the job `permissions: deployments: write`.',
    notFound:
      'Check that the token may read this repository, and that this forge has deployments (Gitea has none).',
  };
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
  const where = `the deployment to ${environment} of ${owner}/${repo}`;
  const asked = { owner, repo, sha: commit, environment, task };
  const { data } = await ask(`look for ${where}`, () => repos.listDeployments(asked));
  const [found] = Array.isArray(data) ? data : [];
  if (found !== undefined) return found.id;
  const made = await ask(`make ${where}`, () =>
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
  throw externalError('unavailable', `GitHub did not make ${where}.`, 'Run the job again.');
}

function deployment(api: GithubApi, id: number, runUrl: string | undefined): ForgeDeployment {
  const { octokit, owner, repo } = api;
  return {
    async change({ state, description, environmentUrl }) {
      await api.ask(`say how deployment ${id} of ${owner}/${repo} stands`, () =>
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
