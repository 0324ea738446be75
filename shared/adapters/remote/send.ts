import { ActionError } from '../../kernel/action-error.ts';
import { notFound, refused, unavailable, words } from './errors.ts';
import { answers } from './messages.ts';
import { type Network, type Outgoing, type RemoteObject, reasonOf } from './network.ts';

const mostRedirects = 5;
/** More than this of a refusal says nothing new. */
const longestRefusal = 65_536;

/** A request failed in a way that may pass by itself. */
export class Interrupted extends Error {
  /** What the server asks to wait, in seconds. */
  readonly restS: number | undefined;
  /** The next request is another one, so this one counts as no try. */
  readonly changed: boolean;

  constructor(reason: string, restS?: number, changed = false) {
    super(reason);
    this.restS = restS;
    this.changed = changed;
  }
}

/** An answer whose body is still to be read, under `stop`. */
interface Answer {
  readonly response: Response;
  /** Ends the answer. */
  readonly stop: AbortController;
}

/**
 * Ask once, following redirects. Credentials go to the server they are for and to no other, and
 * nothing that came over TLS is fetched on without it.
 *
 * @throws ActionError where asking again is no use, else `Interrupted`.
 */
export async function ask(
  remote: RemoteObject,
  headers: Readonly<Record<string, string>>,
  network: Network,
  signal: AbortSignal,
): Promise<Answer> {
  let at = await remote.request();
  for (let hops = 0; ; hops++) {
    const answer = await once(remote.name, at, headers, network, signal);
    const { response } = answer;
    const location = response.headers.get('location');
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
    // What is posted is a secret: it goes to nobody else.
    if (!isRedirect || at.body !== undefined) {
      if (response.ok) return answer;
      throw await refusalOf(remote, answer);
    }
    answer.stop.abort();
    if (hops === mostRedirects) throw refused(remote.name, answers.inCircles, answers.check);
    at = redirected(remote.name, at, location);
  }
}

function redirected(name: string, { url, credentials }: Outgoing, location: string): Outgoing {
  const next = URL.parse(location, url.href);
  const isSafe =
    next?.protocol === 'https:' || (next?.protocol === 'http:' && url.protocol === 'http:');
  if (next === null || !isSafe) {
    throw refused(name, answers.notHttps, answers.check);
  }
  return { url: next, credentials: next.origin === url.origin ? credentials : {} };
}

async function once(
  name: string,
  { url, credentials, body }: Outgoing,
  headers: Readonly<Record<string, string>>,
  { answerMs }: Network,
  signal: AbortSignal,
): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(
    () => stop.abort(new DOMException(answers.noAnswer, 'TimeoutError')),
    answerMs,
  );
  try {
    const response = await fetch(url, {
      headers: { ...credentials, 'accept-encoding': 'identity', ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { method: 'POST', body }),
      signal: AbortSignal.any([signal, stop.signal]),
    });
    return { response, stop };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { text, lasting } = reasonOf(error);
    if (lasting) throw unavailable(name, text, 1);
    throw new Interrupted(text);
  } finally {
    clearTimeout(timer);
  }
}

async function refusalOf(remote: RemoteObject, { response, stop }: Answer): Promise<Error> {
  const { status, headers } = response;
  const text = await beginningOf(response).catch(() => '');
  stop.abort();
  const found = remote.refusal?.({ status, headers, text });
  if (found === 'again') return new Interrupted(answers.statusAlone(status), 0, true);
  if (found !== undefined) return found;
  if (status === 404 || status === 410) return notFound(remote.name);
  const said = words(text);
  const reason = answers.status(status, said);
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const rest = Number(headers.get('retry-after') ?? Number.NaN);
    return new Interrupted(reason, rest >= 0 ? rest : undefined);
  }
  const isDenied = status === 401 || status === 403;
  return refused(remote.name, reason, isDenied ? answers.checkCredentials : answers.check);
}

async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longestRefusal) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Try `body` until it ends without being interrupted. What `body` got further does not count as a
 * failed try.
 *
 * @param progress - grows with what has been read.
 * @throws ActionError (external, `source-unavailable`) after too many tries without progress.
 */
export async function persist<T>(
  name: string,
  { retries, longestRestS, wait }: Network,
  signal: AbortSignal,
  body: () => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  let failures = 0;
  let changes = 0;
  for (;;) {
    const before = progress();
    try {
      return await body();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ActionError || !(error instanceof Interrupted)) throw error;
      if (error.changed && changes++ < 2) continue;
      failures = progress() > before ? 1 : failures + 1;
      const restS = error.restS ?? Math.min(2 ** (failures - 1), longestRestS);
      if (failures > retries || restS > longestRestS) {
        throw unavailable(name, error.message, failures);
      }
      await wait(restS * 1_000, signal);
    }
  }
}

/** The whole text of a small answer: a list, a token. */
export function readText(
  remote: RemoteObject,
  network: Network,
  signal: AbortSignal,
): Promise<string> {
  return persist(remote.name, network, signal, async () => {
    const { response, stop } = await ask(remote, {}, network, signal);
    const timer = setTimeout(() => stop.abort(), network.stallMs);
    try {
      return await response.text();
    } catch (error) {
      signal.throwIfAborted();
      throw new Interrupted(reasonOf(error).text);
    } finally {
      clearTimeout(timer);
    }
  });
}
