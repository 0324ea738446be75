import type { Verdict } from '../../../shared/domain/verdict.ts';

export interface Outcome {
  mode: 'rollout' | 'rollback' | 'status' | 'stop';
  verdict: Verdict;
  /** What the deployment is in, as the step's output says it. */
  phase: string;
}

/**
 * How a forge shows what became of a deployment. A canary that was taken back failed, and what was
 * live before stays the environment's newest success; a rollback that was asked for succeeded.
 */
export function environmentState({ mode, verdict, phase }: Outcome) {
  if (mode === 'stop' || phase === 'stopped') return 'inactive';
  if (mode === 'rollback') return verdict === 'fail' ? 'failure' : 'success';
  if (phase === 'promoted') return verdict === 'fail' ? 'failure' : 'success';
  return phase === 'progressing' ? 'in_progress' : 'failure';
}
