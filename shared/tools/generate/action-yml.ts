import { stringify } from 'yaml';
import type { StepName } from '../../domain/step.ts';
import { type ActionDefinition, allInputs, allOutputs } from '../../kernel/define-action.ts';
import { generatedNotice, textDefault } from './text.ts';

/** Icon and colour on GitHub's marketplace, from the sets it allows. */
const branding: Readonly<Record<StepName, { icon: string; color: string }>> = {
  'data-validate': { icon: 'check-square', color: 'blue' },
  'train-on-gpu-runner': { icon: 'cpu', color: 'purple' },
  'evaluate-gate': { icon: 'bar-chart-2', color: 'green' },
  'register-model': { icon: 'package', color: 'gray-dark' },
  'deploy-canary': { icon: 'git-branch', color: 'yellow' },
  'drift-report': { icon: 'activity', color: 'orange' },
};

/** The metadata file of a step's GitHub action. */
export function actionYml(definition: ActionDefinition): string {
  const inputs = Object.entries(allInputs(definition)).map(([name, spec]) => {
    const value = name === 'token' ? `\${{ github.token }}` : textDefault(spec);
    const rest = value === undefined ? {} : { default: value };
    return [name, { description: spec.description, required: spec.required ?? false, ...rest }];
  });
  const bundle = `../dist/${definition.name}.js`;
  const action = {
    name: `mlops ${definition.name}`,
    description: definition.description,
    author: 'mlops-actions',
    inputs: Object.fromEntries(inputs),
    outputs: allOutputs(definition),
    runs: {
      using: 'node24',
      main: bundle,
      ...(definition.post ? { post: bundle, 'post-if': 'always()' } : {}),
    },
    branding: branding[definition.name as StepName],
  };
  return `${generatedNotice(definition)}${stringify(action, { lineWidth: 100 })}`;
}
