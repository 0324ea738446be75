import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../shared/kernel/version.ts';
import { copyOfActions, type Ended, nativeFolder, runNode } from '../support/bundle-copy.ts';
import { chain, chainCases, recordOf, resolveInputs } from '../support/chain.ts';
import { flightsProject } from '../support/flights-project.ts';
import { withoutScript } from '../unit/report/report-script.ts';

let cli: string;

beforeAll(() => {
  cli = join(copyOfActions(), 'actions', 'dist', 'cli.js');
});

describe('the six steps', () => {
  let project: string;
  const ended = new Map<string, Ended>();
  const outputs = new Map<string, Record<string, string>>();

  beforeAll(async () => {
    project = flightsProject();
    const env = { MLOPS_NATIVE_DIR: nativeFolder() };
    for (const step of chain) {
      const inputs = resolveInputs(step.inputs, outputs);
      const flags = Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, value]);
      ended.set(step.name, await runNode([cli, step.name, ...flags], { cwd: project, env }));
      const written = join(project, '.mlops', 'outputs', `${step.name}.json`);
      if (existsSync(written)) {
        outputs.set(step.name, JSON.parse(readFileSync(written, 'utf8')) as Record<string, string>);
      }
    }
  }, 120_000);

  // Nothing this test started may outlive it.
  afterAll(() => runNode([cli, 'deploy-canary', '--mode', 'stop'], { cwd: project }));

  it.each(chainCases)('%s works from a copy of the bundle in a terminal', (_name, step) => {
    const { exitCode, stderr } = ended.get(step.name) ?? {};
    expect(stderr).not.toMatch(/\bat .*index\.js/u);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    for (const [name, form] of Object.entries(step.outputs)) {
      expect(outputs.get(step.name)?.[name], name).toMatch(form);
    }
    const record = recordOf(project, step.name);
    expect(record.model).toBe('flights');
    expect(readFileSync(join(project, '.mlops', 'comment.md'), 'utf8')).toMatch(step.says);
  });

  it('leave a chain of custody: one digest of the data, one of the model', () => {
    const records = chain.map(({ name }) => recordOf(project, name));
    const [data, training, gate, registered] = records;
    expect(training?.subject.data).toBe(data?.subject.data);
    expect(training?.subject.model).toMatch(/^sha256:/u);
    expect(gate?.subject.model).toBe(training?.subject.model);
    expect(registered?.subject.model).toBe(training?.subject.model);
  });

  it('leave reports that stand alone', () => {
    const html = readFileSync(join(project, '.mlops', 'report.html'), 'utf8');
    expect(withoutScript(html)).not.toMatch(/<script|src="http|href="http[^"]*\.css/iu);
    expect(readFileSync(join(project, '.mlops', 'junit', 'data-validate.xml'), 'utf8')).toContain(
      '<testsuite',
    );
    expect(readFileSync(join(project, '.mlops', 'metrics.txt'), 'utf8')).toMatch(/# EOF\n$/u);
  });

  it('can be rendered again from their records', async () => {
    const again = await runNode([cli, 'render', '.mlops/records'], { cwd: project });
    expect(again).toMatchObject({ exitCode: 0, stderr: '' });
    for (const step of chain) expect(again.stdout).toMatch(step.says);
    const html = await runNode([cli, 'render', '--format', 'html'], { cwd: project });
    expect(html.stdout).toContain('<!doctype html>');
  });
});

describe('the command line', () => {
  const run = (...args: string[]) => runNode([cli, ...args], { cwd: '/' });

  it('lists the steps and the commands there are', async () => {
    const { exitCode, stdout } = await run('--help');
    expect(exitCode).toBe(0);
    for (const { name } of chain) expect(stdout).toContain(`  ${name} `);
    expect(stdout).toContain('  render ');
    expect(stdout).not.toContain('local-target');
  });

  it('says its version', async () => {
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('names the nearest step to a typo', async () => {
    const { exitCode, stderr } = await run('evaluate-gat');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'mlops: there is no step or command "evaluate-gat". Did you mean "evaluate-gate"?\n',
    });
  });

  it('is not fooled by names every object has', async () => {
    const { exitCode, stderr } = await run('constructor');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain('there is no step or command "constructor"');
  });

  it.each(chainCases)('explains %s', async (name, { outputs }) => {
    const { exitCode, stdout } = await run(name, '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--fail-on fail|inconclusive|never');
    for (const output of Object.keys(outputs)) expect(stdout).toContain(output);
  });

  it('says why a folder cannot be rendered', async () => {
    const { exitCode, stderr } = await run('render', '/nowhere');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain('there is no file or folder /nowhere');
  });
});
