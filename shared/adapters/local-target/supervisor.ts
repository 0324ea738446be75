import type { ChildProcess } from 'node:child_process';
import type { Digest } from '../../domain/digest.ts';
import type { ServerState } from '../../domain/rollout.ts';

/** What a model server tells the process that started it. */
export type ServerMessage =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'failed'; readonly message: string };

interface Supervised {
  state: ServerState;
  port: number | undefined;
  restarts: number;
  error: string | undefined;
  child: ChildProcess | undefined;
  retry: NodeJS.Timeout | undefined;
}

/** Starts in a row that may fail before a model counts as one that cannot be served. */
const startLimit = 3;
const firstRetryMs = 50;
const lastRetryMs = 5_000;
const graceMs = 2_000;

/** Keeps one server process running for each wanted model, and starts it again when it ends. */
export class Supervisor {
  readonly #servers = new Map<Digest, Supervised>();
  /** Every process that runs, those of models no longer wanted included. */
  readonly #children = new Set<ChildProcess>();
  #isEnding = false;
  readonly #launch: (model: Digest) => ChildProcess;
  readonly #changed: () => void;

  /** @param launch starts a process with an IPC channel. @param changed is told of every change. */
  constructor(launch: (model: Digest) => ChildProcess, changed: () => void) {
    this.#launch = launch;
    this.#changed = changed;
  }

  /** Start the servers that are not running yet. */
  start(models: Iterable<Digest>): void {
    for (const model of models) {
      if (this.#isEnding || this.#servers.has(model)) continue;
      const server: Supervised = {
        state: 'starting',
        port: undefined,
        restarts: 0,
        error: undefined,
        child: undefined,
        retry: undefined,
      };
      this.#servers.set(model, server);
      this.#spawn(model, server, 0);
    }
  }

  get(model: Digest): Readonly<Pick<Supervised, 'state' | 'port'>> | undefined {
    return this.#servers.get(model);
  }

  isReady(model: Digest): boolean {
    return this.#servers.get(model)?.state === 'ready';
  }

  running(): Digest[] {
    return [...this.#servers.keys()];
  }

  report(): Record<Digest, { state: ServerState; restarts: number; error?: string }> {
    return Object.fromEntries(
      [...this.#servers].map(([model, { state, restarts, error }]) => [
        model,
        { state, restarts, ...(error === undefined ? {} : { error }) },
      ]),
    );
  }

  stop(model: Digest): void {
    const server = this.#servers.get(model);
    if (server === undefined) return;
    this.#servers.delete(model);
    clearTimeout(server.retry);
    server.child?.kill('SIGTERM');
  }

  /** Stop every server, start none any more, and wait until none is left. */
  async end(): Promise<void> {
    this.#isEnding = true;
    const children = [...this.#children];
    const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const model of this.running()) this.stop(model);
    // A model whose code hangs does not hear the signal.
    const hung = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, graceMs);
    await Promise.all(ended);
    clearTimeout(hung);
  }

  #spawn(model: Digest, server: Supervised, failures: number): void {
    const child = this.#launch(model);
    server.child = child;
    // One that could not be started has no number and never ends.
    if (child.pid !== undefined) this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    server.state = failures >= startLimit ? 'failed' : 'starting';
    server.port = undefined;
    let wasReady = false;
    child.on('message', (message: ServerMessage) => {
      if (message.type === 'ready') {
        wasReady = true;
        server.port = message.port;
        server.state = 'ready';
        server.error = undefined;
      } else server.error = message.message;
      this.#changed();
    });
    const ended = (): void => {
      if (server.child !== child) return;
      server.child = undefined;
      this.#restart(model, server, wasReady ? 0 : failures + 1);
    };
    child.once('exit', ended);
    child.once('error', (error) => {
      server.error = error.message;
      ended();
    });
  }

  #restart(model: Digest, server: Supervised, failures: number): void {
    if (this.#servers.get(model) !== server) return;
    server.port = undefined;
    server.state = failures >= startLimit ? 'failed' : 'starting';
    server.restarts++;
    const wait = failures === 0 ? 0 : Math.min(lastRetryMs, firstRetryMs * 2 ** failures);
    server.retry = setTimeout(() => this.#spawn(model, server, failures), wait);
    this.#changed();
  }
}
