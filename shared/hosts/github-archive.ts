import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ActionError, externalError } from '../kernel/action-error.ts';
import { formatBytes } from '../report/format-number.ts';
import { forgeActions } from './forge-messages.ts';
import { artifactMessages as messages } from './github-artifacts-messages.ts';
import type { GithubApi } from './github-client.ts';

/** An artifact of any run of the repository, as GitHub's REST API lists it. */
export interface LeftArtifact {
  readonly id: number;
  readonly name: string;
  /** Bytes of the archive. */
  readonly size: number;
}

export interface ArchiveLimits {
  /** Bytes of the archive, whatever the list says. */
  readonly bytes: number;
  /** For the whole transfer. */
  readonly timeoutMs: number;
}

/**
 * Hand the archive of an artifact, as a file, to `use`.
 *
 * @throws ActionError (external): `archive-refused` at one that is too large, also where it is
 *   larger than GitHub says, or that the storage does not hand over; `archive-expired`; and what
 *   the API answers.
 */
export async function fetchedArchive<T>(
  api: GithubApi,
  { id, name, size }: LeftArtifact,
  limits: ArchiveLimits,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (size > limits.bytes) throw tooLarge(size, limits.bytes);
  const { octokit, owner, repo } = api;
  const answer = await api.ask(forgeActions.fetchArtifact(name), () =>
    octokit.rest.actions
      .downloadArtifact({
        ...{ owner, repo, artifact_id: id, archive_format: 'zip' },
        // The storage it points to is no place for our token.
        request: { redirect: 'manual' },
      })
      .catch(undefinedIfGone),
  );
  if (answer === undefined) throw externalError('archive-expired', messages.gone);
  const { location } = answer.headers;
  if (location === undefined) throw notFetched(answer.status);
  const folder = await mkdtemp(join(tmpdir(), 'mlops-untrusted-'));
  try {
    const path = join(folder, 'archive.zip');
    await download(location, path, limits);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** GitHub's answer where an artifact expired after it was listed. */
function undefinedIfGone(error: unknown): undefined {
  if ((error as { status?: number }).status !== 410) throw error;
}

async function download(url: string, path: string, { bytes, timeoutMs }: ArchiveLimits) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok || response.body === null) throw notFetched(response.status);
    await pipeline(Readable.fromWeb(response.body), capped(bytes), createWriteStream(path));
  } catch (error) {
    if (error instanceof ActionError) throw error;
    // Not the library's own words: the address holds a signature.
    const isLate = (error as Error).name === 'TimeoutError';
    throw notFetched(isLate ? messages.noAnswer(timeoutMs / 1000) : messages.broken);
  }
}

function capped(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > bytes ? tooLarge(seen, bytes) : null, chunk);
    },
  });
}

function tooLarge(size: number, limit: number): ActionError {
  return externalError('archive-refused', messages.larger(formatBytes(size), formatBytes(limit)));
}

function notFetched(why: number | string): ActionError {
  return externalError('archive-refused', messages.notFetched(why));
}
