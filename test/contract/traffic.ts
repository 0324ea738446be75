import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { abort, advance, begin, pause, returnTo, stop } from '../../actions/deploy-canary/plan.ts';
import type { Digest } from '../../shared/domain/digest.ts';
import { type ModelContent, modelIdentity } from '../../shared/domain/model-version.ts';
import type { Answer, Deployed, Deployment } from '../../shared/domain/rollout.ts';
import { digestDirectory } from '../../shared/files/digest-file.ts';
import type { NamedTensor } from '../../shared/ports/model-entry.ts';
import type { Traffic } from '../../shared/ports/traffic.ts';
import { type ModelBehaviour, writeModel } from '../support/serving-models.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const change = { at: '2026-03-01T12:00:00.000Z', by: null };
export const rows: readonly NamedTensor[] = [
  { name: 'x', datatype: 'FP64', shape: [2], data: [1, 2] },
];

/** What a model answers to `rows`: who it is, and a score. */
export const answerBy = (model: Digest): unknown => ({
  status: 200,
  model,
  outputs: [
    { name: 'score', datatype: 'FP64', shape: [2], data: [expect.any(Number), expect.any(Number)] },
  ],
});

/** A model in its place, and what a deployment says about it. */
export async function installed(
  traffic: Traffic,
  behaviour: ModelBehaviour,
): Promise<Deployed & { content: ModelContent }> {
  const directory = writeModel(join(tempDir(), 'model'), behaviour);
  const files = await digestDirectory(directory);
  const content = { files, config: null, code: null, data: null, environment: null };
  const id = modelIdentity(content);
  await traffic.install({ id, content }, async (target) => {
    cpSync(directory, target, { recursive: true });
  });
  return { id, reference: `registry@${id}`, label: `bias ${behaviour.bias}`, content };
}

const deployed = ({ id, reference, label }: Deployed): Deployed => ({ id, reference, label });

/** The deployment in which `target` starts as canary. */
export function starting(
  before: Deployment | undefined,
  target: Deployed,
  weights: readonly number[] = [],
  leaseMs = 60_000,
): Deployment {
  const steps = weights.map((weight) => ({ weight, forMs: 0 }));
  const request = { model: 'flights', target: deployed(target), steps, leaseMs };
  return begin(before, request, change).deployment;
}

const none = { requests: 0, errors: 0, strangers: 0, latencies: [] };
const passed = { weight: 1, canary: none, stable: none };

async function ready(traffic: Traffic, model: Deployed): Promise<void> {
  await until(
    async () => (await traffic.observe()).servers[model.id]?.state === 'ready',
    `${model.label} is ready`,
  );
}

async function settled(traffic: Traffic, { revision }: Deployment): Promise<void> {
  await until(async () => (await traffic.observe()).revision === revision, `revision ${revision}`);
}

/** Serve a first model, and roll another one out up to its first weight. */
async function sharing(traffic: Traffic, weight: number, leaseMs?: number, bad = {}) {
  const old = await installed(traffic, { bias: 1 });
  const fresh = await installed(traffic, { bias: 2, ...bad });
  await traffic.write(starting(undefined, old));
  await ready(traffic, old);
  const first = advance((await traffic.read()) as Deployment, undefined, change);
  await traffic.write(first);
  const began = starting(first, fresh, [weight], leaseMs);
  await traffic.write(began);
  await ready(traffic, fresh);
  const shared = advance(began, undefined, change);
  await traffic.write(shared);
  await settled(traffic, shared);
  return { old, fresh, shared };
}

/** Clients that never stop asking. Ends with every answer they got. */
function clients(traffic: Traffic, count: number) {
  let open = true;
  const answers: Answer[] = [];
  const ask = async (): Promise<void> => {
    while (open) answers.push(await traffic.infer(rows));
  };
  const asking = Array.from({ length: count }, ask);
  return {
    /** Until each has been answered since: what a change did to them shows only then. */
    async answered() {
      const enough = answers.length + 2 * count;
      await until(async () => answers.length >= enough, `${enough} answers`);
    },
    async end() {
      open = false;
      await Promise.all(asking);
      return answers;
    },
  };
}

/** What every target keeps to. `open` gives another step's view of the same target each time. */
export function testTraffic(name: string, make: () => () => Traffic): void {
  const target = (): Traffic => {
    const open = make();
    onTestFinished(async () => {
      const traffic = open();
      const deployment = await traffic.read();
      if (deployment !== undefined) await traffic.stop(stop(deployment, change));
    });
    return open();
  };

  describe(`${name} as a target`, () => {
    test('has nothing at first', async () => {
      const traffic = target();
      expect(await traffic.read()).toBeUndefined();
      expect(await traffic.look()).toBeUndefined();
      expect(await traffic.endpoint()).toBeUndefined();
    });

    test('serves a model that says which one it is', async () => {
      const traffic = target();
      const model = await installed(traffic, { bias: 1 });
      await traffic.write(starting(undefined, model));
      await ready(traffic, model);
      expect(await traffic.inputsOf(model.id)).toEqual([
        { name: 'x', datatype: 'FP64', shape: [-1] },
      ]);
      expect(await traffic.infer(rows, model.id)).toEqual(answerBy(model.id));
      const next = advance((await traffic.read()) as Deployment, undefined, change);
      await traffic.write(next);
      await settled(traffic, next);
      expect(await traffic.infer(rows)).toEqual(answerBy(model.id));
    });

    test('shares requests exactly by weight, and counts them', async () => {
      const traffic = target();
      const { old, fresh } = await sharing(traffic, 20, undefined, { failEvery: 2 });
      const answers: Answer[] = [];
      for (let i = 0; i < 100; i++) answers.push(await traffic.infer(rows));
      const by = (id: Digest): number => answers.filter(({ model }) => model === id).length;
      expect(by(old.id)).toBe(80);
      expect(by(fresh.id)).toBe(10);
      const { weight, stage, stable } = await traffic.observe();
      expect(weight).toBe(20);
      expect(stable).toBe(old.id);
      expect(stage.canary).toMatchObject({ requests: 20, errors: 10, strangers: 0 });
      expect(stage.stable).toMatchObject({ requests: 80, errors: 0, strangers: 0 });
      const counted = stage.canary.latencies.reduce((sum, count) => sum + count, 0);
      expect(counted).toBe(20);
    });

    test('answers every request while weights change and models come and go', async () => {
      const traffic = target();
      const { old, fresh, shared } = await sharing(traffic, 50);
      const asking = clients(traffic, 4);
      const say = async (next: Deployment): Promise<Deployment> => {
        await traffic.write(next);
        await settled(traffic, next);
        await asking.answered();
        return next;
      };
      const promoted = await say(advance(shared, passed, change));
      const back = await say(returnTo(promoted, deployed(old), change));
      const again = await say(starting(back, fresh, [10, 90]));
      await ready(traffic, fresh);
      const ten = await say(advance(again, undefined, change));
      const ninety = await say(advance(ten, passed, change));
      await say(abort(ninety, 'enough', change));
      const answers = await asking.end();
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      const models = new Set(answers.map(({ model }) => model));
      expect(models).toEqual(new Set([old.id, fresh.id]));
    });

    test('says why a model cannot be served', async () => {
      const traffic = target();
      const model = await installed(traffic, { bias: 1, broken: true });
      await traffic.write(starting(undefined, model));
      const server = await until(async () => {
        const found = (await traffic.observe()).servers[model.id];
        return found?.state === 'failed' && found;
      }, 'the server failed');
      expect(server.error).toContain('these weights do not fit this model');
    });

    test('hides a crash of the canary from clients, and tells the step', async () => {
      const traffic = target();
      const { old, fresh } = await sharing(traffic, 50, undefined, { dieAt: 5 });
      const asking = clients(traffic, 2);
      const report = await until(async () => {
        const found = await traffic.observe();
        const isSeen = (found.servers[fresh.id]?.restarts ?? 0) > 0;
        return isSeen && found.stage.canary.errors > 0 && found;
      }, 'the crash was seen and counted');
      expect(report.stage.stable.errors).toBe(0);
      const answers = await asking.end();
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(answers.at(-1)?.model === old.id || answers.at(-1)?.model === fresh.id).toBe(true);
    });

    test('gives all traffic back to stable when no step watches, until one is back', async () => {
      const traffic = target();
      const { old } = await sharing(traffic, 50, 400);
      expect((await traffic.observe()).weight).toBe(50);
      await until(async () => (await traffic.look())?.weight === 0, 'the lease ran out');
      const answers = [];
      for (let i = 0; i < 10; i++) answers.push(await traffic.infer(rows));
      expect(new Set(answers.map(({ model }) => model))).toEqual(new Set([old.id]));
      const { weight, stage } = await traffic.observe();
      expect(weight).toBe(50);
      expect(stage.stable.requests, 'unwatched requests are not compared').toBe(0);
    });

    test('a pause leaves the canary ready and without traffic', async () => {
      const traffic = target();
      const { old, fresh, shared } = await sharing(traffic, 50);
      const paused = pause(shared, 'enough for today', change);
      await traffic.write(paused);
      await settled(traffic, paused);
      for (let i = 0; i < 4; i++) expect((await traffic.infer(rows)).model).toBe(old.id);
      expect(await traffic.infer(rows, fresh.id)).toEqual(answerBy(fresh.id));
    });

    test('one step at a time', async () => {
      const traffic = target();
      await traffic.exclusive(async () => {
        await expect(traffic.exclusive(async () => undefined)).rejects.toMatchObject({
          code: 'rollout-in-progress',
        });
      });
      expect(await traffic.exclusive(async () => 'free again')).toBe('free again');
    });

    test('stops, and starts again where it was', async () => {
      const traffic = target();
      const { old, shared } = await sharing(traffic, 50);
      const endpoint = await traffic.endpoint();
      const stopped = stop(shared, change);
      await traffic.stop(stopped);
      expect(await traffic.look()).toBeUndefined();
      const again = starting(stopped, old);
      await traffic.write(again);
      await settled(traffic, again);
      expect(await traffic.infer(rows)).toEqual(answerBy(old.id));
      expect(await traffic.endpoint()).toBe(endpoint);
    });
  });
}
