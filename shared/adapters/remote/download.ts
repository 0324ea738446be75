import { type FileHandle, open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytes, diskFull, tooLarge } from './errors.ts';
import { answers, progress as progressMessages } from './messages.ts';
import { type Network, type RemoteObject, reasonOf } from './network.ts';
import { ask, Interrupted, persist } from './send.ts';

const reportEveryMs = 1_000;

interface DownloadOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
  /** The most bytes that are fetched. */
  readonly limit: number;
  progress(message: string): void;
}

/** What has arrived so far. */
interface State {
  received: number;
  /** What the server calls this state of the object, so that the rest is of the same one. */
  validator: string | undefined;
  headers: Headers;
}

/**
 * Fetch an object into a new file, and go on where a broken connection left off as long as the
 * object is the same one.
 *
 * @returns the headers of the last answer.
 * @throws ActionError: `file-not-found`, `source-refused`, `source-unavailable`, `data-too-large`,
 *   `disk-full`.
 */
export async function download(
  remote: RemoteObject,
  path: string,
  options: DownloadOptions,
): Promise<Headers> {
  const { network, signal } = options;
  const state: State = { received: 0, validator: undefined, headers: new Headers() };
  const file = await open(path, 'wx', 0o600);
  try {
    const part = (): Promise<void> => fetchPart(remote, file, path, state, options);
    await persist(remote.name, network, signal, part, () => state.received);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
      ? diskFull(remote.name, dirname(path), error)
      : error;
  } finally {
    await file.close();
  }
  return state.headers;
}

async function fetchPart(
  remote: RemoteObject,
  file: FileHandle,
  path: string,
  state: State,
  options: DownloadOptions,
): Promise<void> {
  const { network, signal, limit } = options;
  const { response, stop } = await ask(remote, rangeHeaders(state), network, signal);
  try {
    const from = startOf(response, state);
    if (from !== state.received || from === 0) await file.truncate(from);
    state.received = from;
    state.headers = response.headers;
    // An answer that was packed on the way cannot be counted or taken up again.
    const isPacked = !['', 'identity'].includes(response.headers.get('content-encoding') ?? '');
    state.validator = isPacked ? undefined : validatorOf(response.headers);
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = isPacked || Number.isNaN(length) ? undefined : from + length;
    if (total !== undefined) await requireRoom(remote.name, total, from, path, limit);
    await copyBody(remote.name, response, file, state, total, { ...options, stop });
    if (total !== undefined && state.received !== total) {
      throw new Interrupted(answers.endedEarly);
    }
  } finally {
    stop.abort();
  }
}

function rangeHeaders({ received, validator }: State): Record<string, string> {
  if (received === 0 || validator === undefined) return {};
  return { range: `bytes=${received}-`, 'if-range': validator };
}

/** A weak ETag says that two states are alike, not that their bytes are the same. */
function validatorOf(headers: Headers): string | undefined {
  const etag = headers.get('etag');
  return etag?.startsWith('"') ? etag : undefined;
}

/** Where the answer begins: a server may send the whole anew, because it changed or by habit. */
function startOf(response: Response, { received }: State): number {
  if (response.status !== 206) return 0;
  const [, from] = /^bytes (\d+)-/u.exec(response.headers.get('content-range') ?? '') ?? [];
  if (Number(from) !== received) throw new Interrupted(answers.otherPart);
  return received;
}

async function requireRoom(
  name: string,
  total: number,
  received: number,
  path: string,
  limit: number,
): Promise<void> {
  if (total > limit) throw tooLarge(name, limit);
  const { bavail, bsize } = await statfs(dirname(path));
  if (total - received > bavail * bsize) throw diskFull(name, dirname(path));
}

async function copyBody(
  name: string,
  response: Response,
  file: FileHandle,
  state: State,
  total: number | undefined,
  { stop, network, signal, limit, progress }: DownloadOptions & { stop: AbortController },
): Promise<void> {
  const stalled = (): void => stop.abort(new DOMException('stalled', 'TimeoutError'));
  let timer = setTimeout(stalled, network.stallMs);
  let reported = Date.now();
  const chunks = (response.body ?? new ReadableStream())[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await nextOf(chunks, signal);
      if (done === true) return;
      const chunk = value as Uint8Array;
      timer = timer.refresh();
      if (state.received + chunk.length > limit) throw tooLarge(name, limit);
      const { bytesWritten } = await file.write(chunk, 0, chunk.length, state.received);
      state.received += bytesWritten;
      // A disk that fills up takes a part: what is left comes with the next try, or fails by name.
      if (bytesWritten < chunk.length) throw new Interrupted(answers.diskTookPart);
      if (Date.now() - reported < reportEveryMs) continue;
      reported = Date.now();
      const whole = total === undefined ? undefined : bytes(total);
      progress(progressMessages.fetched(name, bytes(state.received), whole));
    }
  } finally {
    clearTimeout(timer);
  }
}

async function nextOf(
  chunks: AsyncIterator<unknown>,
  signal: AbortSignal,
): Promise<IteratorResult<unknown>> {
  try {
    return await chunks.next();
  } catch (error) {
    signal.throwIfAborted();
    throw new Interrupted(reasonOf(error).text);
  }
}
