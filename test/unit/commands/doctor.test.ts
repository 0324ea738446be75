import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../../actions/cli.ts', import.meta.url));

function doctor(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'doctor', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder },
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
});
