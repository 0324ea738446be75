import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { openSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Digest } from '../../domain/digest.ts';
import type { Deployment } from '../../domain/rollout.ts';
import { tryFileLock } from '../../files/file-lock.ts';
import { Gateway } from './gateway.ts';
import { close, listen } from './http.ts';
import { Routing } from './routing.ts';
import type { StateFolder } from './state-folder.ts';
import { Supervisor } from './supervisor.ts';

/** How often the folder is looked at when nobody says that it changed. */
const watchMs = 200;
/** How long requests under way may take once the gateway is to end. */
const drainMs = 2_000;

export interface GatewayOptions {
  /** 0: the one it had before, else any free one. */
  readonly port: number;
  /** End after this long without a request. 0: never. */
  readonly idleMs: number;
}

/** How a model server is started. */
export interface ServerCommand {
  /** After `node`. */
  readonly args: readonly string[];
  readonly cwd: string;
}

/**
 * The background process of a deployment: it works towards what `deployment.json` says until that
 * says `stopped` or is gone. At most one runs a folder.
 *
 * @param serverCommand starts the model server of a model; asked anew for each start.
 */
export async function runGateway(
  folder: StateFolder,
  wanted: GatewayOptions,
  serverCommand: (model: Digest, name: string) => ServerCommand,
): Promise<void> {
  const lock = await tryFileLock(folder.path('gateway.lock'));
  if (lock === undefined) return;
  const first = await folder.readDeployment();
  if (first === undefined || first.phase === 'stopped') return lock.release();
  const changes = changeSignal();
  const log = openSync(folder.path('servers.log'), 'a');
  const launch = (model: Digest): ChildProcess => {
    const { args, cwd } = serverCommand(model, first.model);
    return spawn(process.execPath, [...process.execArgv, ...args], {
      cwd,
      stdio: ['ignore', log, log, 'ipc'],
    });
  };
  const supervisor = new Supervisor(launch, changes.notify);
  const routing = new Routing(() => performance.now());
  const reconciler = new Reconciler(folder, supervisor, routing, changes.notify);
  const instance = randomUUID();
  const gateway = new Gateway({
    instance,
    routing,
    supervisor,
    changed: changes.wait,
    reconcile: () => reconciler.read(),
  });
  reconciler.isBusy = (model) => gateway.isBusy(model);
  await reconciler.read();
  const port = await listenAt(gateway, wanted.port, await folder.readPort());
  await folder.writeGateway({ pid: process.pid, port, instance });
  const isIdle = (): boolean => wanted.idleMs > 0 && gateway.idleMs() > wanted.idleMs;
  await reconciler.untilStopped(() => lock.refresh(), isIdle);
  await close(gateway.server, drainMs);
  await supervisor.end();
  await rm(folder.path('gateway.json'), { force: true });
  await lock.release();
}

/** The port asked for; else the one it had before, so that clients find it again; else any. */
async function listenAt(gateway: Gateway, wanted: number, last: number): Promise<number> {
  if (wanted !== 0) return listen(gateway.server, wanted);
  try {
    return await listen(gateway.server, last);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return listen(gateway.server, 0);
  }
}

/** Works towards the deployment in the folder. */
class Reconciler {
  isBusy: (model: Digest) => boolean = () => false;
  readonly #folder: StateFolder;
  readonly #supervisor: Supervisor;
  readonly #routing: Routing;
  readonly #notify: () => void;
  #meant: Deployment | undefined;

  constructor(folder: StateFolder, supervisor: Supervisor, routing: Routing, notify: () => void) {
    this.#folder = folder;
    this.#supervisor = supervisor;
    this.#routing = routing;
    this.#notify = notify;
  }

  /** Read what is meant and take the next steps towards it. */
  async read(): Promise<void> {
    this.#meant = await this.#folder.readDeployment();
    this.step();
  }

  /** Safe to call at any time: it does only what is due. */
  step(): void {
    const meant = this.#meant;
    if (meant === undefined || meant.phase === 'stopped') return;
    const wanted = [meant.stable, meant.canary].flatMap((one) => (one === null ? [] : [one.id]));
    this.#supervisor.start(wanted);
    const canStart = meant.stable === null || this.#supervisor.isReady(meant.stable.id);
    // Until the next stable is ready, the old one keeps answering.
    if (meant.revision !== this.#routing.revision && canStart) {
      this.#routing.adopt(meant);
      this.#notify();
    }
    const inUse = new Set([...wanted, this.#routing.stable]);
    for (const model of this.#supervisor.running()) {
      if (!inUse.has(model) && !this.isBusy(model)) this.#supervisor.stop(model);
    }
  }

  /** @param isIdle whether nobody has asked for long; a rollout that is watched is never left. */
  async untilStopped(alive: () => Promise<void>, isIdle: () => boolean): Promise<void> {
    let seen = '';
    for (;;) {
      this.step();
      await delay(watchMs);
      await alive();
      const found = await stat(this.#folder.path('deployment.json')).catch(() => undefined);
      if (found === undefined) return;
      const mark = `${found.ino} ${found.mtimeMs}`;
      if (mark !== seen) await this.read();
      seen = mark;
      const { phase = 'stopped', rollout = null } = this.#meant ?? {};
      const isUnderWay = phase === 'progressing' && this.#routing.isWatched(rollout?.leaseMs ?? 0);
      if (phase === 'stopped' || (!isUnderWay && isIdle())) return;
    }
  }
}

/** Lets many wait for the next change, or for a time to pass. */
function changeSignal() {
  const waiting = new Set<() => void>();
  return {
    notify(): void {
      for (const wake of waiting) wake();
    },
    wait(withinMs: number): Promise<void> {
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, withinMs);
        waiting.add(wake);
      });
    },
  };
}
