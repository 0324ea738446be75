import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { stepNames } from '../../shared/domain/step.ts';
import { copyOfActions, nativeFolder } from '../support/bundle-copy.ts';
import { type CommandEnded, runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const templates = fileURLToPath(new URL('../../workflows-templates', import.meta.url));
const load = (path: string) => parse(readFileSync(join(templates, path), 'utf8'));

const given: Readonly<Record<string, string>> = {
  reference: 'reference.csv',
  current: 'current.csv',
  // A value that would end a quoted word, were it ever part of a shell line.
  model: `x'"; touch hacked; $(touch hacked) \``,
};

interface Container {
  env?: { name: string; value: string }[];
  command: string[];
  args?: ({ outputPath: string } | { inputValue: string })[];
}

let path: string;
const native = nativeFolder();

beforeAll(() => {
  const actions = copyOfActions();
  const bin = temporaryFolder('bin');
  // What `npx --yes mlops-actions@<version> <step>` starts, without the registry.
  const cli = join(actions, 'actions', 'dist', 'cli.js');
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${cli}" "$@"\n`);
  chmodSync(join(bin, 'npx'), 0o755);
  path = [bin, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
});

function project(): string {
  const folder = temporaryFolder('orchestrated');
  const rows = (shift: number) =>
    Array.from({ length: 400 }, (_, i) => `${i},${((i * 7919) % 101) + shift}`).join('\n');
  writeFileSync(join(folder, 'reference.csv'), `id,amount\n${rows(0)}\n`);
  writeFileSync(join(folder, 'current.csv'), `id,amount\n${rows(90)}\n`);
  return folder;
}

function run(
  folder: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandEnded> {
  const [program = '', ...args] = command;
  const home = temporaryFolder('home');
  const base = { PATH: path, HOME: home, MLOPS_NATIVE_DIR: native };
  return runCommand(program, args, { cwd: folder, env: { ...base, ...env } });
}

/** Parameters as an orchestrator fills them in: what is given, else the default. */
function valuesOf(declared: { name: string; default?: string }[], without: string[] = []) {
  return Object.fromEntries(
    declared.map(({ name, default: value = '' }) => [
      name,
      without.includes(name) ? value : (given[name] ?? value),
    ]),
  );
}

const noModel = ['model'];

function filled(env: Container['env'], form: (name: string) => string, values: object) {
  return Object.fromEntries(
    (env ?? []).map(({ name, value }) => {
      const known = Object.entries(values).find(([parameter]) => value === form(parameter));
      return [name, known === undefined ? value : String(known[1])];
    }),
  );
}

const outputsOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

describe('a step as a Tekton Task', () => {
  const { spec } = load('tekton/drift-report.yaml');
  const [container] = spec.steps;
  const form = (name: string) => `$(params.${name})`;

  it('reads its params and leaves its results', async () => {
    const folder = project();
    const results = temporaryFolder('results');
    const env = filled(container.env, form, valuesOf(spec.params, noModel));
    const ended = await run(folder, container.command, { ...env, MLOPS_OUTPUT_DIR: results });
    expect(ended.output).toContain('amount');
    const outputs = outputsOf(results);
    expect(Object.keys(outputs)).toEqual(
      expect.arrayContaining(spec.results.map(({ name }: { name: string }) => name)),
    );
    expect(outputs).toMatchObject({ verdict: expect.stringMatching(/^(?:warn|fail)$/u) });
    expect(outputs['drifted-columns']).toContain('amount');
  });

  it('takes a hostile param as text', async () => {
    const folder = project();
    const env = filled(container.env, form, valuesOf(spec.params));
    const results = temporaryFolder('results');
    const ended = await run(folder, container.command, { ...env, MLOPS_OUTPUT_DIR: results });
    expect(ended.exitCode).toBe(2);
    expect(existsSync(join(folder, 'hacked'))).toBe(false);
    // Tekton fails a task whose declared result is not there.
    expect(outputsOf(results)).toHaveProperty('alert', '');
  });
});

describe('a step as an Argo WorkflowTemplate', () => {
  const { spec } = load('argo/drift-report.yaml');
  const [template] = spec.templates;
  const form = (name: string) => `{{inputs.parameters.${name}}}`;

  it('reads its parameters and leaves its outputs where the template says', async () => {
    const folder = project();
    const outputs = temporaryFolder('outputs');
    const values = valuesOf(template.inputs.parameters, noModel);
    const env = filled(template.container.env, form, values);
    await run(folder, template.container.command, { ...env, MLOPS_OUTPUT_DIR: outputs });
    for (const { name, valueFrom } of template.outputs.parameters) {
      expect(valueFrom.path).toBe(`${env.MLOPS_OUTPUT_DIR}/${name}`);
      expect(outputsOf(outputs)).toHaveProperty(name);
    }
    expect(outputsOf(outputs)['drifted-columns']).toContain('amount');
  });
});

describe('a step as a Kubeflow component', () => {
  const component = load('kubeflow/drift-report.yaml');
  const { container }: { container: Container } = component.implementation;

  async function runComponent(without: string[]) {
    const folder = project();
    const outputs = temporaryFolder('kubeflow');
    const values = valuesOf(component.inputs, without);
    const args = (container.args ?? []).map((argument) =>
      'outputPath' in argument
        ? join(outputs, argument.outputPath, 'data')
        : String(values[argument.inputValue]),
    );
    const command = container.command.map((word) => word.replace('/workspace/source', folder));
    const ended = await run(folder, [...command, ...args]);
    const read = (name: string) => readFileSync(join(outputs, name, 'data'), 'utf8');
    return { ended, folder, read };
  }

  it('reads its arguments and leaves its outputs where Kubeflow wants them', async () => {
    const { read } = await runComponent(noModel);
    expect(read('drifted-columns')).toContain('amount');
    expect(component.outputs.map(({ name }: { name: string }) => read(name))).toHaveLength(
      component.outputs.length,
    );
  });

  it('takes a hostile argument as text, and hands the exit code on', async () => {
    const { ended, folder, read } = await runComponent([]);
    expect(ended.exitCode).toBe(2);
    expect(existsSync(join(folder, 'hacked'))).toBe(false);
    expect(read('alert')).toBe('');
  });
});

describe('what is generated', () => {
  it.each(stepNames)('%s is there for every orchestrator, without any secret', (step) => {
    for (const kind of ['tekton', 'argo', 'kubeflow']) {
      const text = readFileSync(join(templates, kind, `${step}.yaml`), 'utf8');
      expect(text, kind).toContain('MLOPS_INPUT_CONFIG');
      expect(text, kind).not.toContain('MLOPS_INPUT_TOKEN');
    }
  });
});
