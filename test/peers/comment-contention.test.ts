import { describe, expect, it, vi } from 'vitest';
import { checkRound, contendedRound, contentions } from '../support/comment-contention.ts';
import { forgeKinds } from '../support/comment-forges.ts';

// Only a guard: minutes of one core.
vi.setConfig({ testTimeout: 600_000 });

const rounds = 100;

/** The rounds that `npm test` has too few seconds for. */
describe.each(forgeKinds)(`six jobs that write one comment of $name at once`, (kind) => {
  it.each(contentions)(`${rounds} rounds on a forge that is %s`, async (_, how) => {
    const alone = [
      await contendedRound(kind, 2, how, false),
      await contendedRound(kind, 1, how, false),
    ];
    let atMostTwoMore = 0;
    for (let seed = 1; seed <= rounds; seed++) {
      const [made, found] = alone;
      const base = seed % 2 === 1 ? found : made;
      if (base === undefined) throw new Error('there are two kinds of rounds');
      const round = await contendedRound(kind, seed, how, true);
      checkRound(round, base);
      const most = Math.max(...base.calls);
      atMostTwoMore += round.calls.filter((calls) => calls <= most + 2).length;
    }
    // The others looked for the comment once more, and then met somebody twice.
    expect(atMostTwoMore / (6 * rounds)).toBeGreaterThan(0.99);
  });
});
