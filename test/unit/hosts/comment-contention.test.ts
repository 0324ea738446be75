import { describe, expect, test } from 'vitest';
import { checkRound, contendedRound, contentions } from '../../support/comment-contention.ts';
import { forgeKinds } from '../../support/comment-forges.ts';

/** The comment has to be made in the first, and is there in the second. */
const seeds = [1, 2];

describe.each(forgeKinds)('six jobs that write one comment of $name at once', (kind) => {
  test.each(contentions)(
    'on a forge that is %s: nothing is lost, few calls more',
    async (_, how) => {
      for (const seed of seeds) {
        const alone = await contendedRound(kind, seed, how, false);
        expect(alone.lost).toEqual([]);
        checkRound(await contendedRound(kind, seed, how, true), alone);
      }
    },
  );
});
