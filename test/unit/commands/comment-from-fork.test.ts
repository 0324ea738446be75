import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { comment } from '../../../actions/commands/comment.ts';
import { type ArtifactService, artifactService } from '../../support/forges/artifact-service.ts';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import { stepRecord } from '../../support/step-records.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const headSha = 'f'.repeat(40);
const flags = ['--run-id', '99', '--head-sha', headSha];
let artifacts: ArtifactService;
let forge: GithubForge;
let out: string;

beforeEach(async () => {
  artifacts = await artifactService();
  const run = { id: 99, attempt: 1, event: 'pull_request', headSha, headBranch: 'better' };
  forge = await githubForge({
    pulls: [{ number: 7, head: headSha, state: 'open', from: 'mallory:better' }],
    runs: { runs: [{ ...run, headRepository: 'mallory/flights' }], artifacts },
  });
  out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  for (const [name, value] of Object.entries({
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: forge.url,
    GITHUB_REPOSITORY: 'octo/flights',
    GITHUB_TOKEN: 'ghs_secretOfThisJob',
  })) {
    vi.stubEnv(name, value);
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([artifacts.close(), forge.close()]);
});

describe('mlops comment', () => {
  it('writes the comment of the run it is told of', async () => {
    const record = stepRecord('evaluate-gate', { subject: { commit: headSha } });
    const member = { name: 'record.json', content: JSON.stringify(record) };
    artifacts.put('mlops.flights.evaluate-gate.1.record', zipArchive(member));
    expect(await comment(flags)).toBe(0);
    expect(forge.comments[0]?.body).toContain('evaluate-gate went well');
    expect(out).toMatch(/^1 section of the comment written: https:/mu);
    expect(out).not.toContain('ghs_secretOfThisJob');
  });

  it('shows what a stranger wrote as one warning, never as a command', async () => {
    const evil = 'x\n::set-output name=a::b\n##[add-path]/tmp';
    artifacts.put('mlops.flights.evaluate-gate.1.record', zipArchive({ name: evil, content: '' }));
    expect(await comment(flags)).toBe(3);
    expect(out).toMatch(
      /^::warning::The artifact mlops\.flights\.evaluate-gate\.1\.record is left/mu,
    );
    expect(out).toMatch(/^::error::mlops comment: 1 of the artifacts/mu);
    expect(out).not.toMatch(/^::set-output|^##\[/mu);
  });

  it.each<[string, string[], RegExp]>([
    ['no run', ['--head-sha', headSha], /--run-id is needed: the number of a workflow run/u],
    [
      'half a commit',
      ['--run-id', '9', '--head-sha', 'ffffff'],
      /--head-sha is needed: the whole/u,
    ],
    ['shell in the run', ['--run-id', '9; rm -rf /', '--head-sha', headSha], /--run-id is needed/u],
    ['a typo', [...flags, '--pull', '7'], /Unknown option '--pull'/u],
    [
      'no repository',
      [...flags, '--repository', 'flights'],
      /--repository is needed: owner\/name/u,
    ],
  ])('refuses flags with %s before it asks anybody', async (_case, args, reason) => {
    expect(await comment(args)).toBe(2);
    expect(out).toMatch(reason);
    expect(forge.requests).toEqual([]);
  });

  it('says where the token comes from when there is none', async () => {
    vi.stubEnv('GITHUB_TOKEN', '');
    expect(await comment(flags)).toBe(2);
    expect(out).toMatch(/There is no token .* `env: GITHUB_TOKEN: \$\{\{ github\.token \}\}`/u);
  });

  it('explains itself', async () => {
    expect(await comment(['--help'])).toBe(0);
    expect(out).toContain('comment-from-fork.yml');
  });
});
