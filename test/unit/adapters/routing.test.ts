import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOutcome, Routing } from '../../../shared/adapters/local-target/routing.ts';
import { Splitter } from '../../../shared/adapters/local-target/splitter.ts';
import {
  type Deployed,
  type Deployment,
  noTraffic,
  weightsOf,
} from '../../../shared/domain/rollout.ts';

describe('the splitter', () => {
  test('gives the canary exactly its weight in any hundred requests in a row', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 250 }),
        (weight, from) => {
          const splitter = new Splitter(weight);
          for (let i = 0; i < from; i++) splitter.next();
          const dealt = Array.from({ length: 100 }, () => splitter.next());
          expect(dealt.filter((one) => one === 'canary')).toHaveLength(weight);
        },
      ),
      { seed: 5 },
    );
  });

  test('spreads them evenly', () => {
    const splitter = new Splitter(25);
    const dealt = Array.from({ length: 12 }, () => (splitter.next() === 'canary' ? 'C' : '.'));
    expect(dealt.join('')).toBe('.C...C...C..');
  });

  test.each([-1, 101, 5.5, Number.NaN])('has no weight of %f', (weight) => {
    expect(() => new Splitter(weight)).toThrow('a weight is a whole number from 0 to 100');
  });
});

const model = (letter: string): Deployed => ({
  id: `sha256:${letter.repeat(64)}`,
  reference: '',
  label: letter,
});
const [old, fresh] = [model('a'), model('b')];

function deployment(weight: number, given: Partial<Deployment> = {}): Deployment {
  return {
    schema: 'mlops-deployment/1',
    model: 'flights',
    revision: 1,
    phase: 'progressing',
    stable: old,
    canary: fresh,
    weight,
    rollout: { steps: [], step: 0, stages: [], leaseMs: 1_000 },
    history: [],
    ...given,
  };
}

describe('routing', () => {
  const everyone = (_id: string): boolean => true;

  function at(weight: number) {
    let now = 0;
    const routing = new Routing(() => now);
    routing.adopt(deployment(weight));
    return {
      routing,
      wait: (milliseconds: number) => {
        now += milliseconds;
      },
    };
  }

  const modelsOf = (routing: Routing, isReady = everyone): Set<string | undefined> =>
    new Set(Array.from({ length: 20 }, () => routing.choose(isReady)?.model));

  test('shares between the two that are meant', () => {
    expect(modelsOf(at(50).routing)).toEqual(new Set([old.id, fresh.id]));
    expect(modelsOf(at(0).routing)).toEqual(new Set([old.id]));
  });

  test('a canary that is not ready gets nothing, and nothing is counted', () => {
    const { routing } = at(50);
    const onlyOld = (id: string): boolean => id === old.id;
    expect(modelsOf(routing, onlyOld)).toEqual(new Set([old.id]));
    expect(routing.choose(onlyOld)?.count).toBeUndefined();
  });

  test('a canary nobody watches gets nothing until somebody does', () => {
    const { routing, wait } = at(50);
    wait(1_000);
    expect(routing.weight(everyone)).toBe(50);
    wait(1);
    expect(routing.weight(everyone)).toBe(0);
    expect(modelsOf(routing)).toEqual(new Set([old.id]));
    routing.signOfLife();
    expect(routing.weight(everyone)).toBe(50);
  });

  test('a canary that was let be by the step keeps nothing either way', () => {
    const routing = new Routing(() => 0);
    routing.adopt(deployment(0, { phase: 'paused' }));
    expect(modelsOf(routing)).toEqual(new Set([old.id]));
  });

  test('nothing stable, nothing served', () => {
    const routing = new Routing(() => 0);
    expect(routing.choose(everyone)).toBeUndefined();
    routing.adopt(deployment(0, { stable: null }));
    expect(routing.choose(everyone)).toBeUndefined();
    routing.adopt(deployment(0, { phase: 'stopped' }));
    expect(routing.choose(everyone)).toBeUndefined();
  });

  test('weights add up to 100 wherever anything is stable', () => {
    for (let weight = 0; weight < 100; weight++) {
      const shares = weightsOf(deployment(weight), weight);
      expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBe(100);
    }
    expect(weightsOf(deployment(0, { stable: null }), 0).size).toBe(0);
  });
});

test('outcomes are counted by kind and by latency', () => {
  const traffic = noTraffic();
  countOutcome(traffic, { milliseconds: 0.01, isError: false, isStranger: false });
  countOutcome(traffic, { milliseconds: 1e9, isError: true, isStranger: false });
  countOutcome(traffic, { milliseconds: 10, isError: false, isStranger: true });
  expect(traffic).toMatchObject({ requests: 3, errors: 1, strangers: 1 });
  expect(traffic.latencies.at(0)).toBe(1);
  expect(traffic.latencies.at(-1)).toBe(1);
  expect(traffic.latencies.reduce((sum, count) => sum + count, 0)).toBe(3);
});
