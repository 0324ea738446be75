import { stringify } from 'yaml';
import type { ActionDefinition } from '../../../kernel/define-action.ts';
import { generatedNotice } from '../text.ts';
import { type ContainerStep, containerStep, workspacePath } from './container-step.ts';

/** A step as a Kubeflow Pipelines component. The pipeline mounts the repository's volume. */
export function kubeflowComponent(definition: ActionDefinition, version: string): string {
  const step = containerStep(definition, version);
  const component = {
    name: `mlops-${step.name}`,
    description: step.description,
    inputs: step.parameters.map(({ name, description, required, default: value }) => ({
      name,
      type: 'String',
      description,
      ...(required ? {} : { default: value, optional: true }),
    })),
    outputs: step.outputs.map((output) => ({ ...output, type: 'String' })),
    implementation: {
      container: {
        image: step.image,
        command: ['sh', '-c', script(step), step.name],
        args: [
          ...step.outputs.map(({ name }) => ({ outputPath: name })),
          ...step.parameters.map(({ name }) => ({ inputValue: name })),
        ],
      },
    },
  };
  return `${generatedNotice(definition)}${stringify(component, { lineWidth: 100 })}`;
}

/**
 * Kubeflow gives values as arguments only: the script moves each into its variable, and each
 * output to the path that Kubeflow chose, whatever the step ended with.
 */
function script({ parameters, outputs, command }: ContainerStep): string {
  const argument = (index: number): string => `"\${${index + 1}}"`;
  const given = parameters.map(
    ({ variable }, i) => `export ${variable}=${argument(outputs.length + i)}`,
  );
  const kept = outputs.map(({ name }, i) => {
    const path = argument(i);
    return `mkdir -p "$(dirname ${path})" && cp "$MLOPS_OUTPUT_DIR/${name}" ${path}`;
  });
  return [
    ...given,
    'MLOPS_OUTPUT_DIR="$(mktemp -d)"',
    'export MLOPS_OUTPUT_DIR',
    `cd ${workspacePath} || exit 2`,
    command,
    'code=$?',
    ...kept,
    'exit $code',
    '',
  ].join('\n');
}
