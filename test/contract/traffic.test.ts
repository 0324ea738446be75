import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { advance, stop } from '../../actions/deploy-canary/plan.ts';
import { localTraffic } from '../../shared/adapters/local-target/traffic.ts';
import { isAlive } from '../../shared/files/process-identity.ts';
import type { Traffic } from '../../shared/ports/traffic.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { answerBy, installed, rows, starting, testTraffic } from './traffic.ts';

// Only a guard: each test starts several processes, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const program = [fileURLToPath(new URL('../support/local-target-daemon.ts', import.meta.url))];

/** @param idleMs by default so long that it matters only where the tests themselves are killed. */
function localTarget(directory: string, idleMs = 300_000, port = 0): Traffic {
  return localTraffic({
    directory: join(directory, 'serving'),
    model: 'flights',
    port,
    idleMs,
    workingDirectory: directory,
    program,
    environment: { SECRET: undefined },
  });
}

/** What a runner gives a job and takes away after it: a folder to work in, and the action's files. */
function jobIn(directory: string, name: string): { folder: string; traffic: Traffic } {
  const folder = join(directory, name);
  mkdirSync(folder);
  const action = join(folder, 'action.ts');
  writeFileSync(action, `await import(${JSON.stringify(program[0])});\n`);
  const traffic = localTraffic({
    directory: join(directory, 'serving'),
    model: 'flights',
    port: 0,
    idleMs: 300_000,
    workingDirectory: folder,
    program: [action],
    environment: {},
  });
  return { folder, traffic };
}

testTraffic('the local machine', () => {
  const directory = tempDir();
  return () => localTarget(directory);
});

const change = { at: '2026-03-01T12:00:00.000Z', by: null };

/** A served model, and where. */
async function served(idleMs?: number) {
  const directory = tempDir();
  const traffic = localTarget(directory, idleMs);
  onTestFinished(async () => {
    const deployment = await traffic.read();
    if (deployment !== undefined) await traffic.stop(stop(deployment, change));
  });
  const model = await installed(traffic, { bias: 1 });
  const began = starting(undefined, model);
  await traffic.write(began);
  await until(async () => (await traffic.observe()).servers[model.id]?.state === 'ready', 'ready');
  const endpoint = (await traffic.endpoint()) ?? '';
  const gateway = (): { pid: number } =>
    JSON.parse(readFileSync(join(directory, 'serving/gateway.json'), 'utf8'));
  const { pid } = gateway();
  await traffic.write(advance(began, undefined, change));
  return { directory, traffic, model, endpoint, gateway, pid };
}

async function call(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json() };
}

describe('the Open Inference Protocol', () => {
  test('health, metadata and answers, as any client asks for them', async () => {
    const { endpoint, model } = await served();
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    expect((await call(`${endpoint}/v2/health/live`)).status).toBe(200);
    expect((await call(`${endpoint}/v2/health/ready`)).status).toBe(200);
    expect((await call(`${endpoint}/v2/models/flights/ready`)).status).toBe(200);
    const version = `${endpoint}/v2/models/flights/versions/${encodeURIComponent(model.id)}`;
    expect((await call(`${version}/ready`)).status).toBe(200);
    expect((await call(`${endpoint}/v2/models/flights`)).body).toMatchObject({
      name: 'flights',
      versions: [model.id],
      inputs: [{ name: 'x', datatype: 'FP64', shape: [-1] }],
    });
    const body = JSON.stringify({
      id: 'request-1',
      inputs: [{ name: 'x', datatype: 'FP64', shape: [2], data: [[1], [2]] }],
    });
    const answer = await call(`${endpoint}/v2/models/flights/infer`, { method: 'POST', body });
    expect(answer).toEqual({
      status: 200,
      body: {
        model_name: 'flights',
        model_version: model.id,
        id: 'request-1',
        outputs: [{ name: 'score', datatype: 'FP64', shape: [2], data: [2, 3] }],
      },
    });
  });

  test('what the client did wrong is told, and is no error of the model', async () => {
    const { endpoint, traffic } = await served();
    const infer = `${endpoint}/v2/models/flights/infer`;
    const answer = await call(infer, { method: 'POST', body: '{"inputs":[]}' });
    expect(answer).toEqual({ status: 400, body: { error: 'input "x" is missing' } });
    expect((await traffic.observe()).stage.stable).toMatchObject({ requests: 1, errors: 0 });
  });

  test('what is not there, and what is not allowed', async () => {
    const { endpoint } = await served();
    expect((await call(`${endpoint}/v2/models/trains`)).status).toBe(404);
    expect((await call(`${endpoint}/v2/models/flights/versions/v9/ready`)).status).toBe(404);
    expect((await call(`${endpoint}/nothing`)).status).toBe(404);
    expect((await call(`${endpoint}/v2/models/flights/infer`)).status).toBe(405);
    expect((await call(`${endpoint}/mlops/else`)).status).toBe(404);
  });

  test('the door of the step is closed to a page that was rebound to this machine', async () => {
    const { endpoint } = await served();
    const status = await new Promise((resolve, reject) => {
      request(`${endpoint}/mlops/status`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

describe('background processes', () => {
  test('outlive a killed gateway’s absence: the next sign of life starts it again', async () => {
    const { traffic, model, endpoint, gateway, pid } = await served();
    process.kill(pid, 'SIGKILL');
    await until(async () => !isAlive({ pid, started: null }), 'the gateway is gone');
    await until(async () => (await traffic.observe()).stable === model.id, 'served again');
    expect(await traffic.infer(rows)).toEqual(answerBy(model.id));
    expect(await traffic.endpoint(), 'clients find it where it was').toBe(endpoint);
    expect(gateway().pid).not.toBe(pid);
  });

  test('start the model of a later job with its program: that of the first is removed with it', async () => {
    const directory = tempDir();
    const [first, later] = [jobIn(directory, 'first'), jobIn(directory, 'later')];
    onTestFinished(async () => {
      const deployment = await later.traffic.read();
      if (deployment !== undefined) await later.traffic.stop(stop(deployment, change));
    });
    const stable = await installed(first.traffic, { bias: 1 });
    const began = starting(undefined, stable);
    await first.traffic.write(began);
    const isReady = async (traffic: Traffic, { id }: typeof stable): Promise<boolean> =>
      (await traffic.observe()).servers[id]?.state === 'ready';
    await until(() => isReady(first.traffic, stable), 'the first is ready');
    const live = advance(began, undefined, change);
    await first.traffic.write(live);
    rmSync(first.folder, { recursive: true });
    const canary = await installed(later.traffic, { bias: 2 });
    await later.traffic.write(starting(live, canary));
    await until(() => isReady(later.traffic, canary), 'the canary is ready');
  });

  test('end by themselves when nobody asks for long, where that is wanted', async () => {
    const { directory, traffic, model, pid } = await served(500);
    await until(async () => !isAlive({ pid, started: null }), 'the gateway has ended');
    expect(await traffic.look()).toBeUndefined();
    const lasting = localTarget(directory);
    await lasting.ensureRunning();
    expect(await lasting.infer(rows)).toEqual(answerBy(model.id));
  });

  test('end by themselves when their folder is removed', async () => {
    const { directory, pid } = await served();
    rmSync(join(directory, 'serving'), { recursive: true });
    await until(async () => !isAlive({ pid, started: null }), 'the gateway has ended');
    expect(existsSync(join(directory, 'serving/deployment.json'))).toBe(false);
  });

  test('say so where their port is taken, and leave nothing behind', async () => {
    const directory = tempDir();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const traffic = localTarget(directory, undefined, port);
    const model = await installed(traffic, { bias: 1 });
    const began = starting(undefined, model);
    await expect(traffic.write(began)).rejects.toMatchObject({
      code: 'target-not-started',
      hint: expect.stringContaining(`EADDRINUSE: address already in use 127.0.0.1:${port}`),
    });
    await traffic.stop(stop(began, change));
    expect(await traffic.endpoint()).toBeUndefined();
  });

  test('serve no files that are not the model they are said to be', async () => {
    const directory = tempDir();
    const traffic = localTarget(directory);
    onTestFinished(async () => {
      const deployment = await traffic.read();
      if (deployment !== undefined) await traffic.stop(stop(deployment, change));
    });
    const model = await installed(traffic, { bias: 1 });
    const file = join(directory, 'serving/models', model.id.slice(7), 'weights.json');
    writeFileSync(file, '{"bias":666}');
    await traffic.write(starting(undefined, model));
    const server = await until(async () => {
      const found = (await traffic.observe()).servers[model.id];
      return found?.error !== undefined && found;
    }, 'the server refused');
    expect(server.error).toMatch(/the installed files are model sha256:[0-9a-f]{64}, not/u);
  });
});
