import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ActionError, externalError } from '../kernel/action-error.ts';
import { formatBytes } from '../report/format-number.ts';
import { askGitlab, GitlabRefusal, patiently, undefinedIfGone } from './gitlab-client.ts';
import { pastRunsMessages as messages } from './past-runs-messages.ts';
import type { Patience } from './patience.ts';

/** Single files of what jobs left: GitLab unpacks their archives itself. */
export interface JobFiles {
  /**
   * Write a file to `target`. Resolves to whether the job has left it.
   *
   * @param path from the root of the checkout, with forward slashes
   * @param bytes that may come
   * @throws ActionError (external): `archive-refused` at more bytes; what the API answers.
   */
  fetch(
    job: { readonly id: number; readonly name: string },
    path: string,
    target: string,
    bytes: number,
  ): Promise<boolean>;
}

interface Options {
  readonly host: string;
  readonly project: string;
  /** With the token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly patience: Patience;
  wait(ms: number): Promise<void>;
}

/** 32 MB at 0.5 MB/s. */
const transferMs = 60_000;

export function gitlabArtifactFiles(options: Options): JobFiles {
  const { host, project, headers, patience, wait } = options;
  // Gitbeaker would read the whole file into memory, whatever its size.
  const send = async (url: string, target: string, bytes: number): Promise<true> => {
    const response = await answered(url, headers);
    await pipeline(bodyOf(response), capped(bytes), createWriteStream(target)).catch((error) => {
      throw error instanceof ActionError ? error : new GitlabRefusal(reasonOf(error, host));
    });
    return true;
  };
  return {
    async fetch(job, path, target, bytes) {
      const name = path.split('/').map(encodeURIComponent).join('/');
      const place = `projects/${encodeURIComponent(project)}/jobs/${job.id}/artifacts/${name}`;
      const attempt = () =>
        send(`${host}/api/v4/${place}`, target, bytes).catch((error) => {
          // What is too large stays so.
          if (!(error instanceof ActionError)) throw error;
          return error;
        });
      const action = messages.file(path.split('/').at(-1) ?? '', job.name);
      const outcome = await askGitlab(action, () => patiently(attempt, patience, wait), {
        noRight: messages.noGitlabToken.hint,
      }).catch(undefinedIfGone);
      if (outcome === true) return true;
      await rm(target, { force: true });
      if (outcome === undefined) return false;
      throw outcome;
    },
  };
}

/** What the address answers; a storage it points to gets no token. */
async function answered(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  const signal = AbortSignal.timeout(transferMs);
  try {
    const first = await fetch(url, { headers, signal, redirect: 'manual' });
    const location = first.headers.get('location');
    const isElsewhere = first.status >= 300 && first.status < 400 && location !== null;
    const response = isElsewhere ? await fetch(new URL(location, url), { signal }) : first;
    if (response.ok) return response;
    const retryAfter = Number(response.headers.get('retry-after')) || undefined;
    throw new GitlabRefusal('', response.status, retryAfter);
  } catch (error) {
    throw error instanceof GitlabRefusal ? error : new GitlabRefusal(reasonOf(error, url));
  }
}

function bodyOf(response: Response): Readable {
  return response.body === null ? Readable.from([]) : Readable.fromWeb(response.body);
}

function capped(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      const excess = externalError('archive-refused', messages.tooLarge(formatBytes(bytes)));
      done(seen > bytes ? excess : null, chunk);
    },
  });
}

/** Without the address's path and parameters: those of a storage hold a signature. */
function reasonOf(error: unknown, url: string): string {
  const { name, message, cause } = error as Error;
  const why =
    name === 'TimeoutError' ? messages.late : cause instanceof Error ? cause.message : message;
  return `${why}, at ${new URL(url).origin}`;
}
