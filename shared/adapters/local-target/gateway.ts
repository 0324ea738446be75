import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Digest } from '../../domain/digest.ts';
import type { TrafficReport } from '../../domain/rollout.ts';
import { HttpError, loopback, readBody, sendJson } from './http.ts';
import { type InferencePath, parseInferencePath } from './inference-protocol.ts';
import { type Choice, countOutcome, type Routing } from './routing.ts';
import type { Supervisor } from './supervisor.ts';

export interface GatewayParts {
  /** Tells this gateway from another that was given its port. */
  readonly instance: string;
  readonly routing: Routing;
  readonly supervisor: Supervisor;
  /** Read the deployment again and work towards it. */
  reconcile(): Promise<void>;
  /** Resolves when a server became ready or a route was adopted, or after the given time. */
  changed(withinMs: number): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How long a model may take to answer. */
const answerMs = 60_000;
/** How long a request waits for a server that is starting. */
const patienceMs = 10_000;

/** One address for all versions of a model: it shares inference requests by weight and counts. */
export class Gateway {
  readonly server: Server;
  readonly #parts: GatewayParts;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #underWay = new Map<Digest, number>();
  #open = 0;
  #lastRequest = performance.now();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.server = createServer((request, response) => {
      this.#open++;
      response.once('close', () => {
        this.#open--;
        this.#lastRequest = performance.now();
      });
      this.#answer(request, response).catch((error: unknown) => {
        const status = error instanceof HttpError ? error.status : 502;
        const message = error instanceof Error ? error.message : String(error);
        if (response.headersSent) response.destroy();
        else sendJson(response, status, { error: message });
      });
    });
    // Longer than common load balancers and clients keep theirs, so that they close first.
    this.server.keepAliveTimeout = 65_000;
  }

  isBusy(model: Digest): boolean {
    return (this.#underWay.get(model) ?? 0) > 0;
  }

  /** How long nobody has asked for anything. */
  idleMs(): number {
    return this.#open > 0 ? 0 : performance.now() - this.#lastRequest;
  }

  report(): TrafficReport & { readonly instance: string } {
    const { instance, routing, supervisor } = this.#parts;
    return {
      instance,
      revision: routing.revision,
      weight: routing.weight((model) => supervisor.isReady(model)),
      stable: routing.stable,
      servers: supervisor.report(),
      stage: routing.window,
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    if (url.startsWith('/mlops/')) return this.#administer(request, response);
    const body = await readBody(request);
    const path = parseInferencePath(url);
    if (path?.kind === 'live') return sendJson(response, 200, { live: true });
    const reply = await this.#route(path, request, body);
    const { 'transfer-encoding': _framing, connection: _hop, ...headers } = reply.headers;
    response.writeHead(reply.status, { ...headers, 'content-length': reply.body.length });
    response.end(reply.body);
  }

  /** The step's own door. A page in a browser cannot use it: its requests name another host. */
  async #administer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host?.replace(/:\d+$/u, '');
    if (host !== loopback && host !== 'localhost') throw new HttpError(403, 'loopback only');
    const action = `${request.method} ${request.url}`;
    if (action === 'GET /mlops/status') return sendJson(response, 200, this.report());
    if (action === 'POST /mlops/observe') {
      this.#parts.routing.signOfLife();
      return sendJson(response, 200, this.report());
    }
    if (action === 'POST /mlops/reconcile') {
      this.#parts.routing.signOfLife();
      await this.#parts.reconcile();
      return sendJson(response, 200, this.report());
    }
    throw new HttpError(404, `there is no ${action}`);
  }

  async #route(
    path: InferencePath | undefined,
    request: IncomingMessage,
    body: Buffer,
  ): Promise<Reply> {
    const version = path !== undefined && 'version' in path ? path.version : undefined;
    if (version !== undefined) return this.#ask(version, request, body);
    if (path?.kind !== 'infer') {
      const stable = await this.#whenServed(() => this.#parts.routing.stable ?? undefined);
      return this.#ask(stable, request, body);
    }
    const isReady = (model: Digest): boolean => this.#parts.supervisor.isReady(model);
    const choice = await this.#whenServed(() => this.#parts.routing.choose(isReady));
    return this.#infer(choice, request, body);
  }

  /**
   * Ask the chosen version and count what came of it. Where it gave no answer at all, stable is
   * asked instead, once its server is there again if it was stable that ended: the failure is
   * counted, and the client never sees it. Predictions change nothing, so asking twice is safe.
   */
  async #infer({ model, count }: Choice, request: IncomingMessage, body: Buffer): Promise<Reply> {
    const started = performance.now();
    const port = this.#parts.supervisor.get(model)?.port;
    const reply = await this.#ask(model, request, body).catch(() => undefined);
    const milliseconds = performance.now() - started;
    const isError = reply === undefined || reply.status >= 500;
    const isStranger = reply?.status === 200 && versionOf(reply.body) !== model;
    countOutcome(count, { milliseconds, isError, isStranger });
    if (reply !== undefined) return reply;
    const { stable } = this.#parts.routing;
    if (stable === null) throw new HttpError(503, 'nothing is served');
    return this.#ask(stable, request, body, stable === model ? port : undefined);
  }

  /** @param deadPort where this model has just failed to answer: its next server is waited for. */
  async #ask(
    model: string,
    request: IncomingMessage,
    body: Buffer,
    deadPort?: number,
  ): Promise<Reply> {
    const { supervisor } = this.#parts;
    if (supervisor.get(model) === undefined) {
      throw new HttpError(404, `there is no version "${model}"`);
    }
    const port = await this.#whenServed(() => {
      const found = supervisor.get(model)?.port;
      return found === deadPort ? undefined : found;
    });
    this.#underWay.set(model, (this.#underWay.get(model) ?? 0) + 1);
    try {
      return await this.#forward(port, request, body);
    } finally {
      this.#underWay.set(model, (this.#underWay.get(model) ?? 1) - 1);
    }
  }

  async #whenServed<T>(find: () => T | undefined): Promise<T> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const left = deadline - performance.now();
      if (left <= 0) throw new HttpError(503, 'no model is ready to answer');
      await this.#parts.changed(left);
    }
  }

  #forward(port: number, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Reply> {
    const {
      'transfer-encoding': _framing,
      connection: _hop,
      'content-length': _length,
      ...kept
    } = headers;
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          host: loopback,
          port,
          method,
          path: url,
          agent: this.#agent,
          timeout: answerMs,
          headers: { ...kept, 'content-length': body.length },
        },
        (incoming) => {
          readBody(incoming).then(
            (bytes) =>
              resolve({
                status: incoming.statusCode ?? 502,
                headers: incoming.headers,
                body: bytes,
              }),
            reject,
          );
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new HttpError(504, 'the model is too slow')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** The model that an answer says it came from. */
function versionOf(body: Buffer): unknown {
  try {
    return (JSON.parse(body.toString('utf8')) as { model_version?: unknown } | null)?.model_version;
  } catch {
    return undefined;
  }
}
