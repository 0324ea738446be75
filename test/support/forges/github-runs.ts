import type { ArtifactService } from './artifact-service.ts';
import type { Handler, PullRequest } from './github.ts';
import type { ForgeAnswer } from './loopback-server.ts';

/** A workflow run, as one of a fork's pull request. */
export interface GithubRun {
  id: number;
  attempt: number;
  event: string;
  headSha: string;
  headBranch: string;
  /** `owner/name` */
  headRepository: string;
  /**
   * The number of its request, as Gitea shows a run: by the reference it is about, without where it
   * came from or a count of its attempts.
   */
  giteaRequest?: number;
}

/** Runs, and the service that keeps what their jobs left. */
export interface GithubRuns {
  runs: readonly GithubRun[];
  artifacts: Pick<ArtifactService, 'url' | 'kept'>;
}

export interface RunTools {
  sample(name: string): unknown;
  refused(status: number, message: string): ForgeAnswer;
  showPull(pull: PullRequest, schema: string): object;
  pulls: readonly PullRequest[];
}

export function runHandlers(
  book: GithubRuns | undefined,
  tools: RunTools,
): Record<string, Handler> {
  const { sample, refused, showPull, pulls } = tools;
  const { runs = [], artifacts } = book ?? {};
  const kept = artifacts?.kept ?? [];
  return {
    'actions/get-workflow-run': ({ request }) => {
      const run = runs.find(({ id }) => id === Number(request.params.run_id));
      return run === undefined
        ? refused(404, 'Not Found')
        : { status: 200, body: show(run, sample) };
    },
    'actions/list-workflow-run-artifacts': () => ({
      status: 200,
      body: {
        total_count: kept.length,
        artifacts: kept.map(({ id, name, content }) => ({
          ...(sample('artifact') as object),
          ...{ id, name, size_in_bytes: content.length, expired: false },
        })),
      },
    }),
    'actions/download-artifact': ({ request }) => ({
      status: 302,
      headers: { location: `${artifacts?.url}/storage/${request.params.artifact_id}?sig=secret` },
    }),
    'pulls/list': ({ request }) => ({
      status: 200,
      body: pulls
        .filter(({ state, from }) => state === request.query.state && from === request.query.head)
        .map((pull) => showPull(pull, 'pull-request-simple')),
    }),
  };
}

function show(run: GithubRun, sample: RunTools['sample']): object {
  const whole = sample('workflow-run') as { head_repository: object };
  const { id, attempt, event, headSha, headBranch, headRepository, giteaRequest } = run;
  const shown = {
    ...whole,
    ...{ id, event, run_attempt: attempt, head_sha: headSha, head_branch: headBranch },
    html_url: `https://github.example/octo/flights/actions/runs/${id}`,
    head_repository: { ...whole.head_repository, full_name: headRepository },
  };
  if (giteaRequest === undefined) return shown;
  const { head_repository: _, ...rest } = shown;
  const path = `model.yml@refs/pull/${giteaRequest}/head`;
  return { ...rest, path, run_attempt: 0, head_branch: '' };
}
