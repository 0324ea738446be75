import { externalError } from '../../kernel/action-error.ts';
import { channels } from './messages.ts';

/** How a message gets out of this process; tests hand in their own. */
export interface Outbox {
  /** For one request, in milliseconds. */
  readonly timeoutMs: number;
  /** How often a request that failed for no reason of ours is repeated. */
  readonly retries: number;
  /** The longest rest a receiver may ask for, in seconds; beyond it we give up. */
  readonly longestRestS: number;
  wait(ms: number): Promise<void>;
  now(): number;
}

export const realOutbox: Outbox = {
  timeoutMs: 10_000,
  retries: 3,
  longestRestS: 30,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  now: () => Date.now(),
};

export interface Delivery {
  /** The channel's name in the configuration, for messages. */
  readonly channel: string;
  /** Who is at the other end: `Slack`. */
  readonly receiver: string;
  /** Holds secrets: it is shown nowhere. */
  readonly url: string;
  /** Made anew for each try: a signature ages. */
  request(): { url?: string; headers?: Readonly<Record<string, string>>; body: unknown };
  /**
   * What is wrong with an answer of success, undefined where nothing is: some receivers refuse with
   * status 200. `again`: the refusal passes by itself.
   */
  refusal(answer: Answer): { reason: string; again?: boolean } | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The text as JSON; undefined where it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** More than this of an answer says nothing new. */
const longestAnswer = 65_536;

type Outcome =
  | { state: 'done' }
  | { state: 'refused'; reason: string }
  /** `restS`: what the receiver asks for. */
  | { state: 'again'; reason: string; restS?: number | undefined };

/**
 * Post a message until the receiver says that it has it. Repeats what may pass: no answer, 429,
 * 5xx. A repetition may reach a receiver that took the first one: better twice than never.
 *
 * @throws ActionError (external): `channel-refused`, `channel-unavailable`.
 */
export async function deliver(delivery: Delivery, outbox: Outbox): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await post(delivery, outbox);
    if (outcome.state === 'done') return;
    if (outcome.state === 'refused') throw refused(delivery, outcome.reason);
    const restS = outcome.restS ?? 2 ** attempt;
    if (attempt >= outbox.retries || restS > outbox.longestRestS) {
      throw unavailable(delivery, outcome.reason, attempt + 1);
    }
    await outbox.wait(restS * 1_000);
  }
}

async function post(delivery: Delivery, { timeoutMs }: Outbox): Promise<Outcome> {
  const { url = delivery.url, headers, body } = delivery.request();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      // A redirect would hand the message, and what signs it, to somebody else.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return outcomeOf(delivery, response, await response.text());
  } catch (error) {
    return { state: 'again', reason: reasonOf(error) };
  }
}

function outcomeOf(delivery: Delivery, response: Response, whole: string): Outcome {
  const { status } = response;
  const text = withoutAddress(whole.slice(0, longestAnswer), delivery);
  const said = `${status}${text === '' ? '' : ` ${words(text)}`}`;
  if (status === 429 || status >= 500) {
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { state: 'again', reason: said, restS: after >= 0 ? after : undefined };
  }
  if (!response.ok) return { state: 'refused', reason: said };
  const refusal = delivery.refusal({ status, text, json: jsonOf(text) });
  if (refusal === undefined) return { state: 'done' };
  return { state: refusal.again ? 'again' : 'refused', reason: words(refusal.reason) };
}

/** A receiver may quote the address, which is a secret, or the part of it that is its token. */
function withoutAddress(text: string, { url }: Delivery): string {
  const { pathname, search, searchParams, href } = new URL(url);
  const tokens = [...pathname.split('/'), ...searchParams.values()];
  return [url, href, pathname + search, ...tokens]
    .filter((part) => part.length >= 8)
    .reduce((shown, part) => shown.replaceAll(part, '***'), text);
}

function jsonOf(text: string): Answer['json'] {
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return isObject ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A proxy answers with a page; its first words are enough to know it. */
function words(text: string): string {
  return text
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/** Node's own message may hold the address. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return channels.noAnswer;
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : channels.brokeOff;
}

function refused({ channel, receiver }: Delivery, reason: string): Error {
  return externalError(
    'channel-refused',
    channels.refused(receiver, channel, reason),
    channels.checkSecret,
  );
}

function unavailable({ channel, receiver }: Delivery, reason: string, tries: number): Error {
  return externalError(
    'channel-unavailable',
    channels.unavailable(receiver, channel, tries, reason),
    channels.nextRun,
  );
}
