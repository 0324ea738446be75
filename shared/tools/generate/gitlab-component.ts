import { stringify } from 'yaml';
import { inputVariable } from '../../hosts/gitlab.ts';
import { type ActionDefinition, allInputs, type InputSpec } from '../../kernel/define-action.ts';
import { generatedNotice, textDefault } from './text.ts';

/**
 * A step as a GitLab CI/CD component. Inputs reach the step as variables of the job and are never
 * part of a shell line; the one exception is `cli`, which is a command by its nature.
 */
export function gitlabComponent(definition: ActionDefinition, version: string): string {
  // A secret given as an input would stand in the pipeline's configuration: variables only.
  const inputs = Object.entries(allInputs(definition)).filter(([, spec]) => !spec.secret);
  const spec = {
    spec: {
      inputs: {
        ...jobInputs(definition, version),
        ...Object.fromEntries(inputs.map(([name, input]) => [name, inputSpec(input)])),
      },
    },
  };
  const job = { '$[[ inputs.job-name ]]': jobOf(definition, inputs) };
  const options = { lineWidth: 100 };
  return `${generatedNotice(definition)}${stringify(spec, options)}---\n${stringify(job, options)}`;
}

function jobInputs(definition: ActionDefinition, version: string) {
  return {
    'job-name': { default: definition.name, description: 'Name of the job.' },
    stage: { default: 'test', description: 'Stage of the job.' },
    image: { default: 'node:24', description: 'Image of the job: Node 24 or newer, and git.' },
    cli: {
      default: `npx --yes mlops-actions@${version}`,
      description: 'The command that runs a step: the published package, or a checkout of it.',
    },
  };
}

interface ComponentInput {
  description: string;
  type?: 'number' | 'boolean';
  options?: string[];
  default?: string | number | boolean;
}

/** An input without a default is mandatory in GitLab, so an optional one defaults to no text. */
function inputSpec(spec: InputSpec): ComponentInput {
  const { description } = spec;
  const optional = spec.required ? {} : { default: '' };
  if (spec.type === 'number' && spec.default !== undefined) {
    return { description, type: 'number', default: spec.default };
  }
  if (spec.type === 'boolean') {
    if (spec.default !== undefined) return { description, type: 'boolean', default: spec.default };
    return { description, options: ['', 'true', 'false'], default: '' };
  }
  if (spec.type === 'enum') {
    const none = spec.default === undefined && !spec.required ? [''] : [];
    const options = [...none, ...spec.options];
    return { description, options, ...optional, ...textOf(spec) };
  }
  return { description, ...optional, ...textOf(spec) };
}

function textOf(spec: InputSpec): { default?: string } {
  const text = textDefault(spec);
  return text === undefined ? {} : { default: text };
}

function jobOf(definition: ActionDefinition, inputs: readonly (readonly [string, InputSpec])[]) {
  const reports = '$[[ inputs.working-directory ]]/$[[ inputs.report-dir ]]';
  return {
    stage: '$[[ inputs.stage ]]',
    image: '$[[ inputs.image ]]',
    variables: Object.fromEntries(
      inputs.map(([name]) => [inputVariable(name), `$[[ inputs.${name} ]]`]),
    ),
    script: [`$[[ inputs.cli ]] ${definition.name}`],
    ...(definition.post ? { after_script: [`$[[ inputs.cli ]] ${definition.name} --post`] } : {}),
    ...cacheOf(definition, reports),
    artifacts: {
      when: 'always',
      paths: [reports],
      reports: {
        junit: `${reports}/junit/${definition.name}.xml`,
        dotenv: `${reports}/outputs/${definition.name}.env`,
        metrics: `${reports}/metrics.txt`,
        codequality: `${reports}/code-quality/${definition.name}.json`,
        annotations: `${reports}/links/${definition.name}.json`,
      },
    },
  };
}

/**
 * What a later run reads. A branch begins with what the default branch left, as far as GitLab shares
 * it: a protected branch keeps its caches to itself unless the project says otherwise.
 */
function cacheOf({ keeps = [] }: ActionDefinition, reports: string) {
  if (keeps.length === 0) return {};
  // The name of the job tells two models apart that one pipeline watches.
  const key = (branch: string): string => `mlops-$CI_JOB_NAME_SLUG-${branch}`;
  return {
    cache: {
      key: key('$CI_COMMIT_REF_SLUG'),
      fallback_keys: [key('$CI_DEFAULT_BRANCH')],
      paths: keeps.map((folder) => `${reports}/${folder}`),
      // An alert that failed the job was sent all the same.
      when: 'always',
    },
  };
}
