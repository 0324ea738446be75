import { afterEach, describe, expect, test } from 'vitest';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { memoryHost } from '../../../shared/hosts/memory.ts';
import { publishComment } from '../../../shared/hosts/publish-comment.ts';
import { beginComment, type RunningOptions } from '../../../shared/hosts/running-comment.ts';
import type { ChangeRequest } from '../../../shared/ports/host.ts';
import { makeRecord } from '../../gallery/records.ts';
import { type CommentForge, forgeKinds } from '../../support/comment-forges.ts';
import { until } from '../../support/until.ts';

const commit = 'a'.repeat(40);
const started = new Date('2026-03-01T12:00:00.000Z');
const step = { step: 'evaluate-gate', model: 'flights', started } as const;
const row = '🔄\u00a0**Gate** | **running** since 12:00 UTC';

function recordOf(begun: Date, verdict: StepRecord['verdict'] = 'pass'): StepRecord {
  return makeRecord({
    step: 'evaluate-gate',
    verdict,
    summary: 'Better.',
    subject: { commit, dirty: false, data: null, model: null, environment: null },
    started: begun.toISOString(),
    finished: begun.toISOString(),
  });
}

/** Timers that go off when the test says so. */
class Timers {
  private readonly set = new Map<() => void, number>();
  readonly later = (ms: number, act: () => void): (() => void) => {
    this.set.set(act, ms);
    return () => this.set.delete(act);
  };
  get waiting(): number[] {
    return [...this.set.values()];
  }
  goOff(): void {
    const due = [...this.set.keys()];
    this.set.clear();
    for (const act of due) act();
  }
}

function optionsWith(timers: Timers, given: Partial<RunningOptions> = {}): RunningOptions {
  return {
    comment: 'auto',
    token: undefined,
    wait: async () => undefined,
    random: () => 0.5,
    later: timers.later,
    ...given,
  };
}

/** The forge answers over a loopback connection, in its own time. */
const seen = (holds: () => boolean): Promise<true> =>
  until(async () => holds(), 'what the test looks for', 5_000);

describe.each(forgeKinds)('$name', (kind) => {
  let forge: CommentForge;
  afterEach(() => forge.close());
  const hostOf = async () => memoryHost({ changeRequest: await forge.job(), context: { commit } });

  test('a step of more than ten seconds is shown while it runs, and its report takes its place', async () => {
    forge = await kind.start();
    const timers = new Timers();
    const host = await hostOf();
    const running = beginComment(host, step, optionsWith(timers));
    expect(timers.waiting).toEqual([10_000]);
    timers.goOff();
    await seen(() => forge.bodies()[0]?.includes(row) === true);
    expect(forge.bodies()[0]).toContain('### 🔄 Running · flights: Gate is under way');
    await running.end();
    await publishComment(host, recordOf(started), optionsWith(timers));
    expect(forge.bodies()).toHaveLength(1);
    expect(forge.bodies()[0]).not.toContain('running');
    expect(forge.bodies()[0]).toContain('✅\u00a0**Gate** | Better.');
    expect(timers.waiting).toEqual([]);
    expect(host.logs).toEqual([]);
    expect(forge.violations).toEqual([]);
  });

  test('a shorter one costs no request', async () => {
    forge = await kind.start();
    const timers = new Timers();
    const host = await hostOf();
    const before = forge.requests.length;
    await beginComment(host, step, optionsWith(timers)).end();
    timers.goOff();
    expect(forge.requests).toHaveLength(before);
    expect(forge.bodies()).toEqual([]);
  });

  test('a killed attempt stays until a newer one begins or reports', async () => {
    forge = await kind.start();
    const timers = new Timers();
    const host = await hostOf();
    beginComment(host, step, optionsWith(timers));
    timers.goOff();
    await seen(() => forge.bodies()[0]?.includes(row) === true);
    const again = { ...step, started: new Date('2026-03-01T12:30:00.000Z') };
    const second = beginComment(host, again, optionsWith(timers));
    timers.goOff();
    await seen(() => forge.bodies()[0]?.includes('since 12:30 UTC') === true);
    await second.end();
    // The first attempt was not dead, only slow: what it says is of an older one.
    await publishComment(host, recordOf(started), optionsWith(timers));
    expect(forge.bodies()[0]).toContain('since 12:30 UTC');
    await publishComment(host, recordOf(again.started), optionsWith(timers));
    expect(forge.bodies()[0]).not.toContain('running');
  });

  test('that a step runs never replaces what a later run of it reported', async () => {
    forge = await kind.start();
    const timers = new Timers();
    const host = await hostOf();
    await publishComment(host, recordOf(new Date('2026-03-01T13:00:00Z')), optionsWith(timers));
    const [before] = forge.bodies();
    const running = beginComment(host, step, optionsWith(timers));
    timers.goOff();
    const asked = forge.requests.length;
    await seen(() => forge.requests.length > asked + 2);
    await running.end();
    expect(forge.bodies()).toEqual([before]);
  });

  test('what keeps it from being shown is a line in the log', async () => {
    forge = await kind.start();
    const timers = new Timers();
    const host = await hostOf();
    const answer = { status: 403, body: { message: 'Forbidden' } };
    forge.failWith({ operation: kind.operations.create, calls: [1, 2, 3], answer });
    const running = beginComment(host, step, optionsWith(timers));
    timers.goOff();
    await seen(() => host.logs.length > 0);
    await running.end();
    expect(host.logs).toEqual([
      {
        level: 'info',
        message: expect.stringMatching(/^The comment does not show that this step is running: /u),
      },
    ]);
  });
});

test.each(['never', 'auto'] as const)(
  'comment: %s without a forge asks for nothing',
  async (comment) => {
    const timers = new Timers();
    const host = memoryHost({});
    await beginComment(host, step, optionsWith(timers, { comment })).end();
    expect(timers.waiting).toEqual([]);
    expect(host.logs).toEqual([]);
  },
);

test('a forge that does not answer keeps the report waiting for no more than twenty seconds', async () => {
  const timers = new Timers();
  const never = new Promise<never>(() => undefined);
  const comments = { limit: 65_536, find: () => never } as unknown as ChangeRequest['comments'];
  const request = { number: 1, url: '', comments, headCommit: async () => commit };
  const host = memoryHost({ changeRequest: request });
  const running = beginComment(host, step, optionsWith(timers));
  timers.goOff();
  const ended = running.end();
  expect(timers.waiting).toEqual([20_000]);
  timers.goOff();
  await ended;
});

test('a step that ends while its turn has not come writes nothing more', async () => {
  const timers = new Timers();
  const asked: string[] = [];
  const comment = { id: '1', body: '<!-- mlops-actions model=flights -->', url: '' };
  const comments = {
    limit: 65_536,
    find: async () => comment,
    read: async () => comment,
    create: async () => comment,
    update: async () => {
      asked.push('update');
      return comment;
    },
    remove: async () => undefined,
    lock: async () => {
      asked.push('lock');
      return undefined;
    },
  };
  const request = { number: 1, url: '', comments, headCommit: async () => commit };
  const host = memoryHost({ changeRequest: request });
  const options = optionsWith(timers, { wait: () => new Promise(() => undefined) });
  const running = beginComment(host, step, options);
  timers.goOff();
  await seen(() => asked.length > 0);
  await running.end();
  expect(asked).toEqual(['lock']);
  expect(host.logs).toEqual([]);
});
