import { describe, expect, test } from 'vitest';
import {
  compareLatency,
  decide,
  type Observation,
  type RolloutPolicy,
  requestsToBound,
} from '../../../actions/deploy-canary/decide.ts';
import { latencyBounds, type VersionTraffic } from '../../../shared/domain/rollout.ts';

const policy: RolloutPolicy = {
  minRequests: 50,
  patienceMs: 10_000,
  tooLittleData: 'pause',
  errors: { alpha: 0.05, allowedRatio: 1, maxRate: undefined },
  latency: { quantile: 0.99, allowedRatio: 1.5, allowedIncreaseMs: 25 },
  quality: { rules: [], reading: undefined },
};

function traffic(requests: number, errors = 0, latencyMs = 10, strangers = 0): VersionTraffic {
  const bucket = latencyBounds.findIndex((bound) => latencyMs <= bound);
  const latencies = latencyBounds.map((_, i) => (i === bucket ? requests : 0));
  return { requests, errors, strangers, latencies };
}

function seen(
  canary: VersionTraffic,
  stable: VersionTraffic,
  given: Partial<Observation> = {},
): Observation {
  return {
    passed: [],
    current: { weight: 20, canary, stable },
    step: { weight: 20, forMs: 30_000 },
    stepCount: 2,
    elapsedMs: 30_000,
    answers: { canary: [], stable: [] },
    canary: { isFailed: false, crashes: 0 },
    ...given,
  };
}

const outcome = (observation: Observation, rules = policy): string => {
  const decision = decide(observation, rules);
  return 'finding' in decision ? `${decision.kind}: ${decision.finding.code}` : decision.kind;
};

describe('what to do with a canary', () => {
  test.each<[string, Observation, string]>([
    ['as good as stable', seen(traffic(200), traffic(800)), 'advance'],
    ['good, too early', seen(traffic(200), traffic(800), { elapsedMs: 29_999 }), 'wait'],
    ['too few requests, still patient', seen(traffic(49), traffic(800)), 'wait'],
    [
      'too few requests, out of patience',
      seen(traffic(49), traffic(800), { elapsedMs: 40_000 }),
      'pause: too-little-data',
    ],
    [
      'too few requests of stable',
      seen(traffic(800), traffic(10), { elapsedMs: 40_000 }),
      'pause: too-little-data',
    ],
    [
      'many errors, at once',
      seen(traffic(30, 12), traffic(120, 0), { elapsedMs: 1_000 }),
      'roll-back: more-errors-than-stable',
    ],
    ['errors as often as stable', seen(traffic(200, 20), traffic(800, 80)), 'advance'],
    ['one error is no evidence', seen(traffic(200, 1), traffic(800, 0)), 'advance'],
    ['slow', seen(traffic(800, 0, 100), traffic(800)), 'roll-back: slower-than-stable'],
    [
      'slow, but the step has not ended',
      seen(traffic(800, 0, 100), traffic(800), { elapsedMs: 1_000 }),
      'wait',
    ],
    ['three times as slow, by a blink', seen(traffic(800, 0, 30), traffic(800)), 'advance'],
    ['30 ms slower, by a tenth', seen(traffic(800, 0, 330), traffic(800, 0, 300)), 'advance'],
    [
      'a server that ended',
      seen(traffic(800), traffic(800), { canary: { isFailed: false, crashes: 1 } }),
      'roll-back: canary-crashed',
    ],
    [
      'answers of another model',
      seen(traffic(800, 0, 10, 1), traffic(800)),
      'roll-back: answered-by-another-model',
    ],
  ])('%s', (_what, observation, expected) => {
    expect(outcome(observation)).toBe(expected);
  });

  test('evidence adds up over steps of different weight', () => {
    const one = { weight: 5, canary: traffic(100, 4), stable: traffic(1900, 10) };
    const now = seen(traffic(200, 8), traffic(800, 5));
    expect(outcome({ ...seen(traffic(0), traffic(0)), current: one, elapsedMs: 0 })).toBe('wait');
    expect(outcome({ ...now, passed: [one], elapsedMs: 0 })).toMatch(/^roll-back: more-errors/u);
  });

  test('a ceiling on the error rate holds whatever stable does', () => {
    const even = (canary: VersionTraffic, stable: VersionTraffic): Observation => ({
      ...seen(canary, stable),
      current: { weight: 50, canary, stable },
    });
    const both = even(traffic(400, 80), traffic(400, 80));
    const rules = { ...policy, errors: { ...policy.errors, maxRate: 0.1 } };
    expect(outcome(both)).toBe('advance');
    expect(outcome(both, rules)).toBe('roll-back: error-rate-too-high');
    expect(outcome(even(traffic(60, 7), traffic(60, 7)), rules)).toBe('advance');
  });

  test.each([
    ['pause', 'pause: too-little-data'],
    ['roll-back', 'roll-back: too-little-data'],
    ['promote', 'advance'],
  ] as const)('too little data, policy %s', (tooLittleData, expected) => {
    const starved = seen(traffic(3), traffic(5), { elapsedMs: 60_000 });
    expect(outcome(starved, { ...policy, tooLittleData })).toBe(expected);
  });

  test('says in words and figures why', () => {
    const decision = decide(seen(traffic(30, 12), traffic(120, 0)), policy);
    if (decision.kind !== 'roll-back') throw new Error(decision.kind);
    expect(decision.finding.message).toMatch(
      /^The canary failed 12 of 30 requests, stable 0 of 120: .* 2\.4 were to be expected \(e-value .*, enough is 20\.0\)\.$/u,
    );
  });
});

describe('latency', () => {
  const stage = (requests: number) => ({
    weight: 50,
    canary: traffic(requests, 0, 100),
    stable: traffic(requests),
  });

  test.each([
    [20, 0.75],
    [5, 0.5],
    [36, 0.9],
    [72, 0.95],
    [367, 0.95],
    [368, 0.99],
  ])('%i requests can tell of quantile %f', (requests, quantile) => {
    expect(compareLatency(stage(requests), policy, 2)?.quantile).toBe(quantile);
  });

  test('bounds a quantile as the binomial says: .99^n at most 2.5 %', () => {
    const n = requestsToBound(0.99, 0.025);
    expect(0.99 ** n).toBeLessThanOrEqual(0.025);
    expect(0.99 ** (n - 1)).toBeGreaterThan(0.025);
  });

  test('nothing answered, nothing compared', () => {
    expect(compareLatency(stage(0), policy, 2)).toBeUndefined();
  });
});
