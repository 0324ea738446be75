import { stringify } from 'yaml';
import type { ActionDefinition } from '../../../kernel/define-action.ts';
import { generatedNotice } from '../text.ts';
import { containerStep, workspacePath } from './container-step.ts';

const outputsFolder = '/tmp/mlops-outputs';

/**
 * A step as an Argo WorkflowTemplate. The workflow that refers to it brings the volume `workspace`
 * with the repository.
 */
export function argoTemplate(definition: ActionDefinition, version: string): string {
  const { name, description, parameters, outputs, image, command } = containerStep(
    definition,
    version,
  );
  const template = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: {
      name: `mlops-${name}`,
      annotations: { 'workflows.argoproj.io/description': description },
      labels: { 'app.kubernetes.io/version': version },
    },
    spec: {
      templates: [
        {
          name,
          inputs: {
            parameters: parameters.map((parameter) => ({
              name: parameter.name,
              description: parameter.description,
              ...(parameter.required ? {} : { default: parameter.default }),
            })),
          },
          outputs: {
            parameters: outputs.map((output) => ({
              name: output.name,
              description: output.description,
              valueFrom: { path: `${outputsFolder}/${output.name}` },
            })),
          },
          container: {
            image,
            workingDir: workspacePath,
            env: [
              { name: 'MLOPS_OUTPUT_DIR', value: outputsFolder },
              ...parameters.map(({ name: parameter, variable }) => ({
                name: variable,
                value: `{{inputs.parameters.${parameter}}}`,
              })),
            ],
            command: ['sh', '-c', command],
            volumeMounts: [{ name: 'workspace', mountPath: workspacePath }],
          },
        },
      ],
    },
  };
  return `${generatedNotice(definition)}${stringify(template, { lineWidth: 100 })}`;
}
