import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Digest } from '../../domain/digest.ts';
import { type ModelContent, modelIdentity } from '../../domain/model-version.ts';
import type { Answer, Deployment, TrafficReport } from '../../domain/rollout.ts';
import { digestDirectory } from '../../files/digest-file.ts';
import { tryFileLock } from '../../files/file-lock.ts';
import { writeAtomically } from '../../files/write-atomically.ts';
import { ActionError, externalError } from '../../kernel/action-error.ts';
import type { NamedTensor, TensorSpec } from '../../ports/model-entry.ts';
import type { Traffic } from '../../ports/traffic.ts';
import { answerSchema, GatewayClient, metadataSchema, reportSchema } from './client.ts';
import { loopback } from './http.ts';
import { leaveProgram } from './latest-program.ts';
import { gateways, models, targets } from './messages.ts';
import { markName, untilNoneLeft } from './processes.ts';
import { StateFolder } from './state-folder.ts';

export interface LocalTargetOptions {
  /** Absolute folder of this deployment. */
  readonly directory: string;
  /** Name of the model, as clients address it. */
  readonly model: string;
  /** Port of the gateway; 0: any free one, and the same again afterwards. */
  readonly port: number;
  /** The gateway ends by itself after this long without a request. 0: never. */
  readonly idleMs: number;
  /** Where the background processes run: native packages are looked for from there. */
  readonly workingDirectory: string;
  /** Arguments after `node` that run `daemon`. */
  readonly program: readonly string[];
  /** All that the background processes see of the environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Guards, not expectations: a loaded machine may take long to start a process. */
const startMs = 60_000;
/** Gateways that may fail, one after the other, before it is given up. */
const startLimit = 3;
const answerMs = 30_000;
const lookMs = 5_000;
const stopMs = 60_000;
/** A gateway gives its servers and its clients two seconds each to end in order. */
const graceMs = 6_000;
const pollMs = 15;

/** Serves models on this machine: a gateway and a server a model, all on loopback. */
export function localTraffic(options: LocalTargetOptions): Traffic {
  return new LocalTraffic(options);
}

class LocalTraffic implements Traffic {
  readonly #options: LocalTargetOptions;
  readonly #folder: StateFolder;
  #client: { port: number; instance: string; gateway: GatewayClient } | undefined;

  constructor(options: LocalTargetOptions) {
    this.#options = options;
    this.#folder = new StateFolder(options.directory);
  }

  async endpoint(): Promise<string | undefined> {
    const address = await this.#folder.readGateway();
    return address === undefined ? undefined : `http://${loopback}:${address.port}`;
  }

  read(): Promise<Deployment | undefined> {
    return this.#folder.readDeployment();
  }

  async write(next: Deployment): Promise<void> {
    await this.#put(next);
    await this.ensureRunning();
    await this.#admin('POST', '/mlops/reconcile');
  }

  async #put(next: Deployment): Promise<void> {
    const before = (await this.read())?.revision ?? 0;
    if (next.revision !== before + 1) {
      throw externalError(
        'deployment-changed-meanwhile',
        targets.notNext(next.revision, before, this.#options.directory),
        targets.runAgain,
      );
    }
    await this.#folder.writeDeployment(next);
  }

  async ensureRunning(): Promise<void> {
    const { directory, program, workingDirectory } = this.#options;
    await mkdir(directory, { recursive: true });
    await leaveProgram(this.#folder, { program: [...program], workingDirectory });
    if ((await this.look()) !== undefined) return;
    const deadline = performance.now() + startMs;
    const mark = await this.#mark();
    let running = this.#spawnGateway(mark);
    let failures = 0;
    while (performance.now() < deadline && failures < startLimit) {
      if ((await this.look()) !== undefined) return;
      const code = running.exitCode();
      // It ends at once, in order, where the lock of one that was just killed is not free yet.
      if (code !== undefined) running = this.#spawnGateway(mark);
      if (code !== undefined && code !== 0) failures++;
      await delay(pollMs);
    }
    const log = await readFile(this.#folder.path('gateway.log'), 'utf8').catch(() => '');
    throw externalError(
      'target-not-started',
      gateways.notStarted,
      gateways.seeLog(this.#folder.path('gateway.log'), log.trim().slice(-400)),
    );
  }

  /** Detached, without the job's environment or output: it serves on when the job has ended. */
  #spawnGateway(mark: string): { exitCode(): number | undefined } {
    const { directory, program, environment, workingDirectory, port, idleMs } = this.#options;
    const log = openSync(this.#folder.path('gateway.log'), 'a');
    const args = [...program, 'gateway', directory, String(port), String(idleMs)];
    const child = spawn(process.execPath, args, {
      detached: true,
      cwd: workingDirectory,
      env: { ...environment, [markName]: mark },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    let ended: number | undefined;
    // Killed by someone, or never started: both count as failures.
    child.once('exit', (code) => {
      ended = code ?? 1;
    });
    child.once('error', () => {
      ended = 1;
    });
    child.unref();
    return { exitCode: () => ended };
  }

  /** One name for the folder, whichever link leads to it. */
  #mark(): Promise<string> {
    return realpath(this.#options.directory);
  }

  async observe(): Promise<TrafficReport> {
    try {
      return await this.#admin('POST', '/mlops/observe');
    } catch {
      // Killed since: the next one goes on from the same file.
      await this.ensureRunning();
      return this.#admin('POST', '/mlops/observe');
    }
  }

  async look(): Promise<TrafficReport | undefined> {
    try {
      return await this.#admin('GET', '/mlops/status', lookMs);
    } catch {
      return undefined;
    }
  }

  async #admin(method: 'GET' | 'POST', path: string, timeout = answerMs): Promise<TrafficReport> {
    const { gateway, instance } = await this.#gateway();
    const { status, body } = await gateway.call(method, path, undefined, timeout);
    const { data } = reportSchema.safeParse(status === 200 ? parseJson(body) : undefined);
    // The port of a gateway that was killed may have gone to another deployment's.
    if (data?.instance === instance) return data as TrafficReport;
    throw externalError(
      'target-refused',
      data === undefined ? gateways.answered(status) : gateways.answeredForOther,
      gateways.startAnew,
    );
  }

  async #gateway(): Promise<{ gateway: GatewayClient; instance: string }> {
    const address = await this.#folder.readGateway();
    if (address === undefined) {
      throw externalError('target-not-running', gateways.notRunning);
    }
    if (this.#client?.instance !== address.instance) {
      this.#client?.gateway.close();
      this.#client = { ...address, gateway: new GatewayClient(address.port) };
    }
    return this.#client;
  }

  async install(
    { id, content }: { readonly id: Digest; readonly content: ModelContent },
    place: (directory: string) => Promise<void>,
  ): Promise<void> {
    const target = this.#folder.modelPath(id);
    await writeAtomically(`${target}.json`, JSON.stringify(content));
    if (await isInstalled(target, content, id)) return;
    const temporary = this.#folder.path('models', `.${randomUUID()}`);
    await mkdir(temporary, { recursive: true });
    try {
      await place(temporary);
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async inputsOf(model: Digest): Promise<readonly TensorSpec[]> {
    const { gateway } = await this.#gateway();
    const { status, body } = await gateway.call('GET', this.#modelPath(model));
    const { data } = metadataSchema.safeParse(status === 200 ? parseJson(body) : undefined);
    if (data !== undefined) return data.inputs;
    throw externalError('target-refused', models.noMetadata(model, status));
  }

  async infer(inputs: readonly NamedTensor[], model?: Digest): Promise<Answer> {
    const { gateway } = await this.#gateway();
    const path = `${this.#modelPath(model)}/infer`;
    const { status, body } = await gateway.call('POST', path, { inputs });
    return status === 200 ? { status, ...readAnswer(body) } : { status, model: undefined };
  }

  #modelPath(model: Digest | undefined): string {
    const path = `/v2/models/${encodeURIComponent(this.#options.model)}`;
    return model === undefined ? path : `${path}/versions/${encodeURIComponent(model)}`;
  }

  async exclusive<T>(body: () => Promise<T>): Promise<T> {
    try {
      return await this.#exclusive(body);
    } catch (error) {
      throw ofFolder(error, this.#options.directory);
    }
  }

  async #exclusive<T>(body: () => Promise<T>): Promise<T> {
    await mkdir(this.#options.directory, { recursive: true });
    const lock = await tryFileLock(this.#folder.path('step.lock'));
    if (lock === undefined) {
      throw externalError(
        'rollout-in-progress',
        targets.atWork(this.#options.directory),
        targets.waitForIt,
      );
    }
    try {
      return await body();
    } finally {
      await lock.release();
      this.#client?.gateway.close();
      this.#client = undefined;
    }
  }

  async stop(next: Deployment): Promise<void> {
    if ((await this.read())?.revision !== next.revision) await this.#put(next);
    const gateway = await this.#folder.readGateway();
    await this.#admin('POST', '/mlops/reconcile', lookMs).catch(() => undefined);
    // The gateway lets go of its lock, and removes its address, before its process has ended.
    const left = await untilNoneLeft(await this.#mark(), gateway?.pid, {
      killAfterMs: graceMs,
      giveUpAfterMs: stopMs,
    });
    if (left.length > 0) {
      throw externalError(
        'target-not-stopped',
        gateways.notStopped(stopMs / 1000, left),
        gateways.endThem,
      );
    }
    await rm(this.#folder.path('gateway.json'), { force: true });
  }
}

/** A full disk or a folder of another user is nobody's bug. */
function ofFolder(error: unknown, directory: string): unknown {
  const { code, path } = error as { code?: unknown; path?: unknown };
  const isInFolder = typeof path === 'string' && path.startsWith(directory);
  if (error instanceof ActionError || !isInFolder) return error;
  return externalError(
    'target-folder-unusable',
    targets.unusable(directory, String(code)),
    targets.makeUsable,
    error,
  );
}

async function isInstalled(target: string, content: ModelContent, id: Digest): Promise<boolean> {
  const files = await digestDirectory(target).catch(() => undefined);
  return files !== undefined && modelIdentity({ ...content, files }) === id;
}

function readAnswer(body: string): Pick<Answer, 'model' | 'outputs'> {
  const { data } = answerSchema.safeParse(parseJson(body));
  return { model: data?.model_version, ...(data?.outputs && { outputs: data.outputs }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
