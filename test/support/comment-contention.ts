import { expect } from 'vitest';
import { stepNames } from '../../shared/domain/step.ts';
import { type StickyPart, writeSticky } from '../../shared/hosts/sticky-comment.ts';
import type { ForgeKind } from './comment-forges.ts';
import { seededRandom, VirtualTime } from './virtual-time.ts';

export interface Contention {
  /** How long a request takes each way, in milliseconds of virtual time. */
  latency: readonly [least: number, most: number];
  /** The share of requests that a proxy answers with 502. */
  failing: number;
}

export interface ContendedRound {
  /** Sections that are not in the comment as their writers left them. */
  lost: string[];
  comments: number;
  /** API calls of each writer, in the order of the chain: those answered with 502 are not counted. */
  calls: number[];
  violations: readonly string[];
}

const marker = '<!-- the comment -->';
const isOdd = (seed: number): boolean => seed % 2 === 1;

/** One line of the comment, replaced in place: the least a section can be. */
function section(name: string, place: number, text: string): StickyPart {
  const own = `${name}: ${text}`;
  return {
    marker,
    place,
    async merge(existing = marker) {
      const others = existing.split('\n').filter((each) => !each.startsWith(`${name}: `));
      return { body: [...others, own].join('\n') };
    },
    holds: (body) => body.split('\n').includes(own),
  };
}

/**
 * The six jobs of a chain, each writing its section of one comment: at the same moment, or one after
 * the other. In rounds with an odd seed the comment has to be made first.
 */
export async function contendedRound(
  kind: ForgeKind,
  seed: number,
  { latency: [least, most], failing }: Contention,
  atOnce: boolean,
): Promise<ContendedRound> {
  const time = new VirtualTime();
  const random = seededRandom(seed);
  const pause = (): Promise<void> => time.wait(least + (most - least) * random());
  const forge = await kind.start({ now: time.now, pause });
  try {
    if (!isOdd(seed)) forge.addOwn(`${marker}\nolder: kept`);
    const unwell = { status: 502, body: '<html>Bad gateway</html>' };
    forge.failWith({ operation: '*', chance: () => random() < failing, answer: unwell });
    const options = { wait: time.wait, random, now: time.now };
    const jobs = await Promise.all(stepNames.map((step) => forge.job(`${kind.token}-${step}`)));
    const writers = jobs.map(({ comments }, place) => async () => {
      await writeSticky(comments, section(stepNames[place] ?? '', place, `${seed}`), options);
    });
    if (atOnce) await time.all(writers);
    else for (const writer of writers) await time.all([writer]);
    const lines = (forge.bodies()[0] ?? '').split('\n');
    const wanted = [
      ...stepNames.map((step) => `${step}: ${seed}`),
      ...(isOdd(seed) ? [] : ['older: kept']),
    ];
    return {
      lost: wanted.filter((line) => !lines.includes(line)),
      comments: forge.bodies().length,
      calls: stepNames.map((step) => callsOf(forge.requests, `${kind.token}-${step}`)),
      violations: forge.violations,
    };
  } finally {
    await forge.close();
  }
}

function callsOf(
  requests: readonly { headers: Record<string, string>; failed: boolean }[],
  token: string,
) {
  const isOwn = ({ headers }: { headers: Record<string, string> }): boolean =>
    headers.authorization?.endsWith(` ${token}`) || headers['private-token'] === token;
  return requests.filter((request) => isOwn(request) && !request.failed).length;
}

/** What a person asks of any round: nothing lost, one comment, and a forge that was not pestered. */
export function checkRound(round: ContendedRound, alone: ContendedRound): void {
  expect(round).toMatchObject({ lost: [], comments: 1, violations: [] });
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
  const more = sum(round.calls) - sum(alone.calls);
  expect(more, `calls more than without contention, ${round.calls}`).toBeLessThanOrEqual(
    2 * stepNames.length,
  );
}

/** Quick; slow; and slow with a proxy that fails now and then. Milliseconds each way. */
export const contentions: readonly (readonly [string, Contention])[] = [
  ['quick', { latency: [20, 60], failing: 0 }],
  ['slow', { latency: [50, 450], failing: 0 }],
  ['slow and answers 502 now and then', { latency: [50, 450], failing: 0.05 }],
];
