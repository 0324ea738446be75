import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ociLayoutRegistry } from '../../shared/adapters/oci-layout/registry.ts';
import { modelIdentity } from '../../shared/domain/model-version.ts';
import { type Deployment, deploymentSchema } from '../../shared/domain/rollout.ts';
import { digestDirectory } from '../../shared/files/digest-file.ts';
import { isAlive } from '../../shared/files/process-identity.ts';
import { newModel } from '../contract/model-registry.ts';
import { deployStep } from '../support/deploy-cli.ts';
import { runKilledAt } from '../support/killable.ts';
import { runStep } from '../support/run-step.ts';
import { writeModel } from '../support/serving-models.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const program = fileURLToPath(new URL('../support/deploy-cli.ts', import.meta.url));

// Only a guard: each test starts many processes, and the machine may be busy.
vi.setConfig({ testTimeout: 300_000 });

const config = `version: 1
models:
  flights:
    deploy:
      idle: 5m
      require: []
      steps: [{ weight: 20, for: 100ms }, { weight: 50, for: 100ms }]
      min-requests: 5
      latency: { allowed-increase: 10s }
      replay: { data: rows.csv, rate: 300 }
`;

/** A project for models that differ in their bias alone; at the end nothing of it is served. */
function project(): string {
  const rows = Array.from({ length: 20 }, (_, i) => `${i}.5`).join('\n');
  const directory = tempDir({ 'mlops.yml': config, 'rows.csv': `x\n${rows}\n` });
  onTestFinished(async () => {
    await runStep(deployStep, directory, { mode: 'stop' });
  });
  return directory;
}

/** Register a model. Resolves to its version. */
async function register(directory: string, bias: number, more = {}): Promise<string> {
  const folder = writeModel(join(directory, `model-${bias}`), { bias, ...more });
  const model = await newModel('unused');
  const content = { ...model.content, files: await digestDirectory(folder) };
  const id = modelIdentity(content);
  const registry = ociLayoutRegistry('.mlops/registry', directory);
  return (await registry.register({ ...model, id, content, directory: folder })).version;
}

const serving = (directory: string, file: string): string =>
  readFileSync(join(directory, '.mlops/serving/flights', file), 'utf8');

const deployment = (directory: string): Deployment =>
  deploymentSchema.parse(JSON.parse(serving(directory, 'deployment.json')));

const gateway = (directory: string): { pid: number; port: number } =>
  JSON.parse(serving(directory, 'gateway.json'));

async function ask(directory: string): Promise<{ status: number; version: string }> {
  const body = JSON.stringify({
    inputs: [{ name: 'x', datatype: 'FP64', shape: [1], data: [1] }],
  });
  const url = `http://127.0.0.1:${gateway(directory).port}/v2/models/flights/infer`;
  const response = await fetch(url, { method: 'POST', body });
  const answer = (await response.json()) as { model_version: string };
  return { status: response.status, version: answer.model_version };
}

async function killGateway(directory: string): Promise<void> {
  const { pid } = gateway(directory);
  process.kill(pid, 'SIGKILL');
  await until(async () => !isAlive({ pid, started: null }), 'the gateway is gone');
}

test('killed anywhere and run again, a rollout ends with the new model stable', async () => {
  const directory = project();
  const roll = (version: string, killAt?: number) =>
    runKilledAt(program, [directory, JSON.stringify({ 'model-reference': version })], killAt);

  expect((await roll(await register(directory, 1))).code).toBe(0);
  const counted = await roll(await register(directory, 2));
  expect(counted.stdout).toMatch(/^v2 is stable now/u);
  const changes = Number(/changes: (\d+)/u.exec(counted.stderr)?.[1]);
  expect(changes).toBeGreaterThan(20);

  // Between every two writes of the deployment there is at least one of these places.
  const places = [0.2, 0.45, 0.6, 0.7, 0.8, 0.9].map((share) => Math.round(changes * share));
  for (const [i, place] of places.entries()) {
    const before = deployment(directory);
    const version = await register(directory, i + 3);
    const killed = await roll(version, place);
    expect(killed.code, `killed at change ${place} of ${changes}`).toBe(null);
    const left = deployment(directory);
    expect([before.stable?.label, version]).toContain(left.stable?.label);
    const answer = await ask(directory);
    expect(answer.status).toBe(200);
    // The gateway takes up what was written last in its own time.
    const served = [before.stable, left.stable, left.canary].map((model) => model?.id);
    expect(served).toContain(answer.version);
    if (i % 2 === 1) await killGateway(directory);
    const again = await roll(version);
    expect(again.stdout, `after change ${place}: ${again.stderr}`).toMatch(/ is stable /u);
    expect(again.code).toBe(0);
    expect(deployment(directory)).toMatchObject({
      phase: 'promoted',
      stable: { label: version },
      canary: null,
      weight: 0,
    });
    expect((await ask(directory)).version).toBe(deployment(directory).stable?.id);
  }
});

test('asked to stop, a rollout leaves all traffic on stable and says so', async () => {
  const directory = project();
  await register(directory, 1);
  await runStep(deployStep, directory, { 'model-reference': 'v1' });
  await register(directory, 2);
  const inputs = JSON.stringify({ 'model-reference': 'v2', steps: '20:1h' });
  const step = spawn(process.execPath, [program, directory, inputs], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => step.once('close', resolve));
  onTestFinished(async () => {
    step.kill('SIGKILL');
    await ended;
  });
  await until(async () => deployment(directory).weight === 20, 'the canary has traffic');
  step.kill('SIGTERM');
  expect(await ended).toBe(3);
  expect(deployment(directory)).toMatchObject({
    phase: 'paused',
    stable: { label: 'v1' },
    canary: { label: 'v2' },
    weight: 0,
  });
  const record = readFileSync(join(directory, '.mlops/records/deploy-canary.json'), 'utf8');
  expect(JSON.parse(record).summary).toContain('Stopped by SIGTERM');
  expect((await ask(directory)).version).toBe(deployment(directory).stable?.id);
});

test('a killed model server is started again, and nobody notices', async () => {
  const directory = project();
  await register(directory, 1);
  await runStep(deployStep, directory, { 'model-reference': 'v1' });
  const { pid } = gateway(directory);
  const server = await childOf(pid);
  process.kill(server, 'SIGKILL');
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(directory)));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(await childOf(pid)).not.toBe(server);
});

test('stop leaves no process and nothing that answers', async () => {
  const directory = project();
  await register(directory, 1);
  await runStep(deployStep, directory, { 'model-reference': 'v1' });
  const { pid, port } = gateway(directory);
  const server = await childOf(pid);
  const stopped = await runStep(deployStep, directory, { mode: 'stop' });
  expect(stopped.exitCode).toBe(0);
  expect(stopped.host.outputs.get('phase')).toBe('stopped');
  expect([pid, server].map((one) => isAlive({ pid: one, started: null }))).toEqual([false, false]);
  await expect(fetch(`http://127.0.0.1:${port}/v2/health/live`)).rejects.toThrow();
});

test('stop ends a model that hangs, after its gateway was killed', async () => {
  const directory = project();
  writeFileSync(join(directory, 'mlops.yml'), config.replace(/ *replay:.*\n/u, ''));
  await register(directory, 1, { hangAt: 1 });
  await runStep(deployStep, directory, { 'model-reference': 'v1' });
  const server = await childOf(gateway(directory).pid);
  const asked = ask(directory).catch(() => undefined);
  await until(async () => serving(directory, 'servers.log').includes('hanging'), 'it hangs');
  await killGateway(directory);
  await asked;
  expect(isAlive({ pid: server, started: null })).toBe(true);
  const stopped = await runStep(deployStep, directory, { mode: 'stop' });
  expect(stopped.record?.summary).toContain('no process is left');
  expect(isAlive({ pid: server, started: null })).toBe(false);
});

/** The one child of a process. */
async function childOf(pid: number): Promise<number> {
  return until(async () => {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children !== '' && !children.includes(' ') && Number(children);
  }, `a child of ${pid}`);
}
