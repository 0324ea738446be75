import { answers } from './messages.ts';

/** How patient to be with a server that holds data; tests make it impatient. */
export interface Network {
  /** Until a server begins to answer, in milliseconds. */
  readonly answerMs: number;
  /** The longest pause within an answer, in milliseconds. */
  readonly stallMs: number;
  /** How often a request is repeated that failed for no reason of ours and got no byte further. */
  readonly retries: number;
  /** The longest rest a server may ask for, in seconds. */
  readonly longestRestS: number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const patientNetwork: Network = {
  answerMs: 60_000,
  stallMs: 60_000,
  retries: 5,
  longestRestS: 60,
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', end);
        resolve();
      }, ms);
      signal.addEventListener('abort', end, { once: true });
    }),
};

/** One request, as it goes out. */
export interface Outgoing {
  readonly url: URL;
  /** What proves who asks. It goes to `url`'s own server and to no other. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Posted where it is given. */
  readonly body?: string;
}

/** Something on a server, and how to ask for it. */
export interface RemoteObject {
  /** As the user knows it. */
  readonly name: string;
  /** Made anew for each try: a signature ages. */
  request(): Promise<Outgoing>;
  /**
   * What a refusal means: an error for a person, or `again` where the next request will be another
   * one. Undefined: what the status alone says.
   */
  refusal?(refused: Refused): Error | 'again' | undefined;
}

export interface Refused {
  readonly status: number;
  readonly headers: Headers;
  /** The beginning of the answer. */
  readonly text: string;
}

/** What a server's certificate or resolver is blamed for by its code: worth no second try. */
const lasting = /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_INVALID_URL|ENOTFOUND)/u;

/** Why a request got no answer, without the address that Node's own message may hold. */
export function reasonOf(error: unknown): { readonly text: string; readonly lasting: boolean } {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return { text: answers.noAnswer, lasting: false };
  const { code } = (cause ?? {}) as { code?: unknown };
  if (typeof code !== 'string') return { text: answers.brokeOff, lasting: false };
  return { text: code, lasting: lasting.test(code) };
}
