import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detectHost } from '../../shared/hosts/detect.ts';
import type { Flags } from '../../shared/hosts/flags.ts';
import { githubHost } from '../../shared/hosts/github.ts';
import { gitlabHost, inputVariable } from '../../shared/hosts/gitlab.ts';
import { dotenvName } from '../../shared/hosts/gitlab-dotenv.ts';
import { localHost } from '../../shared/hosts/local.ts';
import { memoryHost } from '../../shared/hosts/memory.ts';
import { parseValues } from '../support/github-runner.ts';
import { plainDefinition } from '../support/plain-step.ts';
import { testIo } from '../support/test-io.ts';
import { testHost } from './host.contract.ts';

const flags: Flags = { values: new Map(), help: false, post: false };
/** What the hosts' environment holds for a secret by name. */
const environment = { MLOPS_CONTRACT_SECRET: ' s3cret-of-the-environment\n' };
const directory = (): string => mkdtempSync(join(tmpdir(), 'host-'));
const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

testHost({
  name: 'GitHub',
  phase: 'main',
  keepsState: true,
  make(inputs) {
    const cwd = directory();
    const file = (name: string): string => {
      const path = join(cwd, name);
      writeFileSync(path, '');
      return path;
    };
    const env: Record<string, string> = {
      ...environment,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'octo/flights',
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('summary'),
      RUNNER_TEMP: cwd,
    };
    for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name.toUpperCase()}`] = value;
    const io = testIo({ env, cwd });
    return {
      host: githubHost(plainDefinition, flags, io),
      outputs: () => Object.fromEntries(parseValues(readIfThere(join(cwd, 'output')))),
      // The runner hides what add-mask names, and never shows that line itself.
      printed: () => io.out().replaceAll(/^::add-mask::.*\n/gmu, ''),
      summary: () => readIfThere(join(cwd, 'summary')),
      nextProcess() {
        const state = parseValues(readIfThere(join(cwd, 'state')));
        const variables = Object.fromEntries(
          state.map(([name, value]) => [`STATE_${name}`, value]),
        );
        const host = githubHost(
          plainDefinition,
          flags,
          testIo({ cwd, env: { ...env, ...variables } }),
        );
        expect(host.phase).toBe('post');
        return host;
      },
    };
  },
});

let jobs = 0;
testHost({
  name: 'GitLab',
  phase: 'main',
  keepsState: true,
  make(inputs) {
    const cwd = directory();
    jobs += 1;
    const job = { GITLAB_CI: 'true', CI_JOB_ID: `${process.pid}-${jobs}` };
    const env: Record<string, string> = { ...environment, ...job };
    for (const [name, value] of Object.entries(inputs)) env[inputVariable(name)] = value;
    const io = testIo({ env, cwd });
    const names = ['promote', 'verdict', 'record', 'report', 'comment-url'];
    return {
      host: gitlabHost(plainDefinition, flags, io),
      outputs() {
        const text = readIfThere(join(cwd, '.mlops/outputs/evaluate-gate.env'));
        const lines = new Map(parseValues(text));
        return Object.fromEntries(
          names.map((name) => [name, lines.get(dotenvName('evaluate-gate', name)) ?? '']),
        );
      },
      printed: io.out,
      summary: () => undefined,
      nextProcess() {
        const host = gitlabHost(plainDefinition, { ...flags, post: true }, testIo({ env, cwd }));
        expect(host.phase).toBe('post');
        return host;
      },
    };
  },
});

testHost({
  name: 'local',
  phase: 'main-then-post',
  keepsState: false,
  make(inputs) {
    const cwd = directory();
    const io = testIo({ cwd, env: environment });
    const given = { ...flags, values: new Map(Object.entries(inputs)) };
    return {
      host: localHost(plainDefinition, given, io),
      outputs: () =>
        JSON.parse(readIfThere(join(cwd, '.mlops/outputs/evaluate-gate.json')) || '{}'),
      printed: () => io.out() + io.err(),
      summary: () => undefined,
      nextProcess: () => localHost(plainDefinition, given, io),
    };
  },
});

testHost({
  name: 'memory',
  phase: 'main',
  keepsState: true,
  make(inputs) {
    const state = new Map<string, string>();
    const groups: string[] = [];
    const host = memoryHost({ inputs, state, environment });
    const group: typeof host.group = (title, body) => {
      groups.push(host.redact(title));
      return host.group(title, body);
    };
    return {
      host: { ...host, group },
      outputs: () => Object.fromEntries(host.outputs),
      printed: () =>
        [
          ...host.logs.map(({ message }) => message),
          ...groups,
          JSON.stringify(host.annotations),
        ].join('\n'),
      summary: () => host.summaries.join('\n'),
      nextProcess: () => memoryHost({ state, phase: 'post' }),
    };
  },
});

test.each([
  [{}, 'local'],
  [{ GITHUB_ACTIONS: 'true' }, 'github'],
  [{ GITLAB_CI: 'true', CI_JOB_ID: 'detect' }, 'gitlab'],
  [{ CI: 'true' }, 'local'],
])('%j is %s', (env, name) => {
  expect(detectHost(plainDefinition, [], testIo({ env })).host.name).toBe(name);
});

test.each([
  [{ GITHUB_ACTIONS: 'true', 'INPUT_MAX-REGRESSION': '0.1', INPUT_MODE: 'fast' }],
  [
    {
      GITLAB_CI: 'true',
      CI_JOB_ID: 'flags',
      MLOPS_INPUT_MAX_REGRESSION: '0.1',
      MLOPS_INPUT_MODE: 'fast',
    },
  ],
])('flags count before variables: %j', (env) => {
  const { host } = detectHost(plainDefinition, ['--max-regression', '0.5'], testIo({ env }));
  expect(host.input('max-regression')).toBe('0.5');
  expect(host.input('mode')).toBe('fast');
});

test('what GitLab cannot pass on is said, and the other outputs arrive', () => {
  const cwd = directory();
  const io = testIo({ cwd, env: { CI_JOB_ID: 'dotenv' } });
  const host = gitlabHost(plainDefinition, flags, io);
  host.output('promote', 'true');
  host.output('report', 'two\nlines');
  expect(io.out()).toBe(
    'warning: MLOPS_EVALUATE_GATE_REPORT has several lines, which GitLab cannot pass on; the record has it.\n',
  );
  const text = readIfThere(join(cwd, '.mlops/outputs/evaluate-gate.env'));
  expect(text).toBe('MLOPS_EVALUATE_GATE_PROMOTE=true\n');
});

test("a value from data cannot start a workflow command in GitHub's log", () => {
  const io = testIo({ env: { GITHUB_ACTIONS: 'true' } });
  const host = githubHost(plainDefinition, flags, io);
  host.log('info', 'column\n::set-output name=promote::true\n##[add-mask]x');
  host.log('warning', 'column\n::stop-commands::x');
  const commands = io
    .out()
    .split(/\r\n|\r|\n/u)
    .filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
  expect(commands).toEqual(['::warning::column%0A::stop-commands::x']);
});

test('without a cache service there is no entry, and saving is no error', async () => {
  const cwd = directory();
  const host = githubHost(plainDefinition, flags, testIo({ cwd, env: { RUNNER_TEMP: cwd } }));
  expect(await host.cache?.restore([cwd], 'a-key')).toBe(false);
  await host.cache?.save([cwd], 'a-key');
});

test('a triggered pipeline knows why another one started it', () => {
  const reasonOf = (env: Record<string, string>) =>
    gitlabHost(plainDefinition, flags, testIo({ env })).context.reason;
  expect(reasonOf({ MLOPS_REASON: 'auc lost\n2 points' })).toBe('auc lost 2 points');
  expect(reasonOf({})).toBeUndefined();
});
