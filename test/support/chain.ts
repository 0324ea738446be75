import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordSchema, type StepRecord } from '../../shared/domain/record.ts';
import type { StepName } from '../../shared/domain/step.ts';

/** What a step of the chain is given, and what a person must see of it on every host. */
export interface ChainStep {
  name: StepName;
  /** Inputs beside mlops.yml. An output of an earlier step is written as `{step.output}`. */
  inputs: Readonly<Record<string, string>>;
  /** What each output must look like. */
  outputs: Readonly<Record<string, RegExp>>;
  /** What the comment must say of this step. */
  says: RegExp;
}

const digest = /^sha256:[0-9a-f]{64}$/u;

/** All six on test/fixtures/flights-project: a challenger that knows the hour beats the champion. */
export const chain: readonly ChainStep[] = [
  {
    name: 'data-validate',
    inputs: {},
    outputs: {
      verdict: /^pass$/u,
      fingerprint: digest,
      'rows-digest': digest,
      rows: /^12000$/u,
      'failed-checks': /^0$/u,
    },
    says: /12,000 rows/u,
  },
  {
    name: 'train-on-gpu-runner',
    inputs: {},
    outputs: { verdict: /^pass$/u, 'model-digest': digest, metrics: /"log-loss":0\.\d+/u },
    says: /log.loss/iu,
  },
  {
    name: 'evaluate-gate',
    inputs: { challenger: '.mlops/predictions.csv', champion: 'predictions/champion.csv' },
    outputs: { verdict: /^pass$/u, promote: /^true$/u, metrics: /"auc"/u },
    says: /AUC.*95 %/u,
  },
  {
    name: 'register-model',
    inputs: {},
    outputs: {
      verdict: /^pass$/u,
      'model-id': digest,
      'model-reference': /@sha256:[0-9a-f]{64}$/u,
      version: /^v1$/u,
    },
    says: /v1/u,
  },
  {
    name: 'deploy-canary',
    inputs: { 'model-reference': '{register-model.model-reference}' },
    outputs: { verdict: /^pass$/u, phase: /./u, weight: /^100$/u },
    says: /100/u,
  },
  {
    name: 'drift-report',
    inputs: { columns: 'origin, destination, distance, hour' },
    outputs: { verdict: /^pass$/u, alert: /^none$/u, retrain: /^false$/u },
    says: /drift/iu,
  },
];

/** For `it.each`: `%s` is the step's name. */
export const chainCases = chain.map((step) => [step.name, step] as const);

/** Put earlier outputs where an input names them. One that is missing is the earlier step's test. */
export function resolveInputs(
  inputs: Readonly<Record<string, string>>,
  outputs: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Record<string, string> {
  const fill = (value: string): string =>
    value.replaceAll(
      /\{([a-z-]+)\.([a-z-]+)\}/gu,
      (_all, step: string, name: string) =>
        outputs.get(step)?.[name] ?? `(${step} gave no output ${name})`,
    );
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, fill(value)]));
}

/** The record a step left. */
export function recordOf(project: string, step: StepName): StepRecord {
  const path = join(project, '.mlops', 'records', `${step}.json`);
  return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
