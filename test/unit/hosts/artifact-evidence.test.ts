import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { evidenceFolder } from '../../../shared/adapters/evidence-folder.ts';
import type { Artifact, StepRecord } from '../../../shared/domain/record.ts';
import type { StepName } from '../../../shared/domain/step.ts';
import { githubArtifacts } from '../../../shared/hosts/github-artifacts.ts';
import { receiveEvidence } from '../../../shared/hosts/github-artifacts-receive.ts';
import { sendEvidence } from '../../../shared/hosts/github-artifacts-send.ts';
import { type MemoryHost, memoryHost } from '../../../shared/hosts/memory.ts';
import { start } from '../../../shared/hosts/start.ts';
import { type ArtifactService, artifactService } from '../../support/forges/artifact-service.ts';
import { plainStep } from '../../support/plain-step.ts';
import { stepRecord } from '../../support/step-records.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testIo } from '../../support/test-io.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const commit = 'c'.repeat(40);
let service: ArtifactService;

beforeAll(async () => {
  service = await artifactService();
});
afterAll(() => service.close());
beforeEach(() => {
  service.kept.length = 0;
  service.calls.length = 0;
  // The client reads the process's own variables, and writes about its progress.
  for (const [name, value] of Object.entries(service.env)) vi.stubEnv(name, value);
  vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

interface Machine {
  readonly host: MemoryHost;
  readonly folder: string;
  readonly log: () => string;
  write(path: string, content: string): Artifact;
  send(record: StepRecord): Promise<void>;
  receive(step: StepName): Promise<void>;
  recordOf(step: StepName): Promise<StepRecord | undefined>;
}

/** A job on a fresh machine of the same run. */
function machine(context: { attempt?: number; commit?: string; job?: string } = {}): Machine {
  const folder = temporaryFolder('machine');
  const plain = memoryHost({ context: { commit, job: 'judge', ...context } });
  const artifacts = githubArtifacts(testIo({ env: service.env }), plain.tempDir);
  const host = artifacts === undefined ? plain : { ...plain, artifacts };
  const evidence = evidenceFolder(join(folder, '.mlops'), 'flights');
  return {
    host,
    folder,
    log: () => host.logs.map(({ level, message }) => `${level}: ${message}`).join('\n'),
    write(path, content) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { path, size: Buffer.byteLength(content), sha256 };
    },
    send: (record) => sendEvidence(host, record, folder),
    receive: (step) =>
      receiveEvidence(step, { host, evidence, modelName: 'flights', workingDirectory: folder }),
    recordOf: (step) => evidence.read(step),
  };
}

/** A training as the step leaves it: a model of two files, and predictions. */
function trained(at: Machine, summary = 'Trained.'): StepRecord {
  const artifacts = [
    at.write('.mlops/model/weights.bin', `weights of ${summary}`),
    at.write('.mlops/model/meta/card.json', '{}'),
    at.write('.mlops/predictions.csv', 'id,prediction\n1,0.5\n'),
  ];
  return stepRecord('train-on-gpu-runner', { subject: { commit }, artifacts, summary });
}

describe('the predictions a gate judged', () => {
  const keeps = { 'keep-predictions': true };
  const gated = (challenger: readonly Artifact[], policy: object = keeps): StepRecord =>
    stepRecord('evaluate-gate', { subject: { commit }, inputs: { challenger, policy } });
  const names = (): string[] => service.kept.map(({ name }) => name.split('.').slice(2).join('.'));

  it('travel with its record, for runs of later commits', async () => {
    const at = machine();
    await at.send(gated([at.write('out/predictions.csv', 'id,prediction\n1,0.5\n')]));
    expect(names()).toEqual(['evaluate-gate.1.record', 'evaluate-gate.1.files']);
    expect(service.kept[1]?.content.includes('out/predictions.csv')).toBe(true);
  });

  it('stay where training has sent them, the policy keeps none, or they lie elsewhere', async () => {
    const at = machine();
    const file = at.write('out/predictions.csv', 'id,prediction\n1,0.5\n');
    const training = stepRecord('train-on-gpu-runner', { artifacts: [file] });
    await sendEvidence(at.host, gated([file]), at.folder, [training]);
    await at.send(gated([file], { 'keep-predictions': false }));
    await at.send(gated([file], {}));
    await at.send(gated([{ ...file, path: '../predictions.csv' }]));
    await at.send(gated([{ ...file, size: 40_000_000 }]));
    expect(new Set(names())).toEqual(new Set(['evaluate-gate.1.record']));
  });
});

describe('evidence of an earlier job', () => {
  it('arrives on a fresh machine: the records, the model and the predictions', async () => {
    const first = machine();
    await first.send(stepRecord('data-validate', { subject: { commit } }));
    await first.send(trained(first));
    const second = machine();
    await second.receive('evaluate-gate');
    expect(await second.recordOf('data-validate')).toMatchObject({ verdict: 'pass' });
    const record = await second.recordOf('train-on-gpu-runner');
    for (const { path } of record?.artifacts ?? []) {
      const [sent, arrived] = [first, second].map(({ folder }) => readFileSync(join(folder, path)));
      expect(arrived).toEqual(sent);
    }
    expect(second.log()).toContain(
      'info: The record of train-on-gpu-runner came from an earlier job of this run (attempt 1) and was checked.',
    );
    expect(service.kept.map(({ name }) => name)).toEqual([
      'mlops.flights.data-validate.1.record',
      'mlops.flights.train-on-gpu-runner.1.record',
      'mlops.flights.train-on-gpu-runner.1.files',
    ]);
  });

  it('is asked for only where something is missing', async () => {
    const only = machine();
    await only.receive('data-validate');
    await only.receive('drift-report');
    const evidence = evidenceFolder(join(only.folder, '.mlops'), 'flights');
    await evidence.write(stepRecord('data-validate'));
    await only.receive('train-on-gpu-runner');
    expect(service.calls).toEqual([]);
  });

  it('does not replace what is there', async () => {
    const first = machine();
    await first.send(trained(first));
    const second = machine();
    second.write('.mlops/predictions.csv', 'my own');
    await second.receive('evaluate-gate');
    expect(readFileSync(join(second.folder, '.mlops/predictions.csv'), 'utf8')).toBe('my own');
    expect(existsSync(join(second.folder, '.mlops/model/weights.bin'))).toBe(true);
  });

  it('is that of the newest attempt, and of an older one where only later jobs ran again', async () => {
    const first = machine();
    await first.send(stepRecord('data-validate', { subject: { commit } }));
    await first.send(trained(first, 'First try.'));
    const again = machine({ attempt: 2 });
    await again.send(trained(again, 'Second try.'));
    const judge = machine({ attempt: 2 });
    await judge.receive('register-model');
    expect(await judge.recordOf('train-on-gpu-runner')).toMatchObject({ summary: 'Second try.' });
    expect(await judge.recordOf('data-validate')).toBeDefined();
    expect(readFileSync(join(judge.folder, '.mlops/model/weights.bin'), 'utf8')).toMatch(/Second/u);
  });

  it('replaces what the same step left in the same attempt', async () => {
    const first = machine();
    await first.send(stepRecord('data-validate', { summary: 'Before.' }));
    await first.send(stepRecord('data-validate', { summary: 'After.' }));
    const second = machine();
    await second.receive('train-on-gpu-runner');
    expect(await second.recordOf('data-validate')).toMatchObject({ summary: 'After.' });
    expect(service.kept).toHaveLength(1);
  });

  it('of another model of the same run is left alone', async () => {
    const first = machine();
    await first.send(stepRecord('data-validate', { model: 'trains' }));
    const second = machine();
    await second.receive('train-on-gpu-runner');
    expect(await second.recordOf('data-validate')).toBeUndefined();
  });

  it('that no job left is said, with the job and the word to look for', async () => {
    const second = machine();
    await second.receive('evaluate-gate');
    expect(second.log()).toContain(
      'info: No record of train-on-gpu-runner is here, and no job of this run has left one. If one should, the job "judge" must name it under `needs:`.',
    );
  });

  it('may be a registered model of an older commit', async () => {
    const first = machine();
    await first.send(stepRecord('register-model', { subject: { commit: 'd'.repeat(40) } }));
    const second = machine();
    await second.receive('deploy-canary');
    expect(await second.recordOf('register-model')).toBeDefined();
  });
});

describe('files too large to travel', () => {
  it('stay, and both jobs say so', async () => {
    const first = machine();
    const record = trained(first);
    const large = first.write('.mlops/model/large.bin', '');
    // Sparse: it takes no room and is never read.
    truncateSync(join(first.folder, large.path), 300_000_000);
    record.artifacts.push({ ...large, size: 300_000_000 });
    await first.send(record);
    expect(first.log()).toMatch(/notice: Stays on this machine: \.mlops\/model\/large\.bin \(/u);
    const second = machine();
    await second.receive('register-model');
    expect(existsSync(join(second.folder, '.mlops/model/weights.bin'))).toBe(true);
    expect(second.log()).toMatch(
      /warning: The record of train-on-gpu-runner names files that are not here: \.mlops\/model\/large\.bin \(.*Run this step in the same job/u,
    );
  });
});

describe('evidence that is not what it says', () => {
  const name = 'mlops.flights.train-on-gpu-runner.1';
  const put = (record: object, files: readonly { name: string; content: string }[] = []): void => {
    service.put(
      `${name}.record`,
      zipArchive({ name: 'record.json', content: JSON.stringify(record) }),
    );
    service.put(`${name}.files`, zipArchive(...files));
  };
  const naming = (path: string, content = 'x'): StepRecord => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const artifacts = [{ path, size: content.length, sha256 }];
    return stepRecord('train-on-gpu-runner', { subject: { commit }, artifacts });
  };

  it.each<[string, object, RegExp]>([
    ['another step', stepRecord('evaluate-gate'), /is about evaluate-gate of the model "flights"/u],
    [
      'another model',
      stepRecord('train-on-gpu-runner', { model: 'trains' }),
      /of the model "trains"/u,
    ],
    [
      'another commit',
      stepRecord('train-on-gpu-runner', { subject: { commit: 'd'.repeat(40) } }),
      /about commit ddddddd, and this job is about ccccccc/u,
    ],
    ['another form', { schema: 'mlops-record/1' }, /its form is wrong: step/u],
    ['no form', [], /its form is wrong/u],
  ])('is refused by name: %s', async (_case, record, reason) => {
    put(record);
    const second = machine();
    await expect(second.receive('evaluate-gate')).rejects.toMatchObject({
      code: 'evidence-refused',
      message: expect.stringMatching(reason),
    });
    expect(await second.recordOf('train-on-gpu-runner')).toBeUndefined();
  });

  it.each([
    ['other bytes', 'y', /its SHA-256 differs/u],
    ['more bytes', 'xx', /it has 2 bytes and not 1/u],
  ])('is refused with a file of %s, which is not left behind', async (_case, content, reason) => {
    put(naming('model.bin'), [{ name: 'model.bin', content }]);
    const second = machine();
    await expect(second.receive('evaluate-gate')).rejects.toThrow(reason);
    expect(existsSync(join(second.folder, 'model.bin'))).toBe(false);
  });

  it.each(['../outside.bin', '/tmp/outside.bin', 'a/../../outside.bin', '..\\outside.bin'])(
    'never writes to %s',
    async (path) => {
      // The archive's own name is harmless here: the record is what lies.
      put(naming(path), [{ name: 'outside.bin', content: 'x' }]);
      const second = machine();
      await second.receive('evaluate-gate').catch(() => undefined);
      expect(existsSync(join(second.folder, '..', 'outside.bin'))).toBe(false);
      expect(existsSync('/tmp/outside.bin')).toBe(false);
    },
  );

  it('never writes through a link of the checkout', async () => {
    put(naming('model/weights.bin'), [{ name: 'model/weights.bin', content: 'x' }]);
    const second = machine();
    const elsewhere = temporaryFolder('elsewhere');
    symlinkSync(elsewhere, join(second.folder, 'model'));
    await expect(second.receive('evaluate-gate')).rejects.toThrow(/behind a link/u);
    expect(existsSync(join(elsewhere, 'weights.bin'))).toBe(false);
  });

  it('is refused by its size before it is fetched', async () => {
    service.put(`${name}.record`, Buffer.alloc(17 * 1024 * 1024));
    const second = machine();
    await expect(second.receive('evaluate-gate')).rejects.toMatchObject({
      code: 'archive-refused',
      message: expect.stringMatching(/are allowed/u),
    });
    expect(service.calls).toEqual(['ListArtifacts']);
  });

  it('ends the step with a record that says so, and with its exit code', async () => {
    put(stepRecord('evaluate-gate'));
    const second = machine();
    const inputs = { 'working-directory': second.folder, model: 'flights', comment: 'never' };
    const host = { ...second.host, input: (key: string) => inputs[key as keyof typeof inputs] };
    const exitCode = await start(plainStep(), host);
    expect(exitCode).toBe(2);
    expect(await second.recordOf('evaluate-gate')).toMatchObject({
      verdict: 'fail',
      findings: [{ code: 'evidence-refused' }],
    });
  });
});

describe('without a service', () => {
  it.each<[string, Record<string, string | undefined>]>([
    ['outside of a job', {}],
    ['on GitHub Enterprise Server', { GITHUB_SERVER_URL: 'https://git.example.org' }],
  ])('there are no artifacts: %s', (_case, more) => {
    const env = Object.keys(more).length === 0 ? {} : { ...service.env, ...more };
    expect(githubArtifacts(testIo({ env: env as Record<string, string> }), '/tmp')).toBeUndefined();
  });

  it('that answers, a step says so and does its work', async () => {
    service.failWith(403);
    const second = machine();
    try {
      const inputs = { 'working-directory': second.folder, model: 'flights', comment: 'never' };
      const host = { ...second.host, input: (key: string) => inputs[key as keyof typeof inputs] };
      expect(await start(plainStep(), host)).toBe(0);
    } finally {
      service.failWith(0);
    }
    expect(second.log()).toMatch(/warning: It could not be asked what earlier jobs left: /u);
    expect(second.log()).toMatch(/warning: The evidence for later jobs could not be written: /u);
  });
});
