import { stringify } from 'yaml';
import type { ActionDefinition } from '../../../kernel/define-action.ts';
import { generatedNotice } from '../text.ts';
import { containerStep } from './container-step.ts';

/** Tekton hands a result over by a file of its name in this folder. */
const resultsFolder = '/tekton/results';

/** A step as a Tekton Task. The workspace `source` holds the repository and the records. */
export function tektonTask(definition: ActionDefinition, version: string): string {
  const { name, description, parameters, outputs, image, command } = containerStep(
    definition,
    version,
  );
  const task = {
    apiVersion: 'tekton.dev/v1',
    kind: 'Task',
    metadata: { name: `mlops-${name}`, labels: { 'app.kubernetes.io/version': version } },
    spec: {
      description,
      workspaces: [
        { name: 'source', description: 'The repository; records travel in its report directory.' },
      ],
      params: parameters.map((parameter) => ({
        name: parameter.name,
        type: 'string',
        description: parameter.description,
        ...(parameter.required ? {} : { default: parameter.default }),
      })),
      results: outputs.map((output) => ({ ...output, type: 'string' })),
      steps: [
        {
          name: 'run',
          image,
          workingDir: '$(workspaces.source.path)',
          env: [
            { name: 'MLOPS_OUTPUT_DIR', value: resultsFolder },
            ...parameters.map(({ name: parameter, variable }) => ({
              name: variable,
              value: `$(params.${parameter})`,
            })),
          ],
          command: ['sh', '-c', command],
        },
      ],
    },
  };
  return `${generatedNotice(definition)}${stringify(task, { lineWidth: 100 })}`;
}
