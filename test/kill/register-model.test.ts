import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ociLayoutRegistry } from '../../shared/adapters/oci-layout/registry.ts';
import { runKilledAt } from '../support/killable.ts';
import { tempDir } from '../support/temp-dir.ts';
import { judge, trainModel } from '../support/trained-model.ts';

const program = fileURLToPath(new URL('../support/register-cli.ts', import.meta.url));

/** A project whose first model is champion, and whose second is about to be. */
async function project(): Promise<string> {
  const directory = tempDir();
  judge(directory, await trainModel(directory, { 'weights.bin': 'one' }));
  await register(directory);
  judge(directory, await trainModel(directory, { 'weights.bin': 'two', 'serve.mjs': 'export {}' }));
  return directory;
}

const register = (directory: string, killAt?: number) =>
  runKilledAt(program, [directory, '{"model":"flights","alias":"champion"}'], killAt);

const registryOf = (directory: string) => ociLayoutRegistry('.mlops/registry', directory);

/** What must hold at every moment, whoever was killed where. */
async function expectSound(directory: string): Promise<void> {
  const registry = registryOf(directory);
  expect((await registry.verify()).damages).toEqual([]);
  const { aliases, versions, ledger } = await registry.state('flights');
  const known = versions.map(({ manifest }) => manifest);
  expect(known).toContain(aliases.champion);
  const last = ledger.findLast((entry) => entry.event === 'promoted');
  expect(last).toMatchObject({ to: aliases.champion });
}

/** Spread over the whole run: before, in and after each of the two commits, with the lock held. */
const points = Array.from({ length: 8 }, (_, i) => i);

test('killed at any change to a file and run again, a registration ends as if nothing had been', async () => {
  const start = await project();
  const whole = tempDir();
  cpSync(start, whole, { recursive: true });
  const counted = await register(whole);
  const changes = Number(/changes: (\d+)/u.exec(counted.stderr)?.[1]);
  expect(counted.code).toBe(0);
  expect(changes).toBeGreaterThan(30);
  const wanted = await registryOf(whole).state('flights');

  const places = points.map((i) => 1 + Math.floor((i * (changes - 1)) / (points.length - 1)));
  const tryPlace = async (place: number): Promise<void> => {
    const directory = tempDir();
    cpSync(start, directory, { recursive: true });
    const killed = await register(directory, place);
    expect(killed.code, `killed at change ${place}`).toBe(null);
    await expectSound(directory);
    const again = await register(directory);
    expect(again.stdout, `killed at change ${place}`).toMatch(/flights\/v2, now champion/u);
    expect(again.code).toBe(0);
    const state = await registryOf(directory).state('flights');
    expect(state.aliases).toEqual(wanted.aliases);
    expect(state.versions).toEqual(wanted.versions);
    expect(state.ledger.map((entry) => entry.event)).toEqual(
      wanted.ledger.map((entry) => entry.event),
    );
    await registryOf(directory).prune('flights', new Set(Object.values(state.aliases)));
    expect((await registryOf(directory).verify()).damages).toEqual([]);
  };
  for (const place of places) await tryPlace(place);
}, 120_000);
