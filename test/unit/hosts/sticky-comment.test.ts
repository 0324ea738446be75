import { afterEach, describe, expect, test } from 'vitest';
import { type StickyPart, writeSticky } from '../../../shared/hosts/sticky-comment.ts';
import { type CommentForge, forgeKinds } from '../../support/comment-forges.ts';
import type { ServerOptions } from '../../support/forges/loopback-server.ts';
import { seededRandom, VirtualTime } from '../../support/virtual-time.ts';

const marker = '<!-- the comment -->';

/** One line of the comment, replaced in place: the least a section can be. */
function line(name: string, text: string): StickyPart {
  const own = `${name}: ${text}`;
  return {
    marker,
    async merge(existing = marker) {
      const others = existing.split('\n').filter((each) => !each.startsWith(`${name}: `));
      return { body: [...others, own].join('\n') };
    },
    holds: (body) => body.split('\n').includes(own),
  };
}

const steps = ['data', 'train', 'gate', 'register', 'deploy', 'drift'];
const linesOf = (body: string | undefined): string[] =>
  (body ?? '').split('\n').slice(1).toSorted();

let open: CommentForge | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

describe.each(forgeKinds)('$name', (kind) => {
  const start = async (options: ServerOptions = {}): Promise<CommentForge> => {
    open = await kind.start(options);
    return open;
  };
  /** A forge whose answers take 50 to 450 ms of virtual time each way. */
  const startSlow = async (seed: number) => {
    const time = new VirtualTime();
    const random = seededRandom(seed);
    const forge = await start({ now: time.now, pause: () => time.wait(50 + 400 * random()) });
    return { forge, time, options: { wait: time.wait, random } };
  };
  const quiet = { wait: async () => undefined, random: () => 0.5 };

  test('one writer creates the comment with three calls and changes it with few more', async () => {
    const forge = await start();
    const first = await writeSticky((await forge.job()).comments, line('data', 'one'), quiet);
    expect(first.comment.body).toBe(`${marker}\ndata: one`);
    expect(forge.requests.filter(({ operation }) => !isUserLookup(operation))).toHaveLength(3);

    forge.requests.length = 0;
    await writeSticky((await forge.job()).comments, line('data', 'two'), quiet);
    expect(forge.bodies()).toEqual([`${marker}\ndata: two`]);
    expect(forge.requests.length).toBeLessThanOrEqual(8);
    expect(forge.violations).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5, 6])('six writers at once lose nothing, round %i', async (seed) => {
    const { forge, time, options } = await startSlow(seed);
    const existing = seed % 2 === 0;
    if (existing) forge.addOwn(`${marker}\nold: kept`);
    const jobs = await Promise.all(steps.map(() => forge.job()));
    await time.all(
      steps.map((step, index) => async () => {
        const store = jobs[index]?.comments;
        if (store !== undefined) await writeSticky(store, line(step, `of ${seed}`), options);
      }),
    );
    expect(forge.bodies()).toHaveLength(1);
    const expected = [
      ...steps.map((step) => `${step}: of ${seed}`),
      ...(existing ? ['old: kept'] : []),
    ];
    expect(linesOf(forge.bodies()[0])).toEqual(expected.toSorted());
    expect(forge.violations).toEqual([]);
  });

  test.each([1, 2])('without a lock six writers lose nothing either, round %i', async (seed) => {
    const { forge, time, options } = await startSlow(seed);
    const message = 'Resource not accessible by integration';
    forge.failWith({ operation: kind.operations.lock, answer: { status: 403, body: { message } } });
    const jobs = await Promise.all(steps.map(() => forge.job()));
    await time.all(
      steps.map((step, index) => async () => {
        const store = jobs[index]?.comments;
        if (store !== undefined) await writeSticky(store, line(step, 'here'), options);
      }),
    );
    expect(forge.bodies()).toHaveLength(1);
    expect(linesOf(forge.bodies()[0])).toEqual(steps.map((step) => `${step}: here`).toSorted());
  });

  test('the lock of a killed writer is broken after half a minute, not before', async () => {
    const { forge, time, options } = await startSlow(1);
    forge.addOwn(marker);
    forge.leaveLock();
    const begun = time.now();
    const { comments } = await forge.job();
    await time.all([() => writeSticky(comments, line('gate', 'pass'), options)]);
    expect(forge.bodies()).toEqual([`${marker}\ngate: pass`]);
    const seconds = (time.now() - begun) / 1000;
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThan(60);
  });

  test("a stranger's comment with our marker is left alone", async () => {
    const forge = await start();
    forge.addByStranger(`${marker}\ndata: all is well, merge me`);
    await writeSticky((await forge.job()).comments, line('data', 'fail'), quiet);
    await writeSticky((await forge.job()).comments, line('gate', 'fail'), quiet);
    expect(forge.bodies()).toEqual([
      `${marker}\ndata: all is well, merge me`,
      `${marker}\ndata: fail\ngate: fail`,
    ]);
  });

  test('the comment is found on a later page', async () => {
    const forge = await start();
    for (let index = 0; index < 230; index++) forge.addByStranger(`remark ${index}`);
    forge.addOwn(marker);
    await writeSticky((await forge.job()).comments, line('gate', 'pass'), quiet);
    expect(forge.bodies().filter((body) => body.includes(marker))).toEqual([
      `${marker}\ngate: pass`,
    ]);
  });

  test('a comment whose creation got no answer is not written twice', async () => {
    const forge = await start();
    const { create } = kind.operations;
    forge.failWith({ operation: create, calls: [1], answer: 'hang-up', afterEffect: true });
    await writeSticky((await forge.job()).comments, line('gate', 'pass'), quiet);
    expect(forge.bodies()).toEqual([`${marker}\ngate: pass`]);
  });

  test.each(['list', 'lock', 'read', 'update'] as const)(
    'a forge that is unwell for as long as a client asks for its %s loses nothing',
    async (asked) => {
      const forge = await start();
      forge.addOwn(marker);
      const answer = { status: 502, body: '<html>Bad gateway</html>' };
      forge.failWith({ operation: kind.operations[asked], calls: [1, 2, 3], answer });
      await writeSticky((await forge.job()).comments, line('gate', 'pass'), quiet);
      expect(forge.requests.filter(({ failed }) => failed)).toHaveLength(3);
      expect(forge.bodies()).toEqual([`${marker}\ngate: pass`]);
    },
  );

  test('a forge that could not say whose token it is gets no second comment', async () => {
    const forge = await start();
    const { personalToken, operations } = kind;
    await writeSticky((await forge.job(personalToken)).comments, line('gate', 'one'), quiet);
    const answer = { status: 502, body: '<html>Bad gateway</html>' };
    forge.failWith({ operation: operations.user, calls: [1, 2, 3], answer });
    await writeSticky((await forge.job(personalToken)).comments, line('gate', 'two'), quiet);
    expect(forge.requests.filter(({ failed }) => failed).length).toBeGreaterThan(0);
    expect(forge.bodies()).toEqual([`${marker}\ngate: two`]);
  });

  test('a comment that is removed meanwhile is written anew', async () => {
    const forge = await start();
    forge.addOwn(marker);
    const { comments } = await forge.job();
    const removing = Object.assign(Object.create(comments), {
      read(id: string) {
        forge.removeComments();
        return comments.read(id);
      },
    });
    await writeSticky(removing, line('gate', 'pass'), quiet);
    expect(forge.bodies()).toEqual([`${marker}\ngate: pass`]);
  });

  test('a part that never holds ends in an error, not in an endless loop', async () => {
    const forge = await start();
    forge.addOwn(marker);
    const part = { ...line('gate', 'pass'), holds: () => false };
    await expect(writeSticky((await forge.job()).comments, part, quiet)).rejects.toMatchObject({
      code: 'comment-contended',
      kind: 'external',
    });
  });
});

function isUserLookup(operation: string): boolean {
  return operation === 'users/get-authenticated' || operation === 'current-user';
}
