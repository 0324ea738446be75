import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ociLayoutRegistry } from '../../shared/adapters/oci-layout/registry.ts';
import { newModel } from '../contract/model-registry.ts';
import { stepRecord } from '../support/step-records.ts';
import { tempDir } from '../support/temp-dir.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { peer } from './install.ts';

interface Descriptor {
  digest: string;
  artifactType?: string;
}

/** A registry with one model, its evidence and an alias, made by us and read by others. */
async function registered() {
  const directory = temporaryFolder('oci-layout');
  const registry = ociLayoutRegistry('registry', directory);
  const evidence = [stepRecord('evaluate-gate')];
  const model = await newModel('weights', { evidence, directory: temporaryFolder('model') });
  const { manifest } = await registry.register(model);
  await registry.moveAlias('flights', {
    event: 'promoted',
    alias: 'champion',
    from: null,
    to: manifest,
    at: '2026-01-01T10:00:00.000Z',
    by: null,
    reason: 'gate passed',
  });
  return { directory, registry, manifest };
}

let made: Awaited<ReturnType<typeof registered>>;
beforeAll(async () => {
  made = await registered();
});

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd: made.directory, encoding: 'utf8' });
const oras = (...args: string[]): string => run(peer('oras'), ...args);

describe('skopeo', () => {
  test('reads a version and an alias as the same manifest', () => {
    const version = run('skopeo', 'inspect', '--raw', 'oci:registry:flights/v1');
    const alias = run('skopeo', 'inspect', '--raw', 'oci:registry:flights/champion');
    expect(alias).toBe(version);
    expect(JSON.parse(version)).toMatchObject({
      artifactType: 'application/vnd.cncf.model.manifest.v1+json',
    });
  });

  test('copies a model, every byte checked', async () => {
    run('skopeo', 'copy', '--quiet', 'oci:registry:flights/v1', 'oci:copy:flights/v1');
    const copy = ociLayoutRegistry('copy', made.directory);
    const found = await copy.find({ kind: 'version', model: 'flights', name: 'v1' });
    expect(found.manifest).toBe(made.manifest);
    const target = tempDir();
    await copy.extract(found.manifest, target);
    expect(readFileSync(join(target, 'weights.bin'), 'utf8')).toBe('weights');
  });
});

describe('oras', () => {
  test('finds the evidence that refers to a model', () => {
    const listed = oras('discover', '--oci-layout', '--format', 'json', 'registry:flights/v1');
    const { referrers = [] } = JSON.parse(listed) as { referrers?: Descriptor[] };
    expect(referrers.map(({ artifactType }) => artifactType)).toEqual([
      'application/vnd.mlops-actions.record.v1+json',
    ]);
  });

  test('takes our immutable reference as it is', () => {
    const manifest = oras('manifest', 'fetch', '--oci-layout', `registry@${made.manifest}`);
    expect(JSON.parse(manifest)).toMatchObject({ schemaVersion: 2 });
  });

  test('pulls the files under their names', () => {
    mkdirSync(join(made.directory, 'pulled'));
    oras('pull', '--oci-layout', '-o', 'pulled', 'registry:flights/champion');
    expect(readFileSync(join(made.directory, 'pulled/weights.bin'), 'utf8')).toBe('weights');
  });

  test('may write into the index without harm: we keep its tag and it keeps our ledger', async () => {
    oras('tag', '--oci-layout', 'registry:flights/v1', 'flights/qa');
    const state = await made.registry.state('flights');
    expect(state.aliases).toEqual({ champion: made.manifest, qa: made.manifest });
    expect(state.ledger).toHaveLength(2);
    await made.registry.register(await newModel('other'));
    const index = readFileSync(join(made.directory, 'registry/index.json'), 'utf8');
    expect(index).toContain('"flights/qa"');
    expect(oras('manifest', 'fetch', '--oci-layout', 'registry:flights/v2')).toContain('weights');
    expect((await made.registry.verify()).damages).toEqual([]);
  });

  test('moves an alias past our ledger, and verify tells', async () => {
    run('cp', '-r', 'registry', 'moved');
    const moved = ociLayoutRegistry('moved', made.directory);
    await moved.register(await newModel('another'));
    const versions = (await moved.state('flights')).versions.map(({ version }) => version);
    const newest = `flights/${versions.at(-1)}`;
    oras('tag', '--oci-layout', `moved:${newest}`, 'flights/champion');
    expect((await moved.verify()).strays).toEqual([
      { alias: 'flights/champion', at: newest, recorded: 'flights/v1' },
    ]);
  });

  test('sees damage where we see it', async () => {
    const copy = join(made.directory, 'damaged');
    run('cp', '-r', 'registry', copy);
    const { content } = await made.registry.find({ kind: 'manifest', digest: made.manifest });
    writeFileSync(join(copy, 'blobs/sha256', content.files[0]?.sha256 ?? ''), 'w3ights');
    const damaged = ociLayoutRegistry('damaged', made.directory);
    expect((await damaged.verify()).damages).toMatchObject([
      { what: 'flights/v1 weights.bin', problem: 'wrong-digest' },
    ]);
    expect(() => oras('pull', '--oci-layout', '-o', tempDir(), 'damaged:flights/v1')).toThrow();
  });
});
