import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a forge fails: an answer of its own, or none. */
export interface Failure {
  /** The operation's id, `*` for all. */
  operation: string;
  /** Which calls of it fail, from 1; all of them where it is left out. */
  calls?: readonly number[];
  /** Asked at each call whether it fails; they all do where it is left out. */
  chance?: () => boolean;
  /**
   * `nothing`: the connection stays open and silent. `cut`: the answer breaks off in the middle.
   * `hang-up`: the connection is closed without an answer. `slow`: it begins, and goes on for ever.
   */
  answer: { status: number; headers?: Record<string, string>; body?: unknown } | FailureKind;
  /** Do what was asked, and fail only then: the answer got lost on the way. */
  afterEffect?: boolean;
}
export type FailureKind = 'nothing' | 'cut' | 'hang-up' | 'slow';

export interface ForgeRequest {
  operation: string;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  /** Whether it was made to fail. */
  failed: boolean;
}

export interface ForgeAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Absent: no body. */
  body?: unknown;
}

/** One forge's behaviour behind the server: which operation a request is, and what it does. */
export interface ForgeBehaviour {
  operationOf(method: string, path: string): string;
  handle(request: ForgeRequest): Promise<ForgeAnswer>;
  /** Everything that was written, for tests and for `/_written`. */
  written(): unknown;
}

export interface LoopbackServer {
  readonly url: string;
  readonly requests: ForgeRequest[];
  /** How the next requests fail, until replaced. */
  failWith(...failures: readonly Failure[]): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  port?: number;
  /** Called before and after each request's effect: lets concurrent requests overlap. */
  pause?: () => Promise<void>;
  /** Milliseconds since the epoch: the forge's clock. */
  now?: () => number;
}

/** A forge on 127.0.0.1. Requests below `/_` are for tests, not part of its API. */
export async function serveForge(
  behaviour: ForgeBehaviour,
  options: ServerOptions = {},
): Promise<LoopbackServer> {
  const { port = 0, pause = async () => undefined, now = Date.now } = options;
  const requests: ForgeRequest[] = [];
  let failures: readonly Failure[] = [];
  const counts = new Map<string, number>();

  const failureFor = (operation: string): Failure | undefined => {
    const call = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, call);
    return failures.find(
      (failure) =>
        (failure.operation === '*' || failure.operation === operation) &&
        (failure.calls === undefined || failure.calls.includes(call)) &&
        (failure.chance === undefined || failure.chance()),
    );
  };
  const failWith = (...next: readonly Failure[]): void => {
    failures = next;
    counts.clear();
  };
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    outgoing.sendDate = false;
    outgoing.setHeader('date', new Date(now()).toUTCString());
    const request = await readRequest(incoming, behaviour);
    if (request.path === '/_written')
      return send(outgoing, { status: 200, body: behaviour.written() });
    if (request.path === '/_fail') {
      failWith(...(request.body as Failure[]));
      return send(outgoing, { status: 204 });
    }
    requests.push(request);
    const failure = failureFor(request.operation);
    request.failed = failure !== undefined;
    await pause();
    const effect =
      failure === undefined || failure.afterEffect ? await behaviour.handle(request) : undefined;
    await pause();
    if (failure !== undefined) fail(outgoing, failure.answer, effect);
    else if (effect !== undefined) send(outgoing, effect);
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: Error) =>
      send(outgoing, { status: 500, body: { message: `the loopback forge: ${error.message}` } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failWith,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(
  incoming: IncomingMessage,
  behaviour: ForgeBehaviour,
): Promise<ForgeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const method = incoming.method ?? 'GET';
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    operation: behaviour.operationOf(method, url.pathname),
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body: text === '' ? undefined : JSON.parse(text),
    failed: false,
  };
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: ForgeAnswer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8';
  outgoing.writeHead(status, body === undefined ? headers : { 'content-type': type, ...headers });
  outgoing.end(body === undefined ? undefined : text);
}

/** Answer as a forge that fails, or not at all. */
export function fail(
  outgoing: ServerResponse,
  answer: Failure['answer'],
  effect?: ForgeAnswer,
): void {
  if (answer === 'nothing') return;
  if (answer === 'hang-up') {
    outgoing.socket?.destroy();
    return;
  }
  if (answer === 'slow') {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.write('{');
    return;
  }
  if (answer === 'cut') {
    const text = JSON.stringify(effect?.body ?? { message: 'this answer breaks off' });
    outgoing.writeHead(200, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    });
    outgoing.write(text.slice(0, text.length / 2), () => outgoing.socket?.destroy());
    return;
  }
  send(outgoing, answer);
}
