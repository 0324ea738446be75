import type { Digest } from '../../shared/domain/digest.ts';
import type { StepRecord } from '../../shared/domain/record.ts';
import type {
  Deployed,
  Deployment,
  DeploymentEvent,
  RolloutStep,
  Stage,
} from '../../shared/domain/rollout.ts';
import { keptReasons, keptWith } from './kept-reasons.ts';

/** Who changes the deployment, and when. */
export interface Change {
  readonly at: string;
  readonly by: string | null;
}

/** What a rollout is asked to do. */
export interface RolloutRequest {
  readonly model: string;
  readonly target: Deployed;
  readonly steps: readonly RolloutStep[];
  readonly leaseMs: number;
}

export type Beginning =
  /** The model is stable already. */
  | { readonly kind: 'serving'; readonly deployment: Deployment }
  /** A rollout of this model with these steps was cut off: it goes on where it was. */
  | { readonly kind: 'resume'; readonly deployment: Deployment }
  | { readonly kind: 'start'; readonly deployment: Deployment };

const longestHistory = 200;

/**
 * The next state of a deployment. Each state differs from the last by one write, and every state
 * can be left at any time: what comes next is always worked out from the state alone.
 */
function next(
  before: Deployment,
  change: Change,
  what: Pick<DeploymentEvent, 'event' | 'model' | 'reason'> & { from?: Deployed | null },
  fields: Partial<Omit<Deployment, 'history' | 'revision'>>,
): Deployment {
  const after = { ...before, ...fields, revision: before.revision + 1 };
  const event: DeploymentEvent = {
    at: change.at,
    by: change.by,
    event: what.event,
    model: what.model,
    from: what.from ?? null,
    weight: after.weight,
    reason: what.reason,
  };
  return { ...after, history: [...before.history, event].slice(-longestHistory) };
}

/** Begin, or go on with, the rollout of a model. */
export function begin(
  before: Deployment | undefined,
  request: RolloutRequest,
  change: Change,
): Beginning {
  const { target, steps, leaseMs } = request;
  if (before?.stable?.id === target.id && before.canary === null) {
    if (before.phase !== 'stopped') return { kind: 'serving', deployment: before };
    const what = { event: 'started', model: target, reason: keptReasons.servedAgain } as const;
    return { kind: 'serving', deployment: next(before, change, what, { phase: 'promoted' }) };
  }
  if (before?.stable?.id === target.id) {
    // Another canary is under way; asking for stable again is turning that one away.
    return {
      kind: 'serving',
      deployment: abort(before, keptWith.otherAskedFor(target.label), change),
    };
  }
  if (before?.canary?.id === target.id && sameSteps(before, steps)) {
    if (before.phase === 'progressing') return { kind: 'resume', deployment: before };
    const what = { event: 'started', model: target, reason: keptReasons.goesOn } as const;
    const rollout = before.rollout && { ...before.rollout, step: -1, leaseMs };
    const fields = { phase: 'progressing', weight: 0, rollout } as const;
    return { kind: 'resume', deployment: next(before, change, what, fields) };
  }
  const replaced = before?.canary ?? null;
  const reason = replaced === null ? '' : keptWith.inPlaceOf(replaced.label);
  const rollout = { steps: [...steps], step: -1, stages: [], leaseMs };
  const fields = { phase: 'progressing', canary: target, weight: 0, rollout } as const;
  const what = { event: 'started', model: target, reason } as const;
  return {
    kind: 'start',
    deployment: next(before ?? nothing(request.model), change, what, fields),
  };
}

function nothing(model: string): Deployment {
  return {
    schema: 'mlops-deployment/1',
    model,
    revision: 0,
    phase: 'progressing',
    stable: null,
    canary: null,
    weight: 0,
    rollout: null,
    history: [],
  };
}

function sameSteps({ rollout }: Deployment, steps: readonly RolloutStep[]): boolean {
  const text = (list: readonly RolloutStep[]): string =>
    list.map(({ weight, forMs }) => `${weight}:${forMs}`).join();
  return rollout !== null && text(rollout.steps) === text(steps);
}

/**
 * The step after the one just passed; the promotion after the last. The canary's first weight is
 * set once it is ready; where nothing is stable yet there is nothing to compare with or to harm.
 *
 * @param passed what was seen in the step that ends here; undefined where none was under way.
 */
export function advance(before: Deployment, passed: Stage | undefined, change: Change): Deployment {
  const { rollout, canary, stable } = before;
  if (rollout === null || canary === null) throw new Error('no rollout is under way');
  const stages = passed === undefined ? rollout.stages : [...rollout.stages, passed];
  // After a pause the canary is made ready anew, then goes on after the stages it has passed.
  const step = stages.length;
  const upcoming = stable === null ? undefined : rollout.steps[step];
  if (upcoming === undefined) return promote(before, change);
  const { weight } = upcoming;
  const what = { event: 'weighted', model: canary, reason: keptWith.step(step + 1) } as const;
  return next(before, change, what, { weight, rollout: { ...rollout, stages, step } });
}

/** The canary becomes stable. One write: no state between, in which neither or both are. */
function promote(before: Deployment, change: Change): Deployment {
  const { canary, stable } = before;
  const what = {
    event: 'promoted',
    model: canary,
    from: stable,
    reason: stable === null ? keptReasons.first : keptReasons.passed,
  } as const;
  const fields = { phase: 'promoted', stable: canary, canary: null, weight: 0, rollout: null };
  return next(before, change, what, fields as Partial<Deployment>);
}

/** The canary is turned away: stable has all traffic again. */
export function abort(before: Deployment, reason: string, change: Change): Deployment {
  const what = { event: 'aborted', model: before.canary, reason } as const;
  const fields = { phase: 'rolled-back', canary: null, weight: 0, rollout: null } as const;
  return next(before, change, what, fields);
}

/** The canary keeps its place and loses its traffic until someone goes on. */
export function pause(before: Deployment, reason: string, change: Change): Deployment {
  const what = { event: 'paused', model: before.canary, reason } as const;
  return next(before, change, what, { phase: 'paused', weight: 0 });
}

export function stop(before: Deployment, change: Change): Deployment {
  const what = { event: 'stopped', model: before.stable, reason: '' } as const;
  const fields = { phase: 'stopped', canary: null, weight: 0, rollout: null } as const;
  return next(before, change, what, fields);
}

/** Make an earlier model stable again. */
export function returnTo(before: Deployment, target: Deployed, change: Change): Deployment {
  const what = {
    event: 'rolled-back',
    model: target,
    from: before.stable,
    reason: keptReasons.askedFor,
  } as const;
  const fields = { phase: 'rolled-back', stable: target, canary: null, weight: 0, rollout: null };
  return next(before, change, what, fields as Partial<Deployment>);
}

export type RollbackPlan =
  | { readonly kind: 'abort' }
  | { readonly kind: 'return'; readonly to: Deployed }
  /** Undone already: running a killed rollback again must not go deeper. */
  | { readonly kind: 'done'; readonly at: Deployed }
  | { readonly kind: 'impossible' };

/**
 * What a rollback does: turn away a canary under way, else undo the last promotion. Once that is
 * undone, a further rollback changes nothing, unless a model is named that was stable before.
 */
export function planRollback(before: Deployment, wanted: Digest | undefined): RollbackPlan {
  const { stable, canary, history } = before;
  if (stable === null) return { kind: 'impossible' };
  if (canary !== null && (wanted === undefined || wanted === stable.id)) return { kind: 'abort' };
  if (wanted !== undefined) {
    if (wanted === stable.id) return { kind: 'done', at: stable };
    const known = history.flatMap(({ event, model, from }) =>
      event === 'promoted' || event === 'rolled-back' ? [model, from] : [],
    );
    const target = known.find((model) => model?.id === wanted);
    return target ? { kind: 'return', to: target } : { kind: 'impossible' };
  }
  const last = history.findLast(({ event }) =>
    ['promoted', 'rolled-back', 'aborted'].includes(event),
  );
  if (last?.event === 'rolled-back' || last?.event === 'aborted')
    return { kind: 'done', at: stable };
  const previous = trail(history).at(-2);
  return previous === undefined ? { kind: 'impossible' } : { kind: 'return', to: previous };
}

/** The models that were stable one after the other; a rollback goes back to where it was. */
function trail(history: readonly DeploymentEvent[]): Deployed[] {
  const models: Deployed[] = [];
  for (const { event, model, from } of history) {
    if (model === null || (event !== 'promoted' && event !== 'rolled-back')) continue;
    // The history is cut off at its start: what a promotion replaced stood before it.
    if (models.length === 0 && from !== null) models.push(from);
    const at = models.findLastIndex(({ id }) => id === model.id);
    if (event === 'rolled-back' && at >= 0) models.length = at + 1;
    else models.push(model);
  }
  return models;
}

/** The events of the rollout that began last, oldest first. */
export function currentRollout({ history }: Deployment): readonly DeploymentEvent[] {
  const began = history.findLastIndex(
    ({ event, reason }) => event === 'started' && reason !== keptReasons.goesOn,
  );
  return history.slice(Math.max(0, began));
}

/** @param evidence the records the registry keeps with the model. */
export function hasPassedGate(evidence: readonly StepRecord[], model: Digest): boolean {
  return evidence.some(
    ({ step, verdict, subject }) =>
      step === 'evaluate-gate' &&
      subject.model === model &&
      (verdict === 'pass' || verdict === 'warn'),
  );
}
