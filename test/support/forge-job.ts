import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubHost } from '../../shared/hosts/github.ts';
import { gitlabHost } from '../../shared/hosts/gitlab.ts';
import type { Patience } from '../../shared/hosts/patience.ts';
import type { Host } from '../../shared/ports/host.ts';
import { impatient } from './comment-forges.ts';
import type { GithubForge } from './forges/github.ts';
import type { GitlabForge } from './forges/gitlab.ts';
import { plainDefinition } from './plain-step.ts';
import { type TestIo, testIo } from './test-io.ts';

export interface ForgeJob {
  host: Host;
  io: TestIo;
  /** The repository's root. */
  directory: string;
  /** Everything a person or a later job could read: the log, outputs, state, files. */
  written(): string;
  remove(): void;
}

export interface ForgeJobOptions {
  inputs?: Readonly<Record<string, string>> | undefined;
  token?: string;
  commit?: string;
  /** By default `pull_request`. The event of any other names no request. */
  event?: 'push' | undefined;
  /** More variables of the job. */
  env?: Readonly<Record<string, string>> | undefined;
  patience?: Partial<Patience> | undefined;
}

export const githubToken = 'ghs_0123456789abcdef';
export const headSha = 'a'.repeat(40);

/** A job of a pull request's workflow on the loopback GitHub. */
export function githubJob(forge: GithubForge, options: ForgeJobOptions = {}): ForgeJob {
  const { inputs, token = githubToken, commit = headSha, patience } = options;
  const directory = mkdtempSync(join(tmpdir(), 'github-job-'));
  const file = (name: string, text = ''): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  const event = { pull_request: { number: 7, head: { sha: commit } } };
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: forge.url,
    GITHUB_TOKEN: token,
    GITHUB_REPOSITORY: 'octo/flights',
    GITHUB_RUN_ID: '42',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_EVENT_NAME: options.event ?? 'pull_request',
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(options.event ? {} : event)),
    GITHUB_SHA: commit,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_WORKSPACE: directory,
    RUNNER_TEMP: directory,
    ...options.env,
  };
  return jobIn(githubHost, directory, env, { token, inputs, patience });
}

let gitlabJobs = 0;

/** A job of a merge request's pipeline on the loopback GitLab. */
export function gitlabJob(forge: GitlabForge, options: ForgeJobOptions = {}): ForgeJob {
  const { inputs, token = 'glpat-0123456789abcdef', commit = headSha, patience } = options;
  const directory = mkdtempSync(join(tmpdir(), 'gitlab-job-'));
  gitlabJobs += 1;
  const env = {
    GITLAB_CI: 'true',
    GITLAB_TOKEN: token,
    CI_JOB_TOKEN: token,
    CI_API_V4_URL: forge.apiUrl,
    CI_PROJECT_ID: '5',
    CI_PROJECT_DIR: directory,
    CI_PROJECT_PATH: 'octo/flights',
    CI_PIPELINE_ID: '88',
    CI_JOB_URL: 'https://gitlab.example/octo/flights/-/jobs/9',
    CI_COMMIT_SHA: commit,
    CI_MERGE_REQUEST_IID: '7',
    CI_JOB_ID: `forge-job-${process.pid}-${gitlabJobs}`,
  };
  return jobIn(gitlabHost, directory, env, { token, inputs, patience });
}

function jobIn(
  makeHost: typeof githubHost | typeof gitlabHost,
  directory: string,
  env: Record<string, string>,
  { token, inputs, patience }: Pick<ForgeJobOptions, 'inputs' | 'patience'> & { token: string },
): ForgeJob {
  const io = testIo({ cwd: directory, env });
  const values = { 'working-directory': directory, token, ...inputs };
  const flags = { values: new Map(Object.entries(values)), help: false, post: false };
  const host = makeHost(plainDefinition, flags, io, { ...impatient, ...patience });
  const folders = [directory, host.tempDir];
  return {
    host,
    io,
    directory,
    written: () => [log(io), ...folders.flatMap(filesOf)].join('\n'),
    remove: () =>
      folders.forEach((folder) => void rmSync(folder, { recursive: true, force: true })),
  };
}

/** The runner hides what add-mask names, and never shows that line itself. */
function log(io: TestIo): string {
  return [io.out().replaceAll(/^::add-mask::.*$/gmu, ''), io.err()].join('\n');
}

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
