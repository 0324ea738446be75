import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubHost } from '../../shared/hosts/github.ts';
import type { Patience } from '../../shared/hosts/patience.ts';
import type { Host } from '../../shared/ports/host.ts';
import { impatient } from './comment-forges.ts';
import type { GithubForge } from './forges/github.ts';
import { plainDefinition } from './plain-step.ts';
import { type TestIo, testIo } from './test-io.ts';

export interface GithubJob {
  host: Host;
  io: TestIo;
  /** The repository's root. */
  directory: string;
  /** Everything a person or a later job could read: the log, outputs, state, files. */
  written(): string;
  remove(): void;
}

export interface GithubJobOptions {
  inputs?: Readonly<Record<string, string>>;
  token?: string;
  commit?: string;
  patience?: Partial<Patience>;
}

export const githubToken = 'ghs_0123456789abcdef';
export const headSha = 'a'.repeat(40);

/** A job of a pull request's workflow on the loopback GitHub. */
export function githubJob(forge: GithubForge, options: GithubJobOptions = {}): GithubJob {
  const { inputs = {}, token = githubToken, commit = headSha, patience } = options;
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
    GITHUB_REPOSITORY: 'octo/flights',
    GITHUB_RUN_ID: '42',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event)),
    GITHUB_OUTPUT: file('output'),
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_WORKSPACE: directory,
    RUNNER_TEMP: directory,
  };
  const io = testIo({ cwd: directory, env });
  const values = { 'working-directory': directory, token, ...inputs };
  const flags = { values: new Map(Object.entries(values)), help: false, post: false };
  return {
    host: githubHost(plainDefinition, flags, io, { ...impatient, ...patience }),
    io,
    directory,
    written: () => [log(io), ...filesOf(directory)].join('\n'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
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
