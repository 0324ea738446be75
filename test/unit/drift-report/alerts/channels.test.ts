import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertCauses } from '../../../../shared/config/sections/alerts.ts';
import type { Cache } from '../../../../shared/ports/host.ts';
import { driftProject, findings } from '../../../support/drift-project.ts';
import { type Receiver, receiver } from '../../../support/receiver.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const chat = (more = ''): string =>
  `      alerts:\n        channels:\n          team: { type: webhook, url: HOOK, secret: KEY }\n${more}`;
const secret = 'canary-key-0001';

/** What a channel was told, in order. */
function told({ received }: Receiver): string[] {
  return received.map(({ json: { event, level } }) => `${event} ${level}`);
}

async function project(drift: string) {
  const hook = await receiver();
  return { hook, ...driftProject(drift, { HOOK: hook.url, KEY: secret }) };
}

test('an alert is told once, again after the cool-down, at once when it gets worse, and taken back', async () => {
  const { hook, run } = await project(chat());
  const first = await run('p1', 0);
  expect(told(hook)).toEqual(['trigger p1']);
  expect(findings(first)).toContain('info alert-sent: Told the channel team (trigger).');
  expect(hook.received[0]?.json).toMatchObject({
    model: 'flights',
    source: 'octo/flights',
    title: 'drift that needs a look',
    summary: expect.stringMatching(/^P1: 1 of 3 columns drifted or broke\. x drifted/u),
    facts: [{ name: 'x', value: expect.stringContaining('x drifted') }],
    link: 'https://github.example/octo/flights/actions/runs/run-0',
  });
  const second = await run('p1', 1);
  expect(told(hook)).toHaveLength(1);
  expect(findings(second)).toContainEqual(
    expect.stringMatching(/^info alert-held: .*the cool-down lasts another 5 h\.$/u),
  );
  await run('p0', 2);
  expect(told(hook)).toEqual(['trigger p1', 'trigger p0']);
  await run('p1', 3);
  await run('p0', 4);
  expect(told(hook)).toHaveLength(2);
  await run('p0', 9);
  expect(told(hook)).toHaveLength(3);
  expect(hook.received[2]?.json.title).toBe('drift that needs action now, still');
  await run('steady', 10);
  await run('steady', 11);
  expect(told(hook)).toEqual(['trigger p1', 'trigger p0', 'trigger p0', 'resolve p0']);
  await run('p1', 12);
  expect(told(hook).at(-1)).toBe('trigger p1');
});

test('a re-run of the same run tells nothing again', async () => {
  const { hook, run } = await project(chat('        cooldown: 1ms\n'));
  await run('p1', 0);
  await run('p1', 0, { context: { attempt: 2 } });
  expect(told(hook)).toHaveLength(1);
});

test('P2 joins the digest: at most one a day, with everything since the last', async () => {
  const { hook, run } = await project(chat());
  await run('p2', 0);
  expect(told(hook)).toEqual(['digest p2']);
  for (const hour of [2, 4, 6]) await run('p2', hour);
  expect(told(hook)).toHaveLength(1);
  await run('steady', 25);
  expect(told(hook)).toEqual(['digest p2', 'digest p2']);
  expect(hook.received[1]?.json.title).toBe('3 reports since the last digest');
  expect(hook.received[1]?.json.facts).toHaveLength(3);
  await run('steady', 49);
  expect(told(hook)).toHaveLength(2);
});

test('one message a run: a due digest goes with the alert', async () => {
  const { hook, run } = await project(chat());
  await run('p2', 0);
  await run('p2', 1);
  await run('p1', 30);
  expect(told(hook)).toEqual(['digest p2', 'trigger p1']);
  const facts = hook.received[1]?.json.facts as { name: string }[];
  expect(facts.map(({ name }) => name)).toEqual(['x', 'Digest 1']);
});

test('a page goes to the pager alone, and the incident is resolved when the level falls', async () => {
  const [pager, hook] = [await receiver(), await receiver()];
  pager.answer({ status: 202, body: '{"status":"success"}' });
  const { run } = driftProject(
    '      alerts:\n        channels:\n          pager: { type: pagerduty, key: KEY, url: PAGER }\n          chat: { type: webhook, url: HOOK, secret: KEY }\n',
    { HOOK: hook.url, PAGER: pager.url, KEY: secret },
  );
  await run('p1', 0);
  expect([pager.received.length, told(hook)]).toEqual([0, ['trigger p1']]);
  await run('p0', 1);
  await run('p1', 2);
  const events = pager.received.map(({ json }) => [json.event_action, json.dedup_key]);
  const key = 'mlops/octo/flights/flights/drift';
  expect(events).toEqual([
    ['trigger', key],
    ['resolve', key],
  ]);
  expect(told(hook)).toEqual(['trigger p1', 'trigger p0']);
});

test('a level acts only after as many runs in a row as the policy asks for', async () => {
  const { hook, run } = await project(
    chat('        p1: { after: 2 }\n        p2: { actions: [] }\n'),
  );
  const first = await run('p1', 0);
  expect(findings(first)).toContain(
    'info alert-waits: P1 has been seen in 1 run in a row; it acts from 2 on.',
  );
  await run('steady', 1);
  await run('p1', 2);
  expect(told(hook)).toEqual([]);
  await run('p1', 3);
  expect(told(hook)).toEqual(['trigger p1']);
});

test('a finding the policy names raises the alert, and with it the verdict', async () => {
  const { run } = await project(chat('        p0: { when: [drift] }\n'));
  const ran = await run('p2', 0);
  expect(ran.exitCode).toBe(1);
  expect(ran.host.outputs.get('alert')).toBe('p0');
  expect(ran.record?.summary).toMatch(/^P0: x drifted/u);
  expect(findings(ran)).toContain('info alert-raised: P0: the policy counts drift as P0.');
});

test('a cause that is no finding is an error with the nearest one; every cause there is exists', async () => {
  const { run } = await project(chat('        p0: { when: [drifted] }\n'));
  const ran = await run('steady', 0);
  expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining('p0.when.0')]);
  const root = new URL('../../../../actions/drift-report', import.meta.url);
  const sources = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('');
  expect(alertCauses.filter((cause) => !sources.includes(`'${cause}'`))).toEqual([]);
});

test('a channel that fails is a warning, changes no exit code, and is tried by the next run', async () => {
  const { hook, run } = await project(chat());
  hook.answer({ status: 403, body: `bad token ${hook.url}` });
  const ran = await run('p1', 0);
  expect(ran.exitCode).toBe(0);
  expect(findings(ran)).toContainEqual(
    expect.stringMatching(
      /^warning alert-not-sent: The webhook refused the message for the channel "team" \(403 .*\)\. Check the address/u,
    ),
  );
  hook.answer({ status: 204 });
  await run('p1', 1);
  expect(told(hook)).toEqual(['trigger p1', 'trigger p1']);
  const ids = hook.received.map(({ headers }) => headers['x-mlops-delivery']);
  expect(new Set(ids).size).toBe(1);
  const { run: without } = driftProject(chat(), {});
  expect(findings(await without('p1', 0))).toContainEqual(
    expect.stringMatching(/^warning alert-not-sent: The environment variable HOOK .* is not set/u),
  );
});

test.each([
  [{ context: { targetBranch: 'main' } }, 'this run belongs to a pull or merge request', 'false'],
  [{ inputs: { notify: 'never' } }, 'the input notify is never', 'true'],
])('nobody is alerted where nobody should be: %j', async (options, reason, rollback) => {
  const { hook, root, run } = await project(chat());
  const ran = await run('p0', 0, options);
  expect(hook.received).toEqual([]);
  expect(findings(ran)).toContain(`info not-alerted: Nobody was alerted: ${reason}.`);
  expect(ran.host.outputs.get('rollback')).toBe(rollback);
  expect(existsSync(join(root, '.mlops/alerts'))).toBe(false);
});

test('no output, log, record or remembered state holds an address or a secret', async () => {
  const { hook, root, run } = await project(chat());
  hook.answer({ status: 400, body: `no: ${secret} s3cret-path` });
  const ran = await run('p0', 0);
  const written = readdirSync(join(root, '.mlops'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const seen = [ran.log, ...written, ...ran.host.outputs.values(), ...ran.host.summaries];
  expect(written.length).toBeGreaterThan(2);
  for (const text of seen) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(hook.url);
    expect(text).not.toContain('s3cret-path');
  }
});

test('a run that was killed while it told somebody is repeated under the same name', async () => {
  const { hook, root, run } = await project(chat());
  const path = join(root, '.mlops/alerts/flights/state.json');
  await run('p1', 0);
  const first = hook.received[0]?.headers['x-mlops-delivery'];
  // As a kill between the send and its confirmation leaves it.
  const state = JSON.parse(readFileSync(path, 'utf8'));
  state.channels.team = {
    open: null,
    pending: { id: first, event: 'trigger', level: 'p1' },
    digested: null,
  };
  writeFileSync(path, JSON.stringify(state));
  await run('p1', 1);
  expect(hook.received.map(({ headers }) => headers['x-mlops-delivery'])).toEqual([first, first]);
});

test('what was told is remembered on another machine by the cache, the newer copy counts', async () => {
  const { hook, root, run } = await project(chat());
  const kept = tempDir();
  const keys: string[] = [];
  const folder = join(root, '.mlops/alerts/flights');
  const cache: Cache = {
    async restore(_paths, key, prefixes = []) {
      const saved = keys.findLast(
        (each) => each === key || prefixes.some((p) => each.startsWith(p)),
      );
      if (saved === undefined) return false;
      const { mkdirSync } = await import('node:fs');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'state.json'), readFileSync(join(kept, saved)));
      return true;
    },
    async save([path = ''], key) {
      keys.push(key);
      writeFileSync(join(kept, key), readFileSync(join(path, 'state.json')));
    },
  };
  await run('p1', 0, { cache });
  rmSync(join(root, '.mlops'), { recursive: true });
  await run('p1', 1, { cache });
  expect(told(hook)).toHaveLength(1);
  expect(keys).toEqual(['mlops-alerts-flights-run-0-1', 'mlops-alerts-flights-run-1-1']);
});

test('a damaged memory is said, and costs a repetition at most', async () => {
  const { hook, root, run } = await project(chat());
  await run('p1', 0);
  writeFileSync(join(root, '.mlops/alerts/flights/state.json'), '{"schema":');
  const ran = await run('p1', 1);
  expect(told(hook)).toHaveLength(2);
  expect(findings(ran)).toContainEqual(expect.stringMatching(/^warning alert-state-unreadable: /u));
});

test.each([
  [
    'url: https://hooks.slack.com/services/T0/B0/canary',
    /the name of an environment variable is expected/u,
  ],
  ['url: GITHUB_TOKEN', /the job's own token is not for a channel/u],
  ['ulr: HOOK, url: HOOK', /did you mean "url"/u],
])('a wrong channel is a usage error that shows no secret: %s', async (entry, message) => {
  const { run } = driftProject(`      alerts: { channels: { team: { type: slack, ${entry} } } }\n`);
  const ran = await run('steady', 0);
  expect(ran.exitCode).toBe(2);
  expect(ran.log).toMatch(message);
  expect(ran.log).not.toContain('canary');
});
