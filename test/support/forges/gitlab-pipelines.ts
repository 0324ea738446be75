import type { ForgeAnswer } from './loopback-server.ts';

/** A pipeline that is over, and what its jobs left. */
export interface GitlabPastPipeline {
  id: number;
  sha: string;
  source: string;
  status: string;
  jobs: readonly GitlabPastJob[];
}

export interface GitlabPastJob {
  id: number;
  name: string;
  status: string;
  /** When its artifacts end, or ended. */
  expires?: string;
  /** Its artifacts by path from the root of the checkout; undefined: they are gone. */
  files: Readonly<Record<string, string>> | undefined;
}

/** Operations that a job's own token is allowed. */
export type JobToken = readonly string[];

type Json = Record<string, unknown>;

interface Book {
  readonly past: readonly GitlabPastPipeline[];
  readonly forms: Readonly<Record<string, Json>>;
}

/** What GitLab answers about pipelines and their artifacts; undefined: it was asked something else. */
export function pastAnswer(
  operation: string,
  ids: Readonly<Record<string, string>>,
  parameters: Json,
  { past, forms }: Book,
): ForgeAnswer | undefined {
  if (operation === 'list-pipelines') {
    const { sha, status } = parameters;
    const found = past
      .filter((pipeline) => pipeline.sha === sha && pipeline.status === status)
      .toSorted((a, b) => b.id - a.id);
    return {
      status: 200,
      body: found.map(({ jobs: _, ...own }) => ({ ...forms.pipeline, ...own })),
    };
  }
  if (operation === 'list-pipeline-jobs') {
    const pipeline = past.find(({ id }) => id === Number(ids.pipeline_id));
    return { status: 200, body: (pipeline?.jobs ?? []).map((job) => showJob(job, forms)) };
  }
  if (operation !== 'get-artifact-file') return undefined;
  const job = past.flatMap(({ jobs }) => jobs).find(({ id }) => id === Number(ids.job_id));
  const content = job?.files?.[decodeURIComponent(ids.artifact_path ?? '')];
  if (content === undefined) return { status: 404, body: { message: '404 Not Found' } };
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: content };
}

function showJob({ id, name, status, expires, files }: GitlabPastJob, forms: Book['forms']): Json {
  const archive = { file_type: 'archive', size: 1000, filename: 'artifacts.zip' };
  const times = { finished_at: '2026-01-01T00:00:00.000Z', artifacts_expire_at: expires ?? null };
  const artifacts = files === undefined ? [] : [archive];
  return { ...forms.job, id, name, status, artifacts, ...times };
}
