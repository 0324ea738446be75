import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isFirstModel } from '../../../actions/evaluate-gate/champion/first/run.ts';
import { gitCommits } from '../../../shared/adapters/git-commits.ts';
import { pastGates } from '../../../shared/adapters/past-gates.ts';
import { externalError } from '../../../shared/kernel/action-error.ts';
import type { KeptGate } from '../../../shared/ports/past-gates.ts';
import type { PastRuns } from '../../../shared/ports/past-runs.ts';
import { commitChange, git, judge, newRepository, train } from '../../support/champion-project.ts';
import type { StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { csv, predict, simulate } from './predictions.ts';

const rows = simulate(600, 31);
const blurred = csv(predict(rows, 1, 2));
const sharp = csv(predict(rows, 0, 0.3));
const policy = { policy: 'policy.yml' };
const floor = 'metrics: { accuracy: { min: 0.5, max-regression: 0.01 } }';

const messageOf = ({ record }: StepRun, code: string): string =>
  record?.findings.find((finding) => finding.code === code)?.message ?? '';
const line = ({ record }: StepRun): string => record?.tables[0]?.note ?? '';

const prepared = temporaryFolder('runs');
let base = '';
let judged: KeptGate | undefined;

beforeAll(async () => {
  writeFileSync(join(prepared, 'policy.yml'), floor);
  writeFileSync(join(prepared, '.gitignore'), '*\n!train.py\n!mlops.yml\n');
  base = newRepository(prepared);
  await train(prepared, blurred, undefined, base);
  await judge(prepared, policy);
  judged = await pastGates(join(prepared, '.mlops'), undefined).find('flights', base);
});

/** A branch on a machine that has judged nothing, and whose predictions are sharper. */
async function freshMachine(): Promise<string> {
  const directory = tempDir();
  cpSync(prepared, directory, { recursive: true });
  rmSync(join(directory, '.mlops/history'), { recursive: true });
  git(directory, 'checkout', '-q', '-b', 'better');
  commitChange(directory, 'second');
  await train(directory, sharp);
  return directory;
}

/** A forge on which run 123 of the first commit has left what the gate said there. */
function forge(problems: readonly string[] = []): PastRuns & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async find({ model, commit }) {
      asked.push(commit);
      if (model !== 'flights' || commit !== base || judged === undefined) {
        return { left: undefined, problems };
      }
      const { gate, predictions } = judged;
      return { left: { gate, predictions, run: { id: '123', url: 'https://x' } }, problems };
    },
  };
}

const refusing: PastRuns = {
  async find() {
    throw externalError('forbidden', 'GitHub does not allow it.', 'Give the job actions: read.');
  },
};

describe('what an earlier run left on the forge', () => {
  test('is the champion where this machine knows nothing, and the run is named', async () => {
    const directory = await freshMachine();
    const runs = forge();
    const ran = await judge(
      directory,
      { ...policy, champion: 'merge-base' },
      { pastRuns: async () => runs },
    );
    expect(ran.record?.summary).toMatch(/better than the champion$/u);
    const start = `Champion: commit ${base.slice(0, 7)} (merge-base), by the record of run 123, less than a day old, sha256:`;
    expect(line(ran).slice(0, start.length)).toBe(start);
    expect(line(ran)).toContain('by predictions kept of these rows');
    expect(runs.asked).toEqual([base]);
  });

  test('is not asked for where the report directory knows the commit', async () => {
    const directory = await freshMachine();
    cpSync(join(prepared, '.mlops/history'), join(directory, '.mlops/history'), {
      recursive: true,
    });
    const runs = forge();
    const ran = await judge(
      directory,
      { ...policy, champion: 'git:main' },
      { pastRuns: async () => runs },
    );
    expect(line(ran)).not.toContain('run 123');
    expect(ran.record?.summary).toMatch(/better than the champion$/u);
    expect(runs.asked).toEqual([]);
  });

  test('may be of a commit further back, which is said', async () => {
    const directory = await freshMachine();
    commitChange(directory, 'third');
    await train(directory, sharp);
    const runs = forge(['What run 9 left (x) expired after 90 days.']);
    const ran = await judge(
      directory,
      { ...policy, champion: 'git:HEAD~1' },
      { pastRuns: async () => runs },
    );
    expect(line(ran)).toContain('(git:HEAD~1, 1 commit back), by the record of run 123');
    expect(runs.asked).toHaveLength(2);
    expect(ran.log).toContain('in earlier runs: What run 9 left (x) expired after 90 days.');
  });

  test('that cannot be had is a warning with its fix, asked for once', async () => {
    const directory = await freshMachine();
    let asked = 0;
    const pastRuns = async (): Promise<PastRuns> => {
      asked += 1;
      return refusing;
    };
    commitChange(directory, 'third');
    await train(directory, sharp);
    const ran = await judge(directory, { ...policy, champion: 'git:HEAD~1' }, { pastRuns });
    expect(asked).toBe(1);
    expect(ran.record?.verdict).toBe('warn');
    const said = messageOf(ran, 'no-champion');
    expect(said).toContain('the cache, the artifacts of earlier runs or the registry');
    expect(said).toContain('GitHub does not allow it. Give the job actions: read.');
    expect(ran.log.split('Looking for the champion in earlier runs: GitHub')).toHaveLength(2);
  });
});

const config = (...names: string[]): string =>
  `version: 1\nmodels: { ${names.map((name) => `${name}: { task: binary }`).join(', ')} }\n`;

/** A repository whose main has the configuration `before`, and whose branch adds flights. */
function added(before: string | undefined, folder = '.'): string {
  const directory = tempDir();
  const path = join(directory, folder, 'mlops.yml');
  mkdirSync(join(directory, folder), { recursive: true });
  git(directory, 'init', '-q', '-b', 'main');
  if (before !== undefined) {
    writeFileSync(path, before);
    git(directory, 'add', '.');
  }
  commitChange(directory, 'first');
  git(directory, 'checkout', '-q', '-b', 'model');
  writeFileSync(path, config('flights', 'trains'));
  git(directory, 'add', '.');
  commitChange(directory, 'second');
  return join(directory, folder);
}

describe('a first model', () => {
  test('has nothing to be compared with and passes by its floors', async () => {
    const directory = added(config('trains'));
    writeFileSync(join(directory, 'policy.yml'), floor);
    await train(directory, sharp);
    const runs = forge();
    const ran = await judge(
      directory,
      { ...policy, champion: 'merge-base' },
      { pastRuns: async () => runs },
    );
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.findings.find(({ code }) => code === 'no-champion')).toMatchObject({
      severity: 'info',
      message:
        'First model: where this change begins there is no model "flights", so there is nothing to compare with. It is judged against floors and ceilings only. Once it is merged and judged there, it is the champion that the next change is compared with.',
    });
    expect(runs.asked).toEqual([]);
    // Who demands a champion by name gets no pass without one.
    const demanded = await judge(directory, { ...policy, champion: 'git:main' });
    expect(demanded.record?.verdict).toBe('warn');
    expect(messageOf(demanded, 'no-champion')).toContain('the gate has no record of git:main');
  });

  const parsed = { version: 1, models: { flights: {}, trains: {} } } as const;
  const asking = { config: parsed, inputs: { config: 'mlops.yml' }, modelName: 'flights' };
  const isFirst = (directory: string, before: string | undefined, models = parsed) =>
    isFirstModel({ ...asking, config: models }, gitCommits(directory), before);

  test.each([
    ['no configuration', undefined, true],
    ['another model', config('trains'), true],
    ['the model, which nobody judged', config('flights'), false],
    ['a configuration that cannot be read', 'models: [', false],
    ['an empty configuration', '', false],
  ])('is one or not where the target branch had %s', async (_case, text, first) => {
    const commits = { isShallow: async () => false, file: async () => ({ text }) };
    expect(await isFirstModel(asking, commits, 'main')).toBe(first);
  });

  test('is looked for in the folder of the configuration', async () => {
    expect(await isFirst(added(config('flights'), 'team'), 'main')).toBe(false);
    expect(await isFirst(added(undefined, 'team'), 'main')).toBe(true);
  });

  test('is none where that cannot be told', async () => {
    const directory = added(undefined);
    expect(await isFirst(directory, 'nowhere')).toBe(false);
    expect(await isFirst(tempDir(), 'main')).toBe(false);
    expect(await isFirst(directory, 'main', { version: 1, models: {} } as never)).toBe(false);
    git(directory, 'checkout', '-q', 'model');
    const shallow = tempDir();
    git(shallow, 'clone', '-q', '--depth', '1', `file://${directory}`, 'here');
    expect(await isFirst(join(shallow, 'here'), undefined)).toBe(false);
  });

  test('is one where nothing stands before its commit', async () => {
    expect(await isFirst(added(undefined), undefined)).toBe(true);
  });
});
