import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { distFolder, runNode } from '../../support/bundle-copy.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type PipelineProject, pipelineProject, withoutHour } from './project.ts';

// Only a guard: a pipeline is up to five processes with a copy of the project each.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** What is served and its registry outlive the jobs, on the one runner that production has. */
function onOneMachine(folder: string): void {
  const kept = temporaryFolder('production');
  withoutHour(folder);
  edit(folder, (text) =>
    text
      .replace('registry: .mlops/registry', `registry: ${join(kept, 'registry')}`)
      .replace('idle: 30s', `idle: 5m\n      state: ${join(kept, 'serving')}`),
  );
}

function edit(folder: string, change: (text: string) => string): void {
  const path = join(folder, 'mlops.yml');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

describe('drift.yml: two versions were released, and then the world changed', () => {
  const branch = { CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' };
  let project: PipelineProject;
  let releases: string[];
  let ended: CommandEnded;

  const release = async (): Promise<string> => {
    const released = await project.run({ CI_PIPELINE_SOURCE: 'push', ...branch });
    expect(released, released.output).toMatchObject({ exitCode: 0 });
    return project.artifact('release-canary', 'outputs/deploy-canary.env');
  };
  const serving = async (mode: 'status' | 'stop'): Promise<string> => {
    const cli = join(distFolder, 'cli.js');
    const { stdout } = await runNode([cli, 'deploy-canary', '--mode', mode], {
      cwd: project.folder,
    });
    return stdout;
  };

  beforeAll(async () => {
    project = pipelineProject(['model-cd.yml', 'drift.yml'], onOneMachine);
    const first = await release();
    edit(project.folder, (text) => text.replace('seed: 7', 'seed: 8'));
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
    execFileSync('git', [...identity, 'commit', '-q', '-am', 'Another seed'], {
      cwd: project.folder,
    });
    releases = [first, await release()];
    ended = await project.run({ CI_PIPELINE_SOURCE: 'schedule' });
  });
  afterAll(() => serving('stop'));

  it('the second version had all the traffic', () => {
    expect(releases[0]).toContain('MLOPS_DEPLOY_CANARY_STABLE=v1\n');
    expect(releases[1]).toContain('MLOPS_DEPLOY_CANARY_STABLE=v2\n');
  });

  it('the report fails the pipeline and orders a rollback, and the job does it', () => {
    expect(ended.exitCode, ended.output).toBe(1);
    expect(project.artifact('drift', 'outputs/drift-report.env')).toContain('_ROLLBACK=true\n');
    expect(ended.output).toContain('v1 is stable again and has all traffic; it was v2.');
    const outputs = project.artifact('rollback', 'outputs/deploy-canary.env');
    expect(outputs).toContain('MLOPS_DEPLOY_CANARY_PHASE=rolled-back\n');
  });

  it('the first version is served after it', async () => {
    const status = await serving('status');
    expect(status).toMatch(/phase +rolled-back/u);
    expect(status).toMatch(/stable +v1/u);
    expect(status).toMatch(/weight +100/u);
  });
});
