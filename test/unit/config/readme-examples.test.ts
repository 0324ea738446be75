import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseYamlAs } from '../../../shared/config/parse-yaml.ts';
import { modelSchema, projectSchema } from '../../../shared/config/schema.ts';

/** Each README, and the part of a model's configuration that its examples may leave unsaid. */
const readmes = {
  'README.md': undefined,
  'actions/data-validate/README.md': 'validate',
  'actions/train-on-gpu-runner/README.md': 'train',
  'actions/evaluate-gate/README.md': 'evaluate',
  'actions/register-model/README.md': 'register',
  'actions/deploy-canary/README.md': 'deploy',
  'actions/drift-report/README.md': 'drift',
} as const;
type Readme = keyof typeof readmes;
const root = resolve(import.meta.dirname, '../../..');

interface Example {
  readonly place: string;
  readonly value: unknown;
}

/** The YAML blocks of a README, each with its first line. */
function examplesOf(readme: Readme): Example[] {
  const text = readFileSync(resolve(root, readme), 'utf8');
  return [...text.matchAll(/^```ya?ml\n(.*?)^```/gmsu)].map(({ 1: code = '', index }) => ({
    place: `${readme}:${text.slice(0, index).split('\n').length}`,
    value: parse(code),
  }));
}

/** A job or a pipeline is another tool's file: its own tests run it. */
function isPipeline(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((step) => 'uses' in step || 'run' in step);
  return ['jobs', 'steps', 'include'].some((key) => Object.hasOwn(value as object, key));
}

/** An example as the whole file that it is a part of. */
function wholeFile(value: object, section: string | undefined): object {
  if ('models' in value || 'sources' in value) return { version: 1, models: {}, ...value };
  const isOfModel = Object.keys(value).every((key) => Object.hasOwn(modelSchema.shape, key));
  const model = isOfModel || section === undefined ? value : { [section]: value };
  return { version: 1, models: { example: model } };
}

describe('every example of mlops.yml is what the configuration accepts:', () => {
  test.each(Object.keys(readmes) as Readme[])('%s', (readme) => {
    const accepts = ({ place, value }: Example) => {
      const text = stringify(wholeFile(value as object, readmes[readme]));
      return parseYamlAs(text, place, projectSchema).value;
    };
    for (const example of examplesOf(readme).filter(({ value }) => !isPipeline(value))) {
      expect(() => accepts(example), example.place).not.toThrow();
    }
  });

  test('and there are as many as a reader needs, in whole files and in parts', () => {
    const examples = (Object.keys(readmes) as Readme[]).flatMap(examplesOf);
    expect(examples.filter(({ value }) => !isPipeline(value)).length).toBeGreaterThan(15);
    expect(examples.filter(({ value }) => isPipeline(value)).length).toBeGreaterThan(6);
  });
});
