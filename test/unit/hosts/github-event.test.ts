import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { githubChangeRequest } from '../../../shared/hosts/github-change-request.ts';
import { githubEvent } from '../../../shared/hosts/github-event.ts';
import { noContext } from '../../../shared/hosts/no-context.ts';
import { impatient } from '../../support/comment-forges.ts';
import { githubForge } from '../../support/forges/github.ts';
import { testIo } from '../../support/test-io.ts';

const head = 'c'.repeat(40);
const merge = 'd'.repeat(40);

function eventOf(name: string, payload: unknown, variables: Record<string, string> = {}) {
  const path = join(mkdtempSync(join(tmpdir(), 'event-')), 'event.json');
  writeFileSync(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return githubEvent({
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_SHA: merge,
    GITHUB_REPOSITORY: 'octo/flights',
    GITHUB_RUN_ID: '12',
    ...variables,
  });
}

test.each([
  ['pull_request', { pull_request: { number: 7, head: { sha: head } } }, head, 7],
  ['pull_request_target', { pull_request: { number: 7, head: { sha: head } } }, head, 7],
  ['push', { after: merge }, merge, undefined],
  ['schedule', {}, merge, undefined],
  ['issue_comment', { issue: { number: 8, pull_request: {} } }, undefined, 8],
  ['issue_comment', { issue: { number: 8 } }, undefined, undefined],
  ['workflow_run', { workflow_run: { head_sha: head, pull_requests: [{ number: 9 }] } }, head, 9],
  ['workflow_run', { workflow_run: { head_sha: head, pull_requests: [] } }, head, undefined],
  [
    'check_suite',
    { check_suite: { head_sha: head, pull_requests: [{ number: 1 }, { number: 2 }] } },
    head,
    undefined,
  ],
  [
    'merge_group',
    {
      merge_group: { head_sha: head, head_ref: `refs/heads/gh-readonly-queue/main/pr-31-${merge}` },
    },
    head,
    31,
  ],
  ['pull_request', { pull_request: { number: 'seven', head: null } }, merge, undefined],
  ['pull_request', 'not JSON', merge, undefined],
  ['pull_request', '[1, null]', merge, undefined],
])('%s %j: commit and pull request', (name, payload, commit, number) => {
  const event = eventOf(name, payload);
  expect(event.context.commit).toBe(commit);
  expect(event.pullRequest).toBe(number);
});

test('a re-run links to its own attempt', () => {
  const first = eventOf('push', {}).context;
  const second = eventOf('push', {}, { GITHUB_RUN_ATTEMPT: '2' }).context;
  expect(first.runUrl).toBe('https://github.com/octo/flights/actions/runs/12');
  expect(second.runUrl).toBe('https://github.com/octo/flights/actions/runs/12/attempts/2');
  expect(second.attempt).toBe(2);
});

test('a re-run on Gitea links to the one page of all attempts', () => {
  const again = { GITHUB_RUN_ATTEMPT: '2', GITEA_ACTIONS: 'true' };
  const { context } = eventOf('push', {}, again);
  expect(context.runUrl).toBe('https://github.com/octo/flights/actions/runs/12');
  expect(context.attempt).toBe(2);
});

test('a push is commented on the open pull request whose head it is, and on no other', async () => {
  const forge = await githubForge({
    pulls: [
      { number: 3, head, state: 'closed' },
      { number: 4, head: merge, state: 'open' },
      { number: 5, head, state: 'open' },
    ],
  });
  const io = testIo({ env: { GITHUB_API_URL: forge.url } });
  const find = (commit: string, event: string) =>
    githubChangeRequest({
      io,
      context: { ...noContext, repository: 'octo/flights', commit, event },
      pullRequest: undefined,
      token: 'ghs_token',
      patience: impatient,
    });
  expect((await find(head, 'push'))?.number).toBe(5);
  expect((await find(head, 'workflow_run'))?.url).toBe('https://github.com/octo/flights/pull/5');
  expect(await find('e'.repeat(40), 'push')).toBeUndefined();
  const before = forge.requests.length;
  expect(await find(head, 'schedule')).toBeUndefined();
  expect(forge.requests.length).toBe(before);
  await forge.close();
});

test.each([
  [
    'repository_dispatch',
    { client_payload: { reason: ' auc lost\n2 points ' } },
    'auc lost 2 points',
  ],
  ['workflow_dispatch', { inputs: { reason: 'x drifted' } }, 'x drifted'],
  [
    'repository_dispatch',
    { client_payload: { reason: `::error::${'a'.repeat(5_000)}` } },
    `::error::${'a'.repeat(991)}`,
  ],
  ['workflow_dispatch', { inputs: { reason: ['no text'] } }, undefined],
  ['workflow_dispatch', { inputs: { reason: ' ' } }, undefined],
  ['schedule', {}, undefined],
])('why another run started this one: %s %j', (name, payload, reason) => {
  expect(eventOf(name, payload).context.reason).toBe(reason);
});
