import type { ModelConfig } from '../config/schema.ts';
import { type StepName, stepNames } from '../domain/step.ts';

const sections = {
  'data-validate': 'validate',
  'train-on-gpu-runner': 'train',
  'evaluate-gate': 'evaluate',
  'register-model': 'register',
  'deploy-canary': 'deploy',
  'drift-report': 'drift',
} as const satisfies Record<StepName, keyof ModelConfig>;

/** The steps that a model's configuration has a section for, or undefined where it has none. */
export function chainOf(model: ModelConfig): StepName[] | undefined {
  const chain = stepNames.filter((step) => model[sections[step]] !== undefined);
  return chain.length === 0 ? undefined : chain;
}
