import { afterEach, describe, expect, test } from 'vitest';
import { githubHost } from '../../shared/hosts/github.ts';
import { githubIssues } from '../../shared/hosts/github-issues.ts';
import { gitlabHost } from '../../shared/hosts/gitlab.ts';
import { gitlabIssues } from '../../shared/hosts/gitlab-issues.ts';
import { noContext } from '../../shared/hosts/no-context.ts';
import { impatient } from '../support/comment-forges.ts';
import { githubForge } from '../support/forges/github.ts';
import { gitlabForge } from '../support/forges/gitlab.ts';
import { type IssueForge, issueForgeKinds } from '../support/issue-forges.ts';
import { plainDefinition } from '../support/plain-step.ts';
import { testIo } from '../support/test-io.ts';

const label = 'model-drift';
const marker = '<!-- mlops:drift:flights -->';

describe.each(issueForgeKinds)('issues of $name', ({ name, start, operations }) => {
  let forge: IssueForge | undefined;
  afterEach(async () => {
    expect(forge?.violations).toEqual([]);
    await forge?.close();
    forge = undefined;
  });
  const started = async (options: Parameters<typeof start>[0] = {}): Promise<IssueForge> => {
    forge = await start(options);
    return forge;
  };

  test('one is opened, found, changed, commented on, closed and opened again', async () => {
    const { store, shown } = await started();
    const job = store();
    expect(await job.find(label, marker)).toEqual([]);
    const made = await job.create('Drift: flights', `${marker}\nfirst`, label);
    expect(made).toMatchObject({ isOpen: true, labels: [label] });
    expect(made.url).toMatch(/^https:\/\/.*\/issues\/\d+$/u);
    expect(await store().find(label, marker)).toEqual([made]);
    await job.update(made.id, { body: `${marker}\nsecond`, title: 'Drift' });
    await job.comment(made.id, 'It got worse.');
    expect(await job.update(made.id, { state: 'closed' })).toMatchObject({ isOpen: false });
    expect(await job.find(label, marker)).toMatchObject([{ id: made.id, isOpen: false }]);
    expect(await job.update(made.id, { state: 'open' })).toMatchObject({ isOpen: true });
    expect(shown()).toEqual([
      {
        id: made.id,
        title: 'Drift',
        body: `${marker}\nsecond`,
        isOpen: true,
        comments: ['It got worse.'],
      },
    ]);
  });

  test('others are never taken for ours, and ours are found behind a hundred', async () => {
    const { store, addByStranger, addOwn } = await started();
    for (let i = 0; i < 101; i++) addByStranger(`${marker} ${i}`, [label]);
    addOwn('without the marker', [label]);
    addOwn(`${marker} without the label`, []);
    expect(await store().find(label, marker)).toEqual([]);
    addOwn(marker, [label]);
    addOwn(marker, [label]);
    const found = await store().find(label, marker);
    expect(found.map(({ id }) => id)).toEqual(found.map(({ id }) => id).toSorted((a, b) => a - b));
    expect(found).toHaveLength(2);
  });

  test('what the token may not do is said with the right that is missing', async () => {
    const { store } = await started({ readOnlyTokens: ['ro-0123456789'] });
    await expect(store('ro-0123456789').create('t', 'b', label)).rejects.toMatchObject({
      code: 'forbidden',
      kind: 'external',
      hint:
        name === 'GitHub'
          ? expect.stringContaining('issues: write')
          : expect.stringContaining('`api`'),
    });
    await expect(store('expired-token').find(label, marker)).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });

  test('a forge that is down for a moment is asked again', async () => {
    const { store, failWith, shown } = await started();
    failWith(
      { operation: operations.create, calls: [1], answer: { status: 503 } },
      { operation: operations.list, calls: [1], answer: { status: 502 } },
    );
    const made = await store().create('Drift: flights', marker, label);
    expect(await store().find(label, marker)).toMatchObject([{ id: made.id }]);
    expect(shown()).toHaveLength(1);
    failWith({ operation: operations.update, answer: 'hang-up' });
    await expect(store().update(made.id, { body: 'x' })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test("a proxy's page is no answer", async () => {
    const { store, failWith } = await started();
    failWith({ operation: '*', answer: { status: 200, body: '<html>Sign in</html>' } });
    await expect(store().find(label, marker)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('without a token or a repository', () => {
  const io = testIo({ env: { CI_PROJECT_ID: '5' } });
  const none = { token: undefined, patience: impatient };

  test('the reason says what to give', () => {
    const context = { ...noContext, repository: 'octo/flights' };
    expect(() => githubIssues({ io, context, ...none })).toThrow(/no token/u);
    expect(() => gitlabIssues({ io, ...none })).toThrow(/CI_JOB_TOKEN cannot/u);
  });

  test('there are no issues', () => {
    expect(githubIssues({ io, context: noContext, ...none })).toBeUndefined();
    expect(gitlabIssues({ io: testIo(), ...none })).toBeUndefined();
  });
});

describe('a job of a forge', () => {
  const flags = { values: new Map<string, string>(), help: false, post: false };

  test('on GitHub has issues and dispatches by its own token', async () => {
    const forge = await githubForge({ workflows: { 'cd.yml': ['mode'] } });
    const env = {
      GITHUB_API_URL: forge.url,
      GITHUB_REPOSITORY: 'octo/flights',
      GITHUB_REF_NAME: 'main',
      GITHUB_TOKEN: 'ghs_0123456789abcdef',
    };
    const host = githubHost(plainDefinition, flags, testIo({ env }), impatient);
    const store = await host.issues?.(undefined);
    await store?.create('Drift: flights', marker, label);
    const dispatch = await host.dispatch?.(undefined);
    const values = { mode: 'rollback' };
    await dispatch?.start({ kind: 'workflow', workflow: 'cd.yml', ref: undefined, values });
    expect(forge.issues).toMatchObject([{ title: 'Drift: flights', labels: [label] }]);
    expect(forge.dispatches).toEqual([{ kind: 'workflow_dispatch', name: 'cd.yml', body: values }]);
    expect(forge.violations).toEqual([]);
    await forge.close();
  });

  test('on GitLab has issues by a project token and pipelines by its job token', async () => {
    const forge = await gitlabForge();
    const env = {
      CI_API_V4_URL: forge.apiUrl,
      CI_PROJECT_ID: '5',
      CI_JOB_ID: `issues-${process.pid}`,
      CI_JOB_TOKEN: 'job-0123456789',
      GITLAB_TOKEN: 'glpat-0123456789abcdef',
    };
    const host = gitlabHost(plainDefinition, flags, testIo({ env }), impatient);
    const store = await host.issues?.(undefined);
    await store?.create('Drift: flights', marker, label);
    const dispatch = await host.dispatch?.(undefined);
    const request = {
      kind: 'pipeline',
      ref: 'main',
      token: undefined,
      values: { A: 'b' },
    } as const;
    expect(await dispatch?.start(request)).toMatch(/\/pipelines\/257$/u);
    expect(forge.issues).toMatchObject([{ title: 'Drift: flights', labels: [label] }]);
    expect(forge.pipelines).toEqual([
      { token: 'job-0123456789', ref: 'main', variables: { A: 'b' } },
    ]);
    expect(forge.violations).toEqual([]);
    await forge.close();
  });
});
