import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { recordSchema, type StepRecord } from '../../../shared/domain/record.ts';
import { exitCodes, externalError, usageError } from '../../../shared/kernel/action-error.ts';
import { parseValues } from '../../support/github-runner.ts';
import { plainStep } from '../../support/plain-step.ts';
import { runStep } from '../../support/run-step.ts';

const directory = (): string => mkdtempSync(join(tmpdir(), 'start-'));
const script = fileURLToPath(new URL('../../support/spawned-step.ts', import.meta.url));

interface Ended {
  code: number | null;
  out: string;
  err: string;
  seconds: number;
}

/** Start the step in a process of its own; `onReady` runs once it says `ready`. */
async function spawnStep(
  cwd: string,
  env: Record<string, string>,
  argv: readonly string[] = [],
  onReady: (child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const own = { PATH, HOME, NODE_COMPILE_CACHE };
  const child = spawn(process.execPath, [script, ...argv], { cwd, env: { ...own, ...env } });
  const text = { out: '', err: '' };
  let asked = performance.now();
  let told = false;
  const look = (): void => {
    if (told || !(text.out + text.err).includes('ready')) return;
    told = true;
    asked = performance.now();
    onReady(child);
  };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
    look();
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
    look();
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...text, seconds: (performance.now() - asked) / 1000 };
}

function recordIn(cwd: string): StepRecord {
  const path = join(cwd, '.mlops/records/evaluate-gate.json');
  return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

describe('exit codes', () => {
  test.each([
    ['pass', 'fail', exitCodes.ok],
    ['warn', 'fail', exitCodes.ok],
    ['inconclusive', 'fail', exitCodes.ok],
    ['fail', 'fail', exitCodes.verdict],
    ['inconclusive', 'inconclusive', exitCodes.verdict],
    ['fail', 'inconclusive', exitCodes.verdict],
    ['fail', 'never', exitCodes.ok],
  ] as const)('%s with fail-on %s', async (verdict, failOn, code) => {
    const ran = await runStep(plainStep({ verdict }), directory(), { 'fail-on': failOn });
    expect(ran.exitCode).toBe(code);
    expect(ran.record?.verdict).toBe(verdict);
    expect(ran.host.outputs.get('verdict')).toBe(verdict);
  });

  test('a wrong input ends before anything is done, naming all that is wrong', async () => {
    let ran = false;
    const step = plainStep(async () => {
      ran = true;
      return {};
    });
    const inputs = { 'max-regression': 'abc', mode: 'fst', strict: 'yes' };
    const result = await runStep(step, directory(), inputs);
    expect(result.exitCode).toBe(exitCodes.usage);
    expect(ran).toBe(false);
    expect(result.record).toBeUndefined();
    expect(result.log).toContain('3 inputs are wrong');
    expect(result.log).toContain(
      'input "mode" is "fst", but one of fast, thorough is expected (did you mean "fast"?)',
    );
  });

  test('an error of the user: its record says what to do, exit code 2', async () => {
    const step = plainStep(async () => {
      throw usageError('file-not-found', 'The file data.csv is not there.', 'Check the path.');
    });
    const ran = await runStep(step, directory());
    expect(ran.exitCode).toBe(exitCodes.usage);
    expect(ran.record).toMatchObject({
      verdict: 'fail',
      summary: 'The file data.csv is not there.',
      findings: [
        { code: 'file-not-found', message: 'The file data.csv is not there. Check the path.' },
      ],
    });
    expect(ran.log).toContain('error: The file data.csv is not there.\n  next: Check the path.');
    expect(ran.log).not.toContain('    at ');
  });

  test('an error of something outside: exit code 3, with its cause', async () => {
    const step = plainStep(async () => {
      throw externalError(
        'registry-down',
        'The registry did not answer.',
        'Try again.',
        new Error('ECONNREFUSED'),
      );
    });
    const ran = await runStep(step, directory());
    expect(ran.exitCode).toBe(exitCodes.external);
    expect(ran.log).toContain('cause: ECONNREFUSED');
  });

  test('an error of ours: exit code 70, and the only one with a stack', async () => {
    const ran = await runStep(
      plainStep(async () => {
        throw new TypeError('undefined is not a function');
      }),
      directory(),
    );
    expect(ran.exitCode).toBe(exitCodes.bug);
    expect(ran.log).toContain('internal error, please report it');
    expect(ran.log).toMatch(/TypeError: undefined is not a function\n +at /u);
    expect(ran.record?.findings[0]?.code).toBe('internal-error');
  });

  test('a result that is no record is an error of ours that leaves a record', async () => {
    const ran = await runStep(plainStep({ summary: '' }), directory());
    expect(ran.exitCode).toBe(exitCodes.bug);
  });

  test('a report directory that cannot be written to is named', async () => {
    const cwd = directory();
    writeFileSync(join(cwd, 'taken'), 'a file');
    const ran = await runStep(plainStep(), cwd, { 'report-dir': 'taken' });
    expect(ran.exitCode).toBe(exitCodes.usage);
    expect(ran.log).toContain(`The record cannot be written: ${join(cwd, 'taken')} is a file.`);
  });

  test('a step that cannot leave a record does no work', async () => {
    const cwd = directory();
    writeFileSync(join(cwd, 'taken'), 'a file');
    let worked = false;
    const step = plainStep(async () => {
      worked = true;
      throw new Error('not reached');
    });
    const ran = await runStep(step, cwd, { 'report-dir': 'taken/below' });
    expect({ worked, exitCode: ran.exitCode }).toEqual({ worked: false, exitCode: 2 });
  });

  test('a working directory that is not there is not made', async () => {
    const cwd = join(directory(), 'nowhere');
    const ran = await runStep(plainStep(), cwd);
    expect(ran.exitCode).toBe(exitCodes.usage);
    expect(ran.log).toContain(`The working directory ${cwd} does not exist.`);
    expect(existsSync(cwd)).toBe(false);
  });

  test('an error is said once: its record has it, and no annotation repeats it', async () => {
    const step = plainStep(async () => {
      throw usageError('file-not-found', 'The file data.csv is not there.', 'Check the path.');
    });
    const ran = await runStep(step, directory());
    expect(ran.log).toBe('error: The file data.csv is not there.\n  next: Check the path.');
    expect(ran.host.annotations).toEqual([]);
    expect(ran.record?.findings[0]?.message).toBe(
      'The file data.csv is not there. Check the path.',
    );
  });

  test('what went wrong first is told even when no record can be written', async () => {
    const cwd = directory();
    const step = plainStep(async () => {
      rmSync(join(cwd, 'taken'), { recursive: true });
      writeFileSync(join(cwd, 'taken'), 'a file that was not there when the step began');
      throw usageError('file-not-found', 'The file data.csv is not there.');
    });
    const ran = await runStep(step, cwd, { 'report-dir': 'taken' });
    expect(ran.exitCode).toBe(exitCodes.usage);
    expect(ran.log).toContain('error: The file data.csv is not there.');
    expect(ran.log).toContain('warning: The record cannot be written');
  });
});

describe('phases', () => {
  const calls: string[] = [];
  const step = {
    ...plainStep(async () => {
      calls.push('run');
      return {};
    }),
    async post() {
      calls.push('post');
    },
  };

  test.each([
    ['main', ['run']],
    ['post', ['post']],
    ['main-then-post', ['run', 'post']],
  ] as const)('%s', async (phase, expected) => {
    calls.length = 0;
    const ran = await runStep(step, directory(), {}, { phase });
    expect(calls).toEqual(expected);
    expect(ran.exitCode).toBe(0);
  });

  test('cleaning up that fails is a warning, and the verdict stays', async () => {
    const failing = {
      ...plainStep({ verdict: 'fail' }),
      async post() {
        throw new Error('the machine is gone');
      },
    };
    const ran = await runStep(failing, directory(), {}, { phase: 'main-then-post' });
    expect(ran.exitCode).toBe(exitCodes.verdict);
    expect(ran.log).toContain('warning: evaluate-gate: cleaning up failed: the machine is gone');
  });
});

describe('a process of its own', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: the step stops in order, and its record says so',
    async (signal) => {
      const cwd = directory();
      const ended = await spawnStep(cwd, { MLOPS_TEST_STEP: 'stops-in-order' }, [], (child) =>
        child.kill(signal),
      );
      expect(ended.err).toContain('put everything back');
      expect(ended.err).toContain(`Stopped by ${signal}`);
      expect(ended.code).toBe(exitCodes.external);
      expect(ended.seconds).toBeLessThan(5);
      expect(recordIn(cwd)).toMatchObject({
        verdict: 'fail',
        findings: [
          {
            code: 'interrupted',
            message: `Stopped by ${signal} before it could conclude; run the step again.`,
          },
        ],
      });
      expect(existsSync(join(cwd, '.mlops/report.html'))).toBe(true);
    },
  );

  test('a step that does not stop is left behind within five seconds, with a record', async () => {
    const cwd = directory();
    const ended = await spawnStep(cwd, { MLOPS_TEST_STEP: 'never-stops' }, [], (child) =>
      child.kill('SIGTERM'),
    );
    expect(ended.code).toBe(exitCodes.external);
    expect(ended.seconds).toBeLessThan(5);
    expect(recordIn(cwd).findings[0]?.code).toBe('interrupted');
  });

  test('a second signal ends the waiting', async () => {
    const cwd = directory();
    const ended = await spawnStep(cwd, { MLOPS_TEST_STEP: 'never-stops' }, [], (child) => {
      child.stderr?.on('data', (text) => {
        if (String(text).includes('heard it')) child.kill('SIGINT');
      });
      child.kill('SIGINT');
    });
    expect(ended.seconds).toBeLessThan(2.5);
    expect(recordIn(cwd).findings[0]?.code).toBe('interrupted');
  });

  test.each([
    ['passes', 0],
    ['fails', 1],
    ['wrong-input', 2],
    ['bug', 70],
  ])('a step that %s exits with %i', async (behaviour, code) => {
    expect((await spawnStep(directory(), { MLOPS_TEST_STEP: behaviour })).code).toBe(code);
  });

  test('what a step leaves open does not keep the process alive', async () => {
    const ended = await spawnStep(directory(), { MLOPS_TEST_STEP: 'leaves-a-handle' });
    expect(ended.code).toBe(0);
  });

  test('--help is printed to stdout, and nothing is done', async () => {
    const cwd = directory();
    const ended = await spawnStep(cwd, {}, ['evaluate-gate', '--help']);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('mlops evaluate-gate: Is it better?');
    expect(existsSync(join(cwd, '.mlops'))).toBe(false);
  });

  test('a wrong flag is told with the nearest name', async () => {
    const ended = await spawnStep(directory(), {}, ['--max-regresion', '1']);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('there is no flag --max-regresion; did you mean --max-regression?');
  });

  test.each([
    ['local', {}],
    ['gitlab', { GITLAB_CI: 'true', CI_JOB_ID: `leak-${process.pid}` }],
    ['github', { GITHUB_ACTIONS: 'true' }],
  ])('%s: a secret the step shows is in no output, record or report', async (name, env) => {
    const cwd = directory();
    const secret = 's3cret-p@ss';
    const files: Record<string, string> = name === 'github' ? commandFiles(cwd) : {};
    const ended = await spawnStep(cwd, { MLOPS_TEST_STEP: 'leaks', ...env, ...files }, [
      '--password',
      secret,
    ]);
    const out = ended.out.replaceAll(/^::add-mask::.*$/gmu, '');
    expect(ended.code).toBe(0);
    expect(out + ended.err).toContain('logging in with ***');
    expect(recordIn(cwd)).toMatchObject({
      summary: 'Logged in with ***.',
      inputs: { login: { password: '***' } },
    });
    const written = [
      'records/evaluate-gate.json',
      'report.html',
      'comment.md',
      'junit/evaluate-gate.xml',
      'metrics.txt',
    ]
      .map((path) => join(cwd, '.mlops', path))
      .concat(Object.values(files))
      .map((path) => readFileSync(path, 'utf8'));
    for (const text of [out, ended.err, ...written]) expect(text.includes(secret)).toBe(false);
  });

  test('on GitHub: outputs, state and summary go into the command files, the mask comes first', async () => {
    const cwd = directory();
    const files = commandFiles(cwd);
    const env = {
      GITHUB_ACTIONS: 'true',
      'INPUT_MAX-REGRESSION': '0.5',
      INPUT_PASSWORD: 'hunter-two',
      INPUT_LABEL: '',
      ...files,
    };
    const ended = await spawnStep(cwd, env);
    expect(ended.code).toBe(0);
    expect(ended.out.split('\n')[0]).toBe('::add-mask::hunter-two');
    expect(Object.fromEntries(parseValues(readFileSync(files.GITHUB_OUTPUT, 'utf8')))).toEqual({
      promote: 'true',
      verdict: 'pass',
      record: join(cwd, '.mlops/records/evaluate-gate.json'),
      report: join(cwd, '.mlops/report.html'),
      'comment-url': '',
    });
    expect(parseValues(readFileSync(files.GITHUB_STATE, 'utf8'))).toEqual([
      ['mlops-phase', 'main'],
    ]);
    expect(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')).toContain('AUC 0.71');
  });

  test('a second step in the same job starts afresh', async () => {
    const cwd = directory();
    const env = { GITLAB_CI: 'true', CI_JOB_ID: `again-${process.pid}` };
    expect((await spawnStep(cwd, { ...env, MLOPS_TEST_STEP: 'fails' })).code).toBe(1);
    expect((await spawnStep(cwd, { ...env, MLOPS_TEST_STEP: 'passes' })).code).toBe(0);
    expect(recordIn(cwd).verdict).toBe('pass');
  });
});

function commandFiles(cwd: string) {
  const make = (name: string): string => {
    const path = join(cwd, name);
    writeFileSync(path, '');
    return path;
  };
  return {
    GITHUB_OUTPUT: make('output'),
    GITHUB_STATE: make('state'),
    GITHUB_STEP_SUMMARY: make('summary'),
  };
}
