import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactClient } from '@actions/artifact';
import { makeDirectory } from '../files/make-directory.ts';
import { externalError } from '../kernel/action-error.ts';
import type { ArtifactFile, ArtifactStore } from '../ports/artifact-store.ts';
import { artifactMessages as messages } from './github-artifacts-messages.ts';
import type { ProcessIo } from './process-io.ts';

/** Asking takes a second; the client itself would try for half a minute. */
const askMs = 20_000;
/** 256 MiB at 1 MB/s. */
const transferMs = 300_000;

/**
 * The artifacts of this workflow run, or undefined where its server has none of the kind
 * `@actions/artifact` speaks of: outside of a job, and on GitHub Enterprise Server.
 */
export function githubArtifacts(io: ProcessIo, tempDir: string): ArtifactStore | undefined {
  const { ACTIONS_RUNTIME_TOKEN: token, ACTIONS_RESULTS_URL: url } = io.env;
  if (!token || !url || !hasArtifacts(io)) return undefined;
  return {
    upload: (name, files) =>
      staged(tempDir, files, (folder, paths) =>
        asked(io, messages.keep(name), transferMs, async (client) => {
          const { artifacts } = await client.listArtifacts();
          if (artifacts.some((each) => each.name === name)) await client.deleteArtifact(name);
          await client.uploadArtifact(name, paths, folder);
        }),
      ),
    list: () =>
      asked(io, messages.list, askMs, async (client) => {
        const { artifacts } = await client.listArtifacts();
        return artifacts.map(({ id, name, size }) => ({ id, name, size }));
      }),
    download: ({ id, name }, folder) =>
      asked(io, messages.handOver(name), transferMs, async (client) => {
        // Not unpacked by the client: it knows no limits.
        await client.downloadArtifact(id, { path: folder, skipDecompress: true });
        const [file, ...others] = await readdir(folder);
        if (file === undefined || others.length > 0) throw new Error('no archive arrived');
        return join(folder, file);
      }),
  };
}

/** GitHub itself, its data residency, and Gitea; GitHub Enterprise Server has an older service. */
export function hasArtifacts({ env }: ProcessIo): boolean {
  if (env.GITEA_ACTIONS === 'true') return true;
  const { hostname } = new URL(env.GITHUB_SERVER_URL || 'https://github.com');
  return hostname === 'github.com' || hostname.endsWith('.ghe.com');
}

/** The client takes files below one folder, by their place in it, and follows links. */
async function staged<T>(
  tempDir: string,
  files: readonly ArtifactFile[],
  use: (folder: string, paths: string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tempDir, 'mlops-artifact-'));
  try {
    const paths: string[] = [];
    for (const { name, path } of files) {
      const place = join(folder, name);
      await makeDirectory(dirname(place));
      await symlink(path, place);
      paths.push(place);
    }
    return await use(folder, paths);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The client reads the environment and nothing else, and takes 0.5 s to load. */
async function asked<T>(
  io: ProcessIo,
  action: string,
  limitMs: number,
  ask: (client: ArtifactClient) => Promise<T>,
): Promise<T> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(messages.noAnswer(limitMs / 1000))), limitMs);
  const restore = await adaptEnvironment(io);
  try {
    const { DefaultArtifactClient } = await import('@actions/artifact');
    return await Promise.race([ask(new DefaultArtifactClient()), overdue]);
  } catch (error) {
    const { message, hint } = messages.service(action, reasonOf(error));
    throw externalError('artifacts-unavailable', message, hint);
  } finally {
    clearTimeout(timer);
    await restore();
  }
}

/** The library's error is not passed on: addresses of uploads hold signatures. */
function reasonOf(error: unknown): string {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first.replaceAll(/(https?:\/\/[^/\s]+)\S*/gu, '$1').replace(/[.\s]+$/u, '');
}

/** What the client must see to talk to servers that are not GitHub's. Resolves to the way back. */
async function adaptEnvironment({ env }: ProcessIo): Promise<() => Promise<void>> {
  const { GITHUB_SERVER_URL: server = '', ACTIONS_RESULTS_URL: results = '' } = env;
  if (env.GITEA_ACTIONS === 'true') {
    // The client takes every other server for GitHub Enterprise, which lacks this service.
    process.env.GITHUB_SERVER_URL = 'http://gitea.localhost';
    return async () => {
      process.env.GITHUB_SERVER_URL = server;
    };
  }
  if (env.ACT !== 'true') return async () => undefined;
  const { actRelay } = await import('./github-artifacts-act.ts');
  const relay = await actRelay(results);
  process.env.ACTIONS_RESULTS_URL = relay.url;
  // Its server appends blocks in the order they come.
  process.env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY = '1';
  return async () => {
    process.env.ACTIONS_RESULTS_URL = results;
    await relay.close();
  };
}
