import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../../actions/cli.ts', import.meta.url));

function mlops(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
    encoding: 'utf8',
  });
  return { exitCode: status, output: `${stdout}${stderr}` };
}

function project(): string {
  const folder = temporaryFolder('init');
  writeFileSync(join(folder, 'train.py'), 'from sklearn.svm import SVC\nSVC().fit(X, y)\n');
  writeFileSync(join(folder, 'a.csv'), 'size,late\n5,0\n6,1\n');
  return folder;
}

describe('mlops init', () => {
  it('writes a configuration that doctor then finds, and doctor named it before', () => {
    const folder = project();
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const before = mlops(folder, ['doctor']);
    expect(before.output).toMatch(/there is no mlops\.yml here\n +next: Run `mlops init`/u);
    const flags = [
      '--yes',
      '--label',
      'late',
      '--model',
      'flights',
      '--actions',
      'o/mlops-actions',
    ];
    expect(mlops(folder, ['init', ...flags])).toMatchObject({ exitCode: 0 });
    const after = mlops(folder, ['doctor']);
    expect(after.output).toContain('mlops.yml describes flights');
    expect(after.output).toContain('.github/workflows/model-ci.yml runs data-validate');
  });

  it('ends with 2 where something has to be said first, and names the flag', () => {
    const { exitCode, output } = mlops(project(), ['init', '--yes']);
    expect(exitCode).toBe(2);
    expect(output).toContain('next: Say it with --label (one of size, late)');
  });

  it('says in Chinese what it found, and writes its comments so', () => {
    const folder = project();
    const { output } = mlops(folder, ['init', '--yes', '--label', 'late'], { LANG: 'zh_CN.UTF-8' });
    expect(output).toContain('late 有两个取值：0, 1');
    expect(readFileSync(join(folder, 'mlops.yml'), 'utf8')).toContain('可自由修改');
  });

  it('shows each flag in its help, and completion offers them with their values', () => {
    const { output } = mlops(temporaryFolder('init'), ['init', '--help']);
    expect(output).toContain('--task binary|multiclass|regression');
    const script = mlops(temporaryFolder('init'), ['completion', 'bash']).output;
    const ask = (words: string): string =>
      `${script}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _mlops; echo "\${COMPREPLY[*]}"`;
    const offered = (words: string): string =>
      execFileSync('bash', ['-c', ask(words)], { encoding: 'utf8' }).trim();
    expect(offered('mlops ini')).toBe('init');
    expect(offered('mlops init --tr')).toBe('--train-command');
    expect(offered("mlops init --forge ''")).toBe('github gitlab');
  });
});
