import { readFileSync } from 'node:fs';
import type { HostContext } from '../ports/host.ts';
import { triggerReason } from './trigger-reason.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What a workflow run was started by, as far as it matters here. */
export interface GithubEvent {
  context: HostContext;
  /** The pull request's number where the event names it. */
  pullRequest: number | undefined;
}

/** Read the run's variables and its event file. */
export function githubEvent(env: Env): GithubEvent {
  const payload = readPayload(env.GITHUB_EVENT_PATH);
  const name = env.GITHUB_EVENT_NAME;
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const repository = env.GITHUB_REPOSITORY;
  const runId = env.GITHUB_RUN_ID;
  const attempt = Number(env.GITHUB_RUN_ATTEMPT ?? '1') || 1;
  // Gitea has one page for all attempts of a run.
  const hasPage = attempt > 1 && env.GITEA_ACTIONS !== 'true';
  return {
    pullRequest: pullRequestOf(payload),
    context: {
      commit: commitOf(name, payload, env),
      branch: env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME || undefined,
      targetBranch: env.GITHUB_BASE_REF || undefined,
      repository,
      runUrl:
        repository === undefined || runId === undefined
          ? undefined
          : `${server}/${repository}/actions/runs/${runId}${hasPage ? `/attempts/${attempt}` : ''}`,
      runId,
      attempt,
      job: env.GITHUB_JOB,
      root: env.GITHUB_WORKSPACE || undefined,
      event: name,
      actor: env.GITHUB_ACTOR,
      reason: triggerReason(
        text(payload, 'client_payload', 'reason') ?? text(payload, 'inputs', 'reason'),
      ),
    },
  };
}

/**
 * The commit under review. GITHUB_SHA is a merge commit nobody wrote on pull_request, and the
 * default branch on workflow_run and issue_comment.
 */
function commitOf(name: string | undefined, payload: unknown, env: Env): string | undefined {
  const head =
    text(payload, 'pull_request', 'head', 'sha') ??
    text(payload, 'workflow_run', 'head_sha') ??
    text(payload, 'check_run', 'head_sha') ??
    text(payload, 'check_suite', 'head_sha') ??
    text(payload, 'merge_group', 'head_sha');
  if (head !== undefined) return head;
  // A comment event says nothing about a commit; the checkout does.
  return name === 'issue_comment' ? undefined : env.GITHUB_SHA;
}

function pullRequestOf(payload: unknown): number | undefined {
  const direct = whole(at(payload, 'pull_request', 'number'));
  if (direct !== undefined) return direct;
  if (at(payload, 'issue', 'pull_request') !== undefined) {
    return whole(at(payload, 'issue', 'number'));
  }
  for (const event of ['workflow_run', 'check_run', 'check_suite']) {
    const requests = at(payload, event, 'pull_requests');
    // Empty for a fork; more than one says nothing about which is meant.
    if (Array.isArray(requests) && requests.length === 1) return whole(at(requests[0], 'number'));
  }
  const queued = text(payload, 'merge_group', 'head_ref');
  const [, number] = /\/pr-(\d+)-[0-9a-f]+$/u.exec(queued ?? '') ?? [];
  return number === undefined ? undefined : whole(Number(number));
}

function readPayload(path: string | undefined): unknown {
  if (path === undefined || path === '') return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Without the event there is no pull request to comment on; the step itself is unharmed.
    return undefined;
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function text(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
