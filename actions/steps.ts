import type { StepName } from '../shared/domain/step.ts';
import type { Start } from '../shared/hosts/start.ts';
import type { ActionDefinition } from '../shared/kernel/define-action.ts';
import { definition as dataValidate } from './data-validate/definition.ts';
import { definition as deployCanary } from './deploy-canary/definition.ts';
import { definition as driftReport } from './drift-report/definition.ts';
import { definition as evaluateGate } from './evaluate-gate/definition.ts';
import { definition as registerModel } from './register-model/definition.ts';
import { definition as trainOnGpuRunner } from './train-on-gpu-runner/definition.ts';

interface Entry {
  readonly definition: ActionDefinition;
  /** Load the step and run it on the host of this process. Resolves to the exit code. */
  launch(): Promise<number>;
}

/** The code of a step is loaded only when it runs, so that a small step starts fast. */
function entry<D extends ActionDefinition>(
  definition: D,
  load: () => Promise<{ step: Start<D> }>,
): Entry {
  const launch = async (): Promise<number> => {
    const [{ start }, { step }] = await Promise.all([import('../shared/hosts/start.ts'), load()]);
    return start(step);
  };
  return { definition, launch };
}

/** The six steps, in the order a model passes them. */
export const steps: Readonly<Record<StepName, Entry>> = {
  'data-validate': entry(dataValidate, () => import('./data-validate/main.ts')),
  'train-on-gpu-runner': entry(trainOnGpuRunner, () => import('./train-on-gpu-runner/main.ts')),
  'evaluate-gate': entry(evaluateGate, () => import('./evaluate-gate/main.ts')),
  'register-model': entry(registerModel, () => import('./register-model/main.ts')),
  'deploy-canary': entry(deployCanary, () => import('./deploy-canary/main.ts')),
  'drift-report': entry(driftReport, () => import('./drift-report/main.ts')),
};

export function isStep(name: string): name is StepName {
  return Object.hasOwn(steps, name);
}

export function launch(name: StepName): Promise<number> {
  return steps[name].launch();
}
