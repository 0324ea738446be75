import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../../actions/cli.ts', import.meta.url));

function doctor(folder: string, ...args: string[]) {
  return mlops(folder, 'en_US.UTF-8', 'doctor', ...args);
}

function mlops(folder: string, locale: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, LC_ALL: locale },
    encoding: 'utf8',
  });
  return { exitCode: status, output: `${stdout}${stderr}` };
}

function project(config: string): string {
  const folder = temporaryFolder('doctor');
  writeFileSync(join(folder, 'mlops.yml'), config);
  return folder;
}

describe('mlops doctor', () => {
  it('finds nothing in the way of a project that is whole', () => {
    const folder = project('version: 1\nmodels: { loans: { data: { test: data/*.csv } } }\n');
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/a.csv'), 'id,x\n1,2\n');
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    const uses = 'jobs: { a: { steps: [{ uses: o/mlops-actions/actions/data-validate@v1 }] } }\n';
    writeFileSync(join(folder, '.github/workflows/model.yml'), uses);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const { exitCode, output } = doctor(folder);
    expect(output).toContain('loans: data.test: 1 file, 0.0 MB');
    expect(output).toContain('.github/workflows/model.yml runs data-validate');
    expect(output).toContain('Nothing stands in the way');
    expect(exitCode).toBe(0);
  });

  it('says what is wrong, and the one thing to do', () => {
    const folder = project('version: 1\nmodels: { loans: { data: { test: data/tset.csv } } }\n');
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/test.csv'), 'id,x\n1,2\n');
    const { exitCode, output } = doctor(folder);
    expect(output).toMatch(/PROBLEM\s+loans: data.test: There is no file data\/tset\.csv/u);
    expect(output).toContain('Did you mean test.csv?');
    expect(output).toContain('1 problem stands in the way');
    expect(exitCode).toBe(1);
  });

  it('takes a typo in the configuration for the problem it is', () => {
    const { exitCode, output } = doctor(project('version: 1\nmodels: { a: { evalute: {} } }\n'));
    expect(output).toContain('evaluate');
    expect(exitCode).toBe(1);
  });

  it('names a flag it does not know', () => {
    expect(doctor(temporaryFolder('doctor'), '--cofnig', 'x')).toMatchObject({ exitCode: 2 });
  });

  it('says every row, and its advice, in Chinese where the locale asks for it', () => {
    const { exitCode, output } = mlops(temporaryFolder('doctor'), 'zh_CN.UTF-8', 'doctor');
    expect(exitCode).toBe(1);
    expect(output).toContain(
      '问题     配置：此处没有 mlops.yml\n         下一步：请运行 `mlops init`',
    );
    expect(output).toContain('有 1 个问题妨碍各步骤运行。');
    expect(output).not.toMatch(/(?:[a-z]{2,} ){3}/u);
  });
});

describe('the command line in Chinese', () => {
  it('lists steps and commands, and helps with a step', () => {
    const overview = mlops('/', 'zh_CN.UTF-8', '--help').output;
    expect(overview).toContain('像评审代码一样评审模型变更');
    expect(overview).toMatch(/evaluate-gate\s+它是否确实比冠军模型更好/u);
    expect(overview).toMatch(/doctor\s+检查各步骤在此处所需的条件/u);
    const help = mlops('/', 'zh_CN.UTF-8', 'evaluate-gate', '--help').output;
    expect(help).toContain('用法：mlops evaluate-gate');
    expect(help).toContain('退出码：0 已完成');
  });
});
