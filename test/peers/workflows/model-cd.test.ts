import { beforeAll, describe, expect, it } from 'vitest';
import { flightsProject } from '../../support/flights-project.ts';
import { githubForge } from '../../support/forges/github.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { act, archivesIn, change, headOf } from './act.ts';

/** A merge of the project, and the workflow that releases it. */
async function release(project: string, artifacts: string): Promise<CommandEnded> {
  const forge = await githubForge({ pulls: [] });
  const head = headOf(project);
  const payload = { ref: 'refs/heads/main', after: head, head_commit: { id: head } };
  try {
    const run = { template: 'model-cd', event: 'push', payload, project, artifacts } as const;
    const ended = await act({ ...run, api: forge.url });
    expect(forge.comments).toEqual([]);
    return ended;
  } finally {
    await forge.close();
  }
}

describe('model-cd.yml on a merge', () => {
  const artifacts = temporaryFolder('artifacts');
  let ended: CommandEnded;

  beforeAll(async () => {
    const project = flightsProject();
    // The job ends and nobody stops the gateway.
    change(project, 'mlops.yml', (text) => text.replace('idle: 30s', 'idle: 5s'));
    ended = await release(project, artifacts);
  });

  it('releases the model: registered with its evidence, and all traffic on it', () => {
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(ended.output).toMatch(/Registry: pass\. .*v1/u);
    expect(ended.output).toMatch(/Canary: pass\. v1 is served/u);
  });

  it('judges again before it releases, on a machine that got the model as an artifact', () => {
    expect(ended.output).toMatch(/Gate: pass\./u);
    expect(ended.output).toContain(
      'What the record names of train-on-gpu-runner came from an earlier job of this run',
    );
    expect([...archivesIn(artifacts).keys()]).toContain('mlops.flights.register-model.1.record');
  });
});

describe('model-cd.yml on a merge of a model that is not good enough', () => {
  it('ends at the gate, and nothing is registered', async () => {
    const artifacts = temporaryFolder('artifacts');
    const project = flightsProject();
    change(project, 'mlops.yml', (text) => text.replace('min: 0.55', 'min: 0.99'));
    const ended = await release(project, artifacts);
    expect(ended.exitCode).toBe(1);
    expect(ended.output).toMatch(/AUC.*0\.99/u);
    expect(ended.output).not.toContain('Give the model a version');
    expect([...archivesIn(artifacts).keys()]).toContain('mlops.flights.evaluate-gate.1.record');
  });
});
