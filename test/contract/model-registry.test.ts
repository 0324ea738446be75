import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonBlob } from '../../shared/adapters/oci-layout/manifests.ts';
import { ociLayoutRegistry } from '../../shared/adapters/oci-layout/registry.ts';
import { tempDir } from '../support/temp-dir.ts';
import { newModel, testModelRegistry } from './model-registry.ts';

testModelRegistry('an OCI image layout', () => {
  const directory = tempDir();
  return () => ociLayoutRegistry('registry', directory);
});

interface IndexEntry {
  digest: string;
  artifactType?: string;
  annotations?: Record<string, string>;
}
const readIndex = (directory: string): { manifests: IndexEntry[] } =>
  JSON.parse(readFileSync(join(directory, 'registry/index.json'), 'utf8'));
const blob = (directory: string, digest: string): string =>
  join(directory, 'registry/blobs/sha256', digest.slice('sha256:'.length));

describe('the layout', () => {
  test('is what the OCI and ModelPack specifications describe', async () => {
    const directory = tempDir();
    const registry = ociLayoutRegistry('registry', directory);
    const { manifest } = await registry.register(
      await newModel('a', { path: 'model.safetensors' }),
    );
    expect(JSON.parse(readFileSync(join(directory, 'registry/oci-layout'), 'utf8'))).toEqual({
      imageLayoutVersion: '1.0.0',
    });
    const [entry] = readIndex(directory).manifests;
    expect(entry).toMatchObject({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: manifest,
      artifactType: 'application/vnd.cncf.model.manifest.v1+json',
      annotations: { 'org.opencontainers.image.ref.name': 'flights/v1' },
    });
    const stored = JSON.parse(readFileSync(blob(directory, manifest), 'utf8'));
    expect(stored).toMatchObject({
      schemaVersion: 2,
      artifactType: 'application/vnd.cncf.model.manifest.v1+json',
      config: { mediaType: 'application/vnd.cncf.model.config.v1+json' },
      layers: [
        {
          mediaType: 'application/vnd.cncf.model.weight.v1.raw',
          size: 1,
          annotations: { 'org.cncf.model.filepath': 'model.safetensors' },
        },
      ],
    });
    const config = JSON.parse(readFileSync(blob(directory, stored.config.digest), 'utf8'));
    expect(config).toEqual({
      descriptor: { name: 'flights' },
      modelfs: { type: 'layers', diffIds: [stored.layers[0].digest] },
      config: {},
    });
  });

  test('holds the same bytes whenever and wherever the model is registered', async () => {
    const manifests = [];
    for (const at of ['2026-01-01T10:00:00.000Z', '2027-01-01T10:00:00.000Z']) {
      const registry = ociLayoutRegistry('registry', tempDir());
      manifests.push((await registry.register(await newModel('a', { at }))).manifest);
    }
    expect(manifests[0]).toBe(manifests[1]);
  });

  test('keeps what other tools wrote into the index', async () => {
    const directory = tempDir();
    const registry = ociLayoutRegistry('registry', directory);
    await registry.register(await newModel('a'));
    const index = readIndex(directory);
    const foreign = { ...index.manifests[0], annotations: { 'org.example.note': 'mine' } };
    const changed = {
      ...index,
      annotations: { by: 'oras' },
      manifests: [...index.manifests, foreign],
    };
    writeFileSync(join(directory, 'registry/index.json'), JSON.stringify(changed));
    await registry.register(await newModel('b'));
    expect(readIndex(directory)).toMatchObject({ annotations: { by: 'oras' } });
    expect(readIndex(directory).manifests).toContainEqual(foreign);
  });

  test('says so where its index is lost, and does not begin anew', async () => {
    const directory = tempDir();
    const registry = ociLayoutRegistry('registry', directory);
    await registry.register(await newModel('a'));
    rmSync(join(directory, 'registry/index.json'));
    await expect(registry.register(await newModel('b'))).rejects.toMatchObject({
      code: 'registry-damaged',
      message: expect.stringContaining('index.json is missing'),
    });
  });

  test('tells an alias that another tool moved from one that was moved here', async () => {
    const directory = tempDir();
    const registry = ociLayoutRegistry('registry', directory);
    const one = await registry.register(await newModel('a'));
    const two = await registry.register(await newModel('b'));
    const at = '2026-01-02T10:00:00.000Z';
    const move = { event: 'promoted', alias: 'champion', at, by: null, reason: '' } as const;
    await registry.moveAlias('flights', { ...move, from: null, to: two.manifest });
    await registry.moveAlias('flights', { ...move, from: two.manifest, to: one.manifest });
    expect((await registry.verify()).strays).toEqual([]);
    const index = readIndex(directory);
    const isChampion = ({ annotations }: IndexEntry): boolean =>
      annotations?.['org.opencontainers.image.ref.name'] === 'flights/champion';
    const champion = index.manifests.find(isChampion);
    const others = index.manifests.filter((entry) => !isChampion(entry));
    const write = (manifests: object[]): void =>
      writeFileSync(
        join(directory, 'registry/index.json'),
        JSON.stringify({ ...index, manifests }),
      );
    const stray = { alias: 'flights/champion', recorded: 'flights/v1' };
    write([...others, { ...champion, digest: two.manifest }]);
    expect((await registry.verify()).strays).toEqual([{ ...stray, at: 'flights/v2' }]);
    write(others);
    expect((await registry.verify()).strays).toEqual([{ ...stray, at: null }]);
  });

  test('puts damaged bytes right when the model is registered again', async () => {
    const directory = tempDir();
    const registry = ociLayoutRegistry('registry', directory);
    const model = await newModel('a');
    await registry.register(model);
    writeFileSync(blob(directory, `sha256:${model.content.files[0]?.sha256}`), 'X');
    expect((await registry.verify()).damages).toHaveLength(1);
    await registry.register(model);
    expect((await registry.verify()).damages).toEqual([]);
  });
});

describe('a manifest nobody should trust', () => {
  /** A registry whose one model has this path for its file. */
  async function withPath(path: string): Promise<string> {
    const directory = tempDir();
    const { manifest } = await ociLayoutRegistry('registry', directory).register(
      await newModel('a'),
    );
    const stored = JSON.parse(readFileSync(blob(directory, manifest), 'utf8'));
    stored.layers[0].annotations['org.cncf.model.filepath'] = path;
    // The identity is made to fit, so that only the path is wrong.
    const { modelIdentity } = await import('../../shared/domain/model-version.ts');
    const { contentOf } = await import('../../shared/adapters/oci-layout/manifests.ts');
    const content = contentOf(stored)?.content;
    if (content === undefined) throw new Error('no model');
    stored.annotations['io.github.mlops-actions.model-id'] = modelIdentity(content);
    const forged = jsonBlob('application/vnd.oci.image.manifest.v1+json', stored);
    writeFileSync(blob(directory, forged.descriptor.digest), forged.bytes);
    const index = readIndex(directory);
    const manifests = index.manifests.map((entry) =>
      entry.digest === manifest ? { ...entry, ...forged.descriptor } : entry,
    );
    writeFileSync(join(directory, 'registry/index.json'), JSON.stringify({ ...index, manifests }));
    return directory;
  }

  test.each([
    '../escape',
    '/etc/escape',
    'a/../../escape',
    '..',
    '',
    'a\\..\\b',
    'a\u0000b',
    './a',
  ])('cannot write to %j', async (path) => {
    const directory = await withPath(path);
    const target = join(directory, 'out/deep');
    mkdirSync(target, { recursive: true });
    const registry = ociLayoutRegistry('registry', directory);
    const { manifest } = await registry.find({ kind: 'version', model: 'flights', name: 'v1' });
    await expect(registry.extract(manifest, target)).rejects.toMatchObject({
      code: 'registry-damaged',
      message: expect.stringContaining('leaves its folder'),
    });
    expect(readdirSync(join(directory, 'out'))).toEqual(['deep']);
    expect(readdirSync(target)).toEqual([]);
  });

  test('cannot pass other bytes for a model', async () => {
    const directory = tempDir();
    const registry = ociLayoutRegistry('registry', directory);
    const { manifest } = await registry.register(await newModel('a'));
    const other = await newModel('b');
    const { files } = (await registry.find({ kind: 'manifest', digest: manifest })).content;
    copyFileSync(
      join(other.directory, 'weights.bin'),
      blob(directory, `sha256:${files[0]?.sha256}`),
    );
    await expect(registry.extract(manifest, tempDir())).rejects.toMatchObject({
      code: 'registry-damaged',
      message: expect.stringContaining('weights.bin of flights'),
    });
  });
});
