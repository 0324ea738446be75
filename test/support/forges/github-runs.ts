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
  /** `success` where it is left out. */
  conclusion?: string;
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
  /** What is said of an artifact, by its name; one of which nothing is said is of every run. */
  listed?: Readonly<Record<string, { run?: number; expired?: boolean; size?: number }>>;
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
  const { runs = [], artifacts, listed = {} } = book ?? {};
  const kept = artifacts?.kept ?? [];
  return {
    'actions/get-workflow-run': ({ request }) => {
      const run = runs.find(({ id }) => id === Number(request.params.run_id));
      return run === undefined
        ? refused(404, 'Not Found')
        : { status: 200, body: show(run, sample) };
    },
    'actions/list-workflow-runs-for-repo': ({ request }) => {
      const found = runs.filter(({ headSha }) => headSha === request.query.head_sha);
      const shown = found.map((run) => show(run, sample));
      return { status: 200, body: { total_count: found.length, workflow_runs: shown } };
    },
    'actions/list-workflow-run-artifacts': ({ request }) => {
      const ofRun = kept.filter(({ name }) => {
        const run = listed[name]?.run;
        return run === undefined || run === Number(request.params.run_id);
      });
      const shown = ofRun.map(({ id, name, content }) => ({
        ...(sample('artifact') as object),
        ...{ id, name, size_in_bytes: listed[name]?.size ?? content.length },
        ...{ expired: listed[name]?.expired ?? false, ...ninetyDays },
      }));
      return { status: 200, body: { total_count: ofRun.length, artifacts: shown } };
    },
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

const ninetyDays = { created_at: '2026-01-01T00:00:00Z', expires_at: '2026-04-01T00:00:00Z' };

function show(run: GithubRun, sample: RunTools['sample']): object {
  const whole = sample('workflow-run') as { head_repository: object };
  const { id, attempt, event, headSha, headBranch, headRepository, giteaRequest } = run;
  const { conclusion = 'success' } = run;
  const shown = {
    ...whole,
    ...{ id, event, run_attempt: attempt, head_sha: headSha, head_branch: headBranch },
    conclusion,
    html_url: `https://github.example/octo/flights/actions/runs/${id}`,
    head_repository: { ...whole.head_repository, full_name: headRepository },
  };
  if (giteaRequest === undefined) return shown;
  const { head_repository: _, ...rest } = shown;
  const path = `model.yml@refs/pull/${giteaRequest}/head`;
  return { ...rest, path, run_attempt: 0, head_branch: '' };
}
