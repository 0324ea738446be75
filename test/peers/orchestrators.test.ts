import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { stepNames } from '../../shared/domain/step.ts';
import { runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkSchema } from './check-schema.ts';
import { peer } from './install.ts';

const templates = fileURLToPath(new URL('../../workflows-templates', import.meta.url));
const files = [...stepNames, 'model-ci'].map((name) => `${name}.yaml`);
const env = { PATH: process.env.PATH ?? '', HOME: temporaryFolder('home') };

interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Kubernetes drops a field its schema does not know; a check is to name it instead. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, strict(value)]),
  ) as Schema;
  const open = inner['x-kubernetes-preserve-unknown-fields'] === true;
  if (typeof inner.properties !== 'object' || open || inner.additionalProperties !== undefined) {
    return inner;
  }
  return { ...inner, additionalProperties: false };
}

function schemaFile(name: string, schema: object): string {
  const path = join(temporaryFolder('schema'), `${name}.json`);
  writeFileSync(path, JSON.stringify(schema));
  return path;
}

describe('Tekton', () => {
  const schemas = Object.fromEntries(
    ['task', 'pipeline'].map((kind) => {
      const crd = parse(readFileSync(join(peer('tekton'), `300-${kind}.yaml`), 'utf8'));
      const { schema } = crd.spec.versions.find(({ name }: { name: string }) => name === 'v1');
      const { metadata, ...known } = schema.openAPIV3Schema.properties;
      const { properties } = strict({ properties: known }) as Schema;
      const closed = { properties: { ...properties, metadata }, additionalProperties: false };
      return [kind, schemaFile(kind, closed)];
    }),
  );

  it.each(files)("%s fits Tekton's own schema", async (name) => {
    const schema = schemas[name === 'model-ci.yaml' ? 'pipeline' : 'task'] ?? '';
    const ended = await checkSchema('--schemafile', schema, join(templates, 'tekton', name));
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it('which a field in the wrong place does not', async () => {
    const file = join(temporaryFolder('tekton'), 'task.yaml');
    const text = readFileSync(join(templates, 'tekton', 'data-validate.yaml'), 'utf8');
    writeFileSync(file, text.replace('workingDir:', 'workDir:'));
    const ended = await checkSchema('--schemafile', schemas.task ?? '', file);
    expect(ended.output).toContain('workDir');
  });
});

describe('Argo Workflows', () => {
  const { definitions } = JSON.parse(readFileSync(peer('argo-schema'), 'utf8'));
  const of = (kind: string) =>
    schemaFile(kind, {
      $ref: `#/definitions/io.argoproj.workflow.v1alpha1.${kind}`,
      definitions: strict(definitions),
    });
  const schemas = { WorkflowTemplate: of('WorkflowTemplate'), Workflow: of('Workflow') };

  it.each(files)("%s fits Argo's own schema", async (name) => {
    const schema = schemas[name === 'model-ci.yaml' ? 'Workflow' : 'WorkflowTemplate'];
    const ended = await checkSchema('--schemafile', schema, join(templates, 'argo', name));
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it('and every template the example refers to is generated', () => {
    const example = parse(readFileSync(join(templates, 'argo', 'model-ci.yaml'), 'utf8'));
    const tasks = example.spec.templates[0].dag.tasks as { templateRef?: { name: string } }[];
    const names = tasks.flatMap(({ templateRef }) => templateRef?.name ?? []);
    expect(names.map((name) => name.replace('mlops-', ''))).toEqual(
      names.map((name) => stepNames.find((step) => name === `mlops-${step}`)),
    );
  });
});

describe('Kubeflow Pipelines', () => {
  it("compiles the example from the six components by Kubeflow's own compiler", async () => {
    const folder = temporaryFolder('kubeflow');
    cpSync(join(templates, 'kubeflow'), folder, { recursive: true });
    const ended = await runCommand(peer('kubeflow'), ['model_ci.py'], { cwd: folder, env });
    expect(ended).toMatchObject({ exitCode: 0 });
    const [pipeline] = readFileSync(join(folder, 'model-ci.yaml'), 'utf8').split('\n---\n');
    const { deploymentSpec, root } = parse(pipeline ?? '');
    expect(Object.keys(deploymentSpec.executors)).toHaveLength(4);
    expect(root.dag.tasks).toHaveProperty('mlops-evaluate-gate');
  });

  it.each(stepNames)('loads %s', async (step) => {
    const script =
      'import sys; from kfp import components as c; print(c.load_component_from_file(sys.argv[1]).name)';
    const ended = await runCommand(peer('kubeflow'), ['-c', script, `kubeflow/${step}.yaml`], {
      cwd: templates,
      env,
    });
    expect(ended.output).toContain(`mlops-${step}`);
  });
});

describe('Jenkins', () => {
  it.each(stepNames)('the library step of %s runs in Groovy', async (step) => {
    const folder = temporaryFolder('jenkins');
    mkdirSync(join(folder, '.mlops/outputs'), { recursive: true });
    writeFileSync(join(folder, `.mlops/outputs/${step}.json`), '{"verdict":"pass"}');
    const harness = fileURLToPath(new URL('jenkins/harness.groovy', import.meta.url));
    const vars = join(templates, 'jenkins', 'vars');
    const ended = await runCommand('groovy', [harness, vars, step], { cwd: folder, env });
    expect(ended).toMatchObject({ exitCode: 0 });
    const {
      script,
      env: given,
      outputs,
      artifacts,
      unknown,
    } = JSON.parse(ended.output.split('\n').find((line) => line.startsWith('{')) ?? '{}');
    expect(script).toMatch(new RegExp(`^npx --yes mlops-actions@\\S+ ${step}$`, 'u'));
    expect(given).toEqual(['MLOPS_INPUT_CONFIG=a; touch hacked']);
    expect(outputs).toEqual({ verdict: 'pass' });
    expect(artifacts).toBe('.mlops/**');
    expect(unknown).toContain(`${step} has no input cofnig`);
  });
});
