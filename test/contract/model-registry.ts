import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelIdentity } from '../../shared/domain/model-version.ts';
import { digestDirectory } from '../../shared/files/digest-file.ts';
import type { ModelRegistry, NewModel } from '../../shared/ports/model-registry.ts';
import { stepRecord } from '../support/step-records.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A model of one file, ready to register; in a folder of the test where none is given. */
export async function newModel(
  content: string,
  given: Partial<NewModel> & { path?: string } = {},
): Promise<NewModel> {
  const { path = 'weights.bin', directory = tempDir(), ...rest } = given;
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), content);
  const files = await digestDirectory(directory);
  const known = { files, config: null, code: null, data: null, environment: null };
  const at = '2026-01-01T10:00:00.000Z';
  return {
    name: 'flights',
    id: modelIdentity(known),
    content: known,
    directory,
    version: undefined,
    evidence: [],
    at,
    by: 'ada',
    ...rest,
  };
}

const move = (from: string | null, to: string) => ({
  event: 'promoted' as const,
  alias: 'champion',
  from,
  to,
  at: '2026-01-02T10:00:00.000Z',
  by: null,
  reason: 'gate passed',
});

/** What every registry keeps to. `open` gives another view of the same registry each time. */
export function testModelRegistry(name: string, make: () => () => ModelRegistry): void {
  describe(`${name} as a registry`, () => {
    test('is empty at first', async () => {
      const open = make();
      expect(await open().state('flights')).toEqual({ versions: [], aliases: {}, ledger: [] });
      expect(await open().verify()).toEqual({ blobs: 0, bytes: 0, damages: [], strays: [] });
    });

    test('gives back the very bytes', async () => {
      const open = make();
      const model = await newModel('\u0000weights\n', { path: 'deep/er/weights.bin' });
      const { manifest } = await open().register(model);
      const directory = tempDir();
      await open().extract(manifest, directory);
      expect(readFileSync(join(directory, 'deep/er/weights.bin'), 'utf8')).toBe('\u0000weights\n');
      const found = await open().find({ kind: 'manifest', digest: manifest });
      expect(found).toMatchObject({ name: 'flights', id: model.id, content: model.content });
    });

    test('the same model is the same version, another one the next', async () => {
      const open = make();
      const first = await open().register(await newModel('a'));
      expect(first).toMatchObject({ version: 'v1', created: true });
      expect(await open().register(await newModel('a'))).toEqual({ ...first, created: false });
      expect(await open().register(await newModel('b'))).toMatchObject({ version: 'v2' });
      const { versions, ledger } = await open().state('flights');
      expect(versions.map(({ version, size }) => [version, size])).toEqual([
        ['v1', 1],
        ['v2', 1],
      ]);
      expect(ledger.map((entry) => entry.event)).toEqual(['registered', 'registered']);
    });

    test('equal bytes under two names are two files', async () => {
      const open = make();
      const model = await newModel('same');
      writeFileSync(join(model.directory, 'again.bin'), 'same');
      const files = await digestDirectory(model.directory);
      const content = { ...model.content, files };
      const { manifest } = await open().register({ ...model, content, id: modelIdentity(content) });
      const directory = tempDir();
      await open().extract(manifest, directory);
      expect(readFileSync(join(directory, 'again.bin'), 'utf8')).toBe('same');
      expect(await digestDirectory(directory)).toEqual(files);
    });

    test('models of other names are apart', async () => {
      const open = make();
      await open().register(await newModel('a'));
      const other = await open().register(await newModel('a', { name: 'trains' }));
      expect(other.version).toBe('v1');
      expect((await open().state('flights')).versions).toHaveLength(1);
    });

    test('an alias moves from where one thinks it is, or not at all', async () => {
      const open = make();
      const one = await open().register(await newModel('a'));
      const two = await open().register(await newModel('b'));
      await open().moveAlias('flights', move(null, one.manifest));
      await expect(open().moveAlias('flights', move(null, two.manifest))).rejects.toMatchObject({
        code: 'alias-moved-meanwhile',
      });
      await open().moveAlias('flights', move(one.manifest, two.manifest));
      const state = await open().state('flights');
      expect(state.aliases).toEqual({ champion: two.manifest });
      expect(state.ledger.filter(({ event }) => event === 'promoted')).toEqual([
        move(null, one.manifest),
        move(one.manifest, two.manifest),
      ]);
    });

    test('an alias never names what is not there', async () => {
      const open = make();
      await open().register(await newModel('a'));
      const nowhere = `sha256:${'0'.repeat(64)}`;
      await expect(open().moveAlias('flights', move(null, nowhere))).rejects.toMatchObject({
        code: 'registry-damaged',
      });
    });

    test('of many who move an alias at once, one wins', async () => {
      const open = make();
      const models = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => newModel(text)));
      const registered = [];
      for (const model of models) registered.push(await open().register(model));
      const moves = registered.map(({ manifest }) =>
        open()
          .moveAlias('flights', move(null, manifest))
          .then(
            () => manifest,
            () => undefined,
          ),
      );
      const winners = (await Promise.all(moves)).filter((winner) => winner !== undefined);
      expect(winners).toHaveLength(1);
      expect((await open().state('flights')).aliases).toEqual({ champion: winners[0] });
    });

    test('many who register at once get numbers without gap or double', async () => {
      const open = make();
      const models = await Promise.all([...'abcdef'].map((text) => newModel(text)));
      const given = await Promise.all(models.map((model) => open().register(model)));
      expect(given.map(({ version }) => version).toSorted()).toEqual(
        [1, 2, 3, 4, 5, 6].map((n) => `v${n}`),
      );
      expect((await open().verify()).damages).toEqual([]);
    });

    test('keeps the newest record of each step, and equal ones once', async () => {
      const open = make();
      const gate = stepRecord('evaluate-gate');
      const { manifest } = await open().register(await newModel('a', { evidence: [gate] }));
      const later = { ...gate, finished: '2026-01-05T10:00:00.000Z' };
      await open().register(await newModel('a', { evidence: [later] }));
      expect(await open().evidence(manifest)).toEqual([gate]);
      const other = { ...later, summary: 'judged again' };
      await open().register(await newModel('a', { evidence: [other] }));
      expect(await open().evidence(manifest)).toEqual([other]);
    });

    test('refuses files that change while they are read', async () => {
      const open = make();
      const model = await newModel('a');
      writeFileSync(join(model.directory, 'weights.bin'), 'b');
      await expect(open().register(model)).rejects.toMatchObject({ code: 'model-changed' });
      expect((await open().state('flights')).versions).toEqual([]);
    });

    test('prunes what nobody keeps, and nothing else', async () => {
      const open = make();
      const one = await open().register(await newModel('a'));
      const two = await open().register(await newModel('b'));
      const pruned = await open().prune('flights', new Set([two.manifest]));
      expect(pruned.versions).toEqual(['v1']);
      expect(pruned.blobs).toBeGreaterThan(0);
      expect((await open().state('flights')).versions.map(({ version }) => version)).toEqual([
        'v2',
      ]);
      expect((await open().verify()).damages).toEqual([]);
      await expect(open().find({ kind: 'manifest', digest: one.manifest })).rejects.toMatchObject({
        code: 'model-version-unknown',
      });
    });
  });
}
