import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distFolder, runNode } from '../../support/bundle-copy.ts';
import { flightsProject } from '../../support/flights-project.ts';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type ActRun, act, change, headOf } from './act.ts';

/**
 * A runner that kills instead of waiting: act ends a cancelled job at once, and runs no post step.
 * What is served and the registry are kept on the machine, as on a runner of a team's own.
 */
describe('model-cd.yml that is cancelled while the canary has half of the traffic', () => {
  const kept = temporaryFolder('production');
  const project = flightsProject();
  let forge: GithubForge;
  let cancelled: CommandEnded;
  let between: string;
  let again: CommandEnded;

  const release = (run: Partial<ActRun> & { artifacts: string }): Promise<CommandEnded> => {
    const head = headOf(project);
    const payload = { ref: 'refs/heads/main', after: head, head_commit: { id: head } };
    const all = { template: 'model-cd', event: 'push', payload, project, api: forge.url } as const;
    return act({ ...all, ...run });
  };
  const serving = async (mode: 'status' | 'stop'): Promise<string> => {
    const cli = join(distFolder, 'cli.js');
    return (await runNode([cli, 'deploy-canary', '--mode', mode], { cwd: project })).stdout;
  };

  beforeAll(async () => {
    forge = await githubForge({ pulls: [] });
    change(project, 'mlops.yml', (text) =>
      text
        .replace('registry: .mlops/registry', `registry: ${join(kept, 'registry')}`)
        .replace('idle: 30s', `idle: 5m\n      state: ${join(kept, 'serving')}`)
        .replace('for: 1s', 'for: 6s'),
    );
    const first = await release({ artifacts: temporaryFolder('artifacts') });
    expect(first).toMatchObject({ exitCode: 0 });
    change(project, 'mlops.yml', (text) => text.replace('seed: 7', 'seed: 8'));
    const artifacts = temporaryFolder('artifacts');
    cancelled = await release({ artifacts, cancel: /v2 has 50 % of traffic/u });
    between = await serving('status');
    again = await release({ artifacts, attempt: 2, jobs: ['release'] });
  });
  afterAll(async () => {
    await serving('stop');
    await forge.close();
  });

  it('is killed without a word', () => {
    expect(cancelled.exitCode).not.toBe(0);
    expect(cancelled.output).not.toMatch(/Canary: \w+\./u);
  });

  it('serves on: the version before has what the canary had, as nobody watches it', () => {
    expect(between).toMatch(/stable +v1/u);
    expect(between).toMatch(/phase +progressing/u);
  });

  it('goes on when the job runs again: the canary has all the traffic in the end', async () => {
    expect(again, again.output).toMatchObject({ exitCode: 0 });
    const status = await serving('status');
    expect(status).toMatch(/phase +promoted/u);
    expect(status).toMatch(/stable +v2/u);
  });
});
