import { inputVariable } from '../../../hosts/gitlab.ts';
import {
  type ActionDefinition,
  allInputs,
  allOutputs,
  type InputSpec,
} from '../../../kernel/define-action.ts';
import { textDefault } from '../text.ts';

/** One input as an orchestrator's parameter: text, and empty where nothing is given. */
export interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly default: string;
  /** The variable the step reads it from: a value is never part of a shell line. */
  readonly variable: string;
}

/** A step as every orchestrator of containers runs it. */
export interface ContainerStep {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly outputs: readonly { readonly name: string; readonly description: string }[];
  /** Node 24 or newer, and git. */
  readonly image: string;
  /** The shell line that runs the step. Nothing in it comes from a user. */
  readonly command: string;
}

/** The folder of the repository inside the container. */
export const workspacePath = '/workspace/source';

export function containerStep(definition: ActionDefinition, version: string): ContainerStep {
  return {
    name: definition.name,
    description: `${definition.question} ${definition.description}`,
    parameters: Object.entries(allInputs(definition))
      // A secret as a parameter would stand in the cluster's objects for all to read.
      .filter(([, spec]) => !spec.secret)
      .map(([name, spec]) => parameterOf(name, spec)),
    outputs: Object.entries(allOutputs(definition)).map(([name, { description }]) => ({
      name,
      description,
    })),
    image: 'node:24',
    command: `npx --yes mlops-actions@${version} ${definition.name}`,
  };
}

function parameterOf(name: string, spec: InputSpec): Parameter {
  return {
    name,
    description: spec.description,
    required: spec.required ?? false,
    default: textDefault(spec) ?? '',
    variable: inputVariable(name),
  };
}
