import type { StepName } from '../domain/step.ts';
import type { LeftArtifact } from './github-archive.ts';
import { type EvidencePart, parseArtifactName } from './github-artifacts-names.ts';
import { answeredPage, type GithubApi } from './github-client.ts';
import { pastRunsMessages as messages } from './past-runs-messages.ts';

/** A run that succeeded, of this repository's own code. */
export interface EndedRun {
  readonly id: number;
  readonly url: string;
  /** Infinity where the forge counts none. */
  readonly attempt: number;
}

export interface ListedArtifact extends LeftArtifact {
  readonly isExpired: boolean;
  /** For how long it was kept. undefined: not known. */
  readonly days: number | undefined;
}

/** Runs of one commit that are looked at, the newest first: a commit has one or two. */
const mostRuns = 5;
const pageSize = 100;
const dayMs = 24 * 60 * 60_000;

/**
 * Events whose runs are of code that somebody with write access put there. Those of
 * `pull_request_target`, `workflow_run` and `issue_comment` belong to this repository too, and may
 * have run a fork's code all the same.
 */
const ownEvents = [
  ...['push', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'merge_group'],
  'pull_request',
];

/** Successful runs of a commit, the newest first, without the one that asks. */
export async function endedRuns(
  api: GithubApi,
  commit: string,
  { own, isGitea }: { readonly own: string | undefined; readonly isGitea: boolean },
): Promise<EndedRun[]> {
  const { octokit, owner, repo } = api;
  const { data } = await api.ask(messages.runs(commit), async () =>
    answeredPage(
      await octokit.rest.actions.listWorkflowRunsForRepo({
        ...{ owner, repo, head_sha: commit, per_page: pageSize },
      }),
    ),
  );
  return data.workflow_runs
    .filter((run) => run.conclusion === 'success' && run.head_sha === commit)
    .filter((run) => String(run.id) !== own && ownEvents.includes(run.event))
    .filter((run) => {
      const from = (run.head_repository as { full_name?: string } | null | undefined)?.full_name;
      // Gitea does not say where a request's run came from, so none of them counts there.
      if (isGitea) return run.event !== 'pull_request';
      return from === `${owner}/${repo}`;
    })
    .toSorted((a, b) => b.id - a.id)
    .slice(0, mostRuns)
    .map(({ id, html_url: url, run_attempt: attempt }) => ({
      ...{ id, url },
      attempt: attempt || Number.POSITIVE_INFINITY,
    }));
}

export async function artifactsOf(api: GithubApi, run: EndedRun): Promise<ListedArtifact[]> {
  const { octokit, owner, repo } = api;
  const found = await api.ask(messages.artifacts(String(run.id)), () =>
    octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
      ...{ owner, repo, run_id: run.id, per_page: pageSize },
    }),
  );
  return found.map(({ id, name, size_in_bytes: size, expired, created_at, expires_at }) => ({
    ...{ id, name, size, isExpired: expired },
    days: daysBetween(created_at, expires_at),
  }));
}

function daysBetween(from: string | null, to: string | null): number | undefined {
  const days = Math.round((Date.parse(to ?? '') - Date.parse(from ?? '')) / dayMs);
  return days > 0 ? days : undefined;
}

/** The artifact with the gate's record, of the newest attempt. */
export function gateRecord(
  artifacts: readonly ListedArtifact[],
  model: string,
  attempt: number,
): ListedArtifact | undefined {
  return newest(artifacts, { model, attempt, part: 'record', step: 'evaluate-gate' });
}

/** Artifacts that may hold what the gate judged: its own, then the training's. */
export function gateFiles(
  artifacts: readonly ListedArtifact[],
  model: string,
  attempt: number,
): ListedArtifact[] {
  const steps = ['evaluate-gate', 'train-on-gpu-runner'] as const;
  return steps.flatMap((step) => newest(artifacts, { model, attempt, part: 'files', step }) ?? []);
}

interface Wanted {
  readonly model: string;
  readonly attempt: number;
  readonly part: EvidencePart;
  readonly step: StepName;
}

function newest(artifacts: readonly ListedArtifact[], wanted: Wanted): ListedArtifact | undefined {
  return artifacts
    .flatMap((artifact) => {
      const name = parseArtifactName(artifact.name);
      const fits =
        name?.model === wanted.model &&
        name.step === wanted.step &&
        name.part === wanted.part &&
        name.attempt <= wanted.attempt;
      return fits ? [{ artifact, attempt: name.attempt }] : [];
    })
    .toSorted((a, b) => b.attempt - a.attempt || b.artifact.id - a.artifact.id)[0]?.artifact;
}
