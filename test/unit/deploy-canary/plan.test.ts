import { describe, expect, test } from 'vitest';
import * as plan from '../../../actions/deploy-canary/plan.ts';
import { parseShortSteps, rolloutSteps } from '../../../actions/deploy-canary/request.ts';
import {
  type Deployed,
  type Deployment,
  deploymentSchema,
} from '../../../shared/domain/rollout.ts';

const change = { at: '2026-03-01T12:00:00.000Z', by: 'ada' };
const model = (n: number): Deployed => ({
  id: `sha256:${String(n).repeat(64)}`,
  reference: `registry@sha256:${String(n).repeat(64)}`,
  label: `v${n}`,
});

function started(before: Deployment | undefined, n: number): Deployment {
  const steps = [{ weight: 50, forMs: 1 }];
  const request = { model: 'flights', target: model(n), steps, leaseMs: 1_000 };
  return plan.begin(before, request, change).deployment;
}

/** Models promoted one after the other. */
function promoted(...numbers: number[]): Deployment {
  let deployment: Deployment | undefined;
  for (const n of numbers) {
    deployment = started(deployment, n);
    while (deployment.phase === 'progressing') {
      const stage = deployment.rollout?.step === 0 ? emptyStage : undefined;
      deployment = plan.advance(deployment, stage, change);
    }
  }
  if (deployment === undefined) throw new Error('no model');
  return deployment;
}

const none = { requests: 0, errors: 0, strangers: 0, latencies: [] };
const emptyStage = { weight: 50, canary: none, stable: none };

describe('rollback', () => {
  const after = (before: Deployment, wanted?: number): string => {
    const planned = plan.planRollback(before, wanted === undefined ? undefined : model(wanted).id);
    return planned.kind === 'return' ? `return to ${planned.to.label}` : planned.kind;
  };

  test('undoes the last promotion, once', () => {
    const three = promoted(1, 2, 3);
    expect(after(three)).toBe('return to v2');
    const back = plan.returnTo(three, model(2), change);
    expect(after(back)).toBe('done');
    expect(back).toMatchObject({ phase: 'rolled-back', stable: model(2), weight: 0 });
  });

  test('goes further back by name, only to what was stable', () => {
    const three = promoted(1, 2, 3);
    expect(after(three, 1)).toBe('return to v1');
    expect(after(three, 3)).toBe('done');
    expect(after(three, 4)).toBe('impossible');
  });

  test('turns away a canary under way, and running it again leaves stable alone', () => {
    const under = plan.advance(started(promoted(1, 2), 3), undefined, change);
    expect(under.weight).toBe(50);
    expect(after(under)).toBe('abort');
    expect(after(plan.abort(under, 'asked for', change))).toBe('done');
  });

  test('after a rollback and a promotion returns to where that came from', () => {
    const back = plan.returnTo(promoted(1, 2, 3), model(2), change);
    let four = started(back, 4);
    while (four.phase === 'progressing') {
      four = plan.advance(four, four.rollout?.step === 0 ? emptyStage : undefined, change);
    }
    expect(after(four)).toBe('return to v2');
  });

  test('has nowhere to go from the first, or from nothing', () => {
    expect(after(promoted(1))).toBe('impossible');
    expect(after(started(undefined, 1))).toBe('impossible');
  });

  test('a stopped deployment keeps its stable for the next start', () => {
    const stopped = plan.stop(promoted(1, 2), change);
    expect(stopped).toMatchObject({ phase: 'stopped', stable: model(2) });
    expect(after(stopped)).toBe('return to v1');
    expect(started(stopped, 2)).toMatchObject({ phase: 'promoted', stable: model(2) });
  });
});

test('a deployment with a weight and no stable cannot be written', () => {
  const under = plan.advance(started(promoted(1), 2), undefined, change);
  expect(deploymentSchema.safeParse(under).success).toBe(true);
  expect(deploymentSchema.safeParse({ ...under, stable: null }).success).toBe(false);
  expect(deploymentSchema.safeParse({ ...under, weight: 100 }).success).toBe(false);
});

describe('steps in short', () => {
  test('are weights and durations', () => {
    expect(parseShortSteps('5:30s, 50%:1.5m ,100')).toEqual([
      { weight: 5, for: '30s' },
      { weight: 50, for: '1.5m' },
      { weight: 100 },
    ]);
  });

  test.each(['5', '5:30s,,100', 'five:30s', '5:30', '5:30s:1', '-5:30s', '5;30s', ''])(
    'are not %j, or say so later',
    (text) => {
      const steps = parseShortSteps(text);
      expect(steps === undefined || steps.some((step) => step.for === undefined)).toBe(true);
    },
  );

  test('leave the last, of 100, to the promotion', () => {
    expect(rolloutSteps([{ weight: 5, for: 10 }, { weight: 100 }])).toEqual([
      { weight: 5, forMs: 10 },
    ]);
  });
});
