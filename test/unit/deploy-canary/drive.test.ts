import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RolloutPolicy } from '../../../actions/deploy-canary/decide.ts';
import { type Driven, drive } from '../../../actions/deploy-canary/drive.ts';
import { begin } from '../../../actions/deploy-canary/plan.ts';
import type { Deployed } from '../../../shared/domain/rollout.ts';
import { Killed, type SimulatedModel, SimulatedTarget } from '../../support/simulated-target.ts';

const model = (letter: string): Deployed => ({
  id: `sha256:${letter.repeat(64)}`,
  reference: `registry@sha256:${letter.repeat(64)}`,
  label: `v-${letter}`,
});
const [old, fresh] = [model('a'), model('b')];

const policy: RolloutPolicy = {
  minRequests: 50,
  patienceMs: 60_000,
  tooLittleData: 'pause',
  errors: { alpha: 0.05, allowedRatio: 1, maxRate: undefined },
  latency: { quantile: 0.99, allowedRatio: 1.5, allowedIncreaseMs: 25 },
  quality: { rules: [], reading: undefined },
};
const steps = [
  { weight: 5, forMs: 2_000 },
  { weight: 50, forMs: 2_000 },
];

function targetWith(canary: SimulatedModel, rate = 1_000, stable: SimulatedModel = {}) {
  return new SimulatedTarget({ [old.id]: stable, [fresh.id]: canary }, rate);
}

/** What the step does each time it runs: begin or go on, then drive. */
async function roll(target: SimulatedTarget, to: Deployed, killAt = 0): Promise<Driven> {
  const world = target.world(killAt);
  const request = { model: 'flights', target: to, steps, leaseMs: 30_000 };
  const beginning = begin(target.deployment, request, world.change());
  if (beginning.deployment !== target.deployment) await world.write(beginning.deployment);
  return beginning.kind === 'serving'
    ? { deployment: beginning.deployment, stages: [], findings: [] }
    : drive(beginning.deployment, policy, world);
}

async function serving(target: SimulatedTarget): Promise<SimulatedTarget> {
  await roll(target, old);
  return target;
}

const codes = ({ findings }: Driven): string[] => findings.map(({ code }) => code);

describe('a rollout', () => {
  test('of the first model gives it everything once it is ready', async () => {
    const target = targetWith({});
    const { deployment } = await roll(target, old);
    expect(deployment).toMatchObject({ phase: 'promoted', stable: old, canary: null, weight: 0 });
  });

  test('of a good model goes through every weight and ends with it as stable', async () => {
    const target = await serving(targetWith({}));
    const { deployment, stages } = await roll(target, fresh);
    expect(deployment).toMatchObject({ phase: 'promoted', stable: fresh, canary: null });
    expect(stages.map(({ weight }) => weight)).toEqual([5, 50]);
    expect(target.written.slice(2).map(({ weight }) => weight)).toEqual([0, 5, 50, 0]);
    for (const { canary, stable } of stages) {
      expect(Math.min(canary.requests, stable.requests)).toBeGreaterThanOrEqual(50);
    }
  });

  test.each<[string, SimulatedModel, string, number]>([
    ['fails often', { errorPercent: 20 }, 'more-errors-than-stable', 5],
    ['is slow', { latencyMs: 200 }, 'slower-than-stable', 5],
    ['crashes under load', { crashAfterMs: 500 }, 'canary-crashed', 5],
    ['cannot be loaded', { broken: true }, 'canary-not-ready', 0],
  ])('takes back a model that %s', async (_how, canary, code, worst) => {
    const target = await serving(targetWith(canary));
    const driven = await roll(target, fresh);
    expect(codes(driven)).toEqual([code]);
    expect(driven.deployment).toMatchObject({
      phase: 'rolled-back',
      stable: old,
      canary: null,
      weight: 0,
    });
    expect(Math.max(...target.written.map(({ weight }) => weight))).toBe(worst);
  });

  test('tells that errors are as rare as in stable, however many there are', async () => {
    const target = await serving(targetWith({ errorPercent: 10 }, 1_000, { errorPercent: 10 }));
    expect((await roll(target, fresh)).deployment.stable).toEqual(fresh);
  });

  test('pauses where there is too little traffic, with all of it on stable, and goes on', async () => {
    const quiet = await serving(targetWith({}, 2));
    const driven = await roll(quiet, fresh);
    expect(codes(driven)).toEqual(['too-little-data']);
    expect(driven.deployment).toMatchObject({ phase: 'paused', weight: 0, canary: fresh });
    expect(driven.findings[0]?.message).toMatch(
      /^At a weight of 5 the canary answered \d+ requests and stable \d+; 50 of each are needed/u,
    );
  });
});

describe('killed before any effect and run again', () => {
  const outcomes: [string, SimulatedModel, Deployed][] = [
    ['a good model is stable', {}, fresh],
    ['a bad one is not', { errorPercent: 30 }, old],
    ['a broken one is not', { broken: true }, old],
  ];

  test.each(outcomes)('in the end %s', async (_what, canary, winner) => {
    const whole = await serving(targetWith(canary));
    expect((await roll(whole, fresh)).deployment.stable).toEqual(winner);
    const effects = await countEffects(canary);
    for (let killAt = 1; killAt <= effects; killAt++) {
      const target = await serving(targetWith(canary));
      await expect(roll(target, fresh, killAt)).rejects.toBeInstanceOf(Killed);
      const { deployment } = await roll(target, fresh);
      expect(deployment, `killed before effect ${killAt}`).toMatchObject({
        stable: winner,
        canary: null,
        weight: 0,
      });
      expect(deployment.phase).toBe(winner === fresh ? 'promoted' : 'rolled-back');
    }
  });

  test('again and again, at any places, whatever the models are', async () => {
    const behaviour = fc.record({
      errorPercent: fc.constantFrom(0, 0, 30),
      latencyMs: fc.constantFrom(10, 10, 300),
      broken: fc.constantFrom(false, false, false, true),
    });
    const kills = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(behaviour, kills, async (canary, places) => {
        const target = await serving(targetWith(canary));
        for (const killAt of places) {
          await roll(target, fresh, killAt).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
        }
        const { deployment } = await roll(target, fresh);
        const isGood = !canary.broken && canary.errorPercent === 0 && canary.latencyMs === 10;
        expect(deployment.stable).toEqual(isGood ? fresh : old);
        expect(deployment.weight).toBe(0);
        expect(target.written.every(({ weight }) => weight >= 0 && weight < 100)).toBe(true);
      }),
      { seed: 20_260_301, numRuns: 60 },
    );
  });

  test('for another model: the canary under way makes room, stable stays', async () => {
    const target = await serving(targetWith({}));
    await expect(roll(target, fresh, 20)).rejects.toBeInstanceOf(Killed);
    expect(target.deployment?.weight).toBe(5);
    const third = model('c');
    await expect(roll(target, third, 2)).rejects.toBeInstanceOf(Killed);
    expect(target.deployment).toMatchObject({ stable: old, canary: third, weight: 0 });
    expect((await roll(target, third)).deployment.stable).toEqual(third);
  });

  test('for stable itself: the canary under way is turned away', async () => {
    const target = await serving(targetWith({}));
    await expect(roll(target, fresh, 20)).rejects.toBeInstanceOf(Killed);
    const { deployment } = await roll(target, old);
    expect(deployment).toMatchObject({ stable: old, canary: null, weight: 0 });
  });
});

/** How many effects a whole rollout has. */
async function countEffects(canary: SimulatedModel): Promise<number> {
  for (let killAt = 1; ; killAt++) {
    const target = await serving(targetWith(canary));
    const ended = await roll(target, fresh, killAt).then(
      () => true,
      () => false,
    );
    if (ended) return killAt - 1;
  }
}
