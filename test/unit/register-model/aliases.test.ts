import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/register-model/main.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { judge, trainModel } from '../../support/trained-model.ts';

const run = (directory: string, inputs: Record<string, string> = {}): Promise<StepRun> =>
  runStep(step, directory, { model: 'flights', ...inputs }, { context: { actor: 'ada' } });

/** Champions v1 to v<n>, one after the other. */
async function champions(count: number): Promise<string> {
  const directory = tempDir();
  for (let i = 1; i <= count; i++) {
    judge(directory, await trainModel(directory, { 'weights.bin': `model ${i}` }));
    await run(directory, { alias: 'champion' });
  }
  return directory;
}

const version = ({ host }: StepRun): string | undefined => host.outputs.get('version');

describe('rollback', () => {
  test('returns to the champion before, and running it again changes nothing', async () => {
    const directory = await champions(3);
    const back = await run(directory, { mode: 'rollback' });
    expect(back.exitCode).toBe(0);
    expect(back.record?.summary).toBe('champion is back at v2; it was v3.');
    const again = await run(directory, { mode: 'rollback' });
    expect(again.exitCode).toBe(0);
    expect(again.record?.summary).toContain('champion is back at v2 already');
    expect(version(again)).toBe('v2');
  });

  test('goes further back when told to, never to what was no champion', async () => {
    const directory = await champions(3);
    judge(directory, await trainModel(directory, { 'weights.bin': 'never champion' }));
    await run(directory);
    const far = await run(directory, { mode: 'rollback', version: 'v1' });
    expect(version(far)).toBe('v1');
    const never = await run(directory, { mode: 'rollback', version: 'v4' });
    expect(never.exitCode).toBe(1);
    expect(never.record?.summary).toContain('v4 never was champion');
  });

  test('after a rollback and a new promotion returns to where the promotion came from', async () => {
    const directory = await champions(3);
    await run(directory, { mode: 'rollback' });
    judge(directory, await trainModel(directory, { 'weights.bin': 'model 4' }));
    await run(directory, { alias: 'champion' });
    expect(version(await run(directory, { mode: 'rollback' }))).toBe('v2');
  });

  test('has nowhere to go from the first', async () => {
    const directory = await champions(1);
    const ran = await run(directory, { mode: 'rollback' });
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.summary).toContain('There is no earlier champion');
    const unknown = await run(directory, { mode: 'rollback', alias: 'staging' });
    expect(unknown.record?.summary).toContain('There is champion.');
  });

  test('is in the history, with who and why', async () => {
    const directory = await champions(2);
    await run(directory, { mode: 'rollback' });
    const shown = await run(directory, { mode: 'show' });
    const history = shown.record?.tables.find(({ id }) => id === 'alias-history');
    expect(history?.rows.map((row) => row.slice(1))).toEqual([
      ['champion', 'v2', 'v1', 'ada', 'rollback asked for'],
      ['champion', 'v1', 'v2', 'ada', 'gate: AUC .71, no worse than .70'],
      ['champion', '', 'v1', 'ada', 'gate: AUC .71, no worse than .70'],
    ]);
  });
});

describe('promote', () => {
  test('needs the gate to have passed for that very version', async () => {
    const directory = await champions(1);
    rmSync(join(directory, '.mlops/records/evaluate-gate.json'));
    const id = await trainModel(directory, { 'weights.bin': 'model 2' });
    await run(directory);
    const refused = await run(directory, { mode: 'promote', version: 'v2' });
    expect(refused.exitCode).toBe(1);
    expect(refused.record?.findings.map(({ code }) => code)).toEqual(['gate-missing']);
    judge(directory, id);
    const moved = await run(directory, { mode: 'promote' });
    expect(moved.record?.summary).toBe('flights/v2 is now champion (it was v1).');
    const again = await run(directory, { mode: 'promote' });
    expect(again.record?.summary).toContain('is champion already');
  });

  test('finds the evidence that the registry kept', async () => {
    const directory = await champions(2);
    rmSync(join(directory, '.mlops/records'), { recursive: true });
    const moved = await run(directory, { mode: 'promote', version: 'v1' });
    expect(moved.exitCode).toBe(0);
    expect(moved.record?.summary).toBe('flights/v1 is now champion (it was v2).');
  });

  test('names what is there where the version is not', async () => {
    const directory = await champions(1);
    const ran = await run(directory, { mode: 'promote', version: 'v9' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('has no flights/v9');
    expect(ran.log).toContain('flights/v1, flights/champion');
  });
});

describe('verify', () => {
  test('reads everything', async () => {
    const ran = await run(await champions(2), { mode: 'verify' });
    expect(ran.exitCode).toBe(0);
    expect(ran.record?.summary).toMatch(/^All \d+ blobs of the registry are sound/u);
  });

  test('names each damaged file', async () => {
    const directory = await champions(2);
    const blobs = join(directory, '.mlops/registry/blobs/sha256');
    const holding = (content: string): string =>
      readdirSync(blobs).find((name) => readFileSync(join(blobs, name), 'utf8') === content) ?? '';
    appendFileSync(join(blobs, holding('model 1')), 'x');
    writeFileSync(join(blobs, holding('model 2')), 'model X');
    const ran = await run(directory, { mode: 'verify' });
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.findings.map(({ message }) => message.replace(/\(.*\)/u, '()'))).toEqual([
      'flights/v1 weights.bin () has another size than recorded.',
      'flights/v2 weights.bin () has other bytes than recorded.',
    ]);
    expect(ran.record?.summary).toMatch(/^2 of \d+ blobs/u);
  });

  test('tells where an alias is and where it was put, and promoting puts it back', async () => {
    const directory = await champions(2);
    const path = join(directory, '.mlops/registry/index.json');
    const index = JSON.parse(readFileSync(path, 'utf8'));
    const tag = (name: string) =>
      index.manifests.find(
        (entry: { annotations: Record<string, string> }) =>
          entry.annotations['org.opencontainers.image.ref.name'] === name,
      );
    Object.assign(tag('flights/champion'), { digest: tag('flights/v1').digest });
    writeFileSync(path, JSON.stringify(index));
    const ran = await run(directory, { mode: 'verify' });
    expect(ran.exitCode).toBe(1);
    expect(ran.record?.summary).toMatch(/blobs of the registry are sound, but 1 alias was moved/u);
    expect(ran.record?.findings.map(({ message }) => message)).toEqual([
      'flights/champion names flights/v1, but the last move on record put it at flights/v2: something other than this step moved it. To put it back, promote flights/v2.',
    ]);
    await run(directory, { mode: 'promote', version: 'v2', alias: 'champion' });
    expect((await run(directory, { mode: 'verify' })).exitCode).toBe(0);
  });

  test('a damaged manifest stops what needs it, and names it', async () => {
    const directory = await champions(1);
    const index = JSON.parse(readFileSync(join(directory, '.mlops/registry/index.json'), 'utf8'));
    const blob = index.manifests[0].digest.slice('sha256:'.length);
    writeFileSync(join(directory, '.mlops/registry/blobs/sha256', blob), '{}');
    const shown = await run(directory, { mode: 'show' });
    expect(shown.exitCode).toBe(3);
    expect(shown.log).toContain(blob);
    expect((await run(directory, { mode: 'prune' })).exitCode).toBe(3);
    expect((await run(directory, { mode: 'verify' })).exitCode).toBe(1);
  });
});

describe('prune', () => {
  test('keeps aliases, the way back and the newest; numbers are not given again', async () => {
    const directory = await champions(6);
    writeFileSync(
      join(directory, 'mlops.yml'),
      'version: 1\nmodels:\n  flights:\n    register: { keep: 1 }\n',
    );
    await run(directory, { mode: 'rollback', version: 'v3' });
    const ran = await run(directory, { mode: 'prune' });
    expect(ran.record?.summary).toMatch(/^v1, v2, v4, v5 dropped; \d+ blobs/u);
    expect((await run(directory, { mode: 'verify' })).exitCode).toBe(0);
    expect((await run(directory, { mode: 'prune' })).record?.summary).toBe(
      'There was nothing to prune.',
    );
    judge(directory, await trainModel(directory, { 'weights.bin': 'model 1' }));
    expect(version(await run(directory))).toBe('v7');
  });

  test('leaves other models of the same registry alone', async () => {
    const directory = await champions(2);
    await runStep(step, directory, {
      model: 'trains',
      'model-dir': 'model',
      'report-dir': '.other',
      registry: '.mlops/registry',
    });
    await run(directory, { mode: 'prune' });
    const other = await runStep(step, directory, {
      model: 'trains',
      mode: 'show',
      'report-dir': '.other',
      registry: '.mlops/registry',
    });
    expect(other.record?.summary).toBe('trains has 1 version; none is champion.');
  });
});
