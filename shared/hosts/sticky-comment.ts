import { externalError } from '../kernel/action-error.ts';
import type { Comment, CommentLock, CommentStore } from '../ports/comment-store.ts';
import { comments } from './messages.ts';

/** One writer's part of a comment that several jobs write at the same time. */
export interface StickyPart {
  /** By which the comment is found. */
  marker: string;
  /**
   * The writer's place among those that may write at the same time, from 0: writers with places of
   * their own rest for different times, and so do not meet again.
   */
  place?: number;
  /** The body with our part in place, or why ours must not replace what is there. */
  merge(existing: string | undefined): Promise<{ body: string } | { superseded: string }>;
  /** Whether this body has our part as we want it. */
  holds(body: string): boolean;
}

export interface StickyOptions {
  wait(ms: number): Promise<void>;
  /** In [0, 1): spreads writers that started together. */
  random(): number;
  /** Milliseconds from any start, by which to tell how quick the forge is: this machine's clock. */
  now?(): number;
}

export type StickyResult =
  | { comment: Comment; superseded?: undefined }
  | { comment: Comment; superseded: string };

/** How often a part that another writer wiped out is written again. */
const writeAttempts = 10;
/** Longer than a killed holder keeps the lock, and than the first two rests on the slowest forge. */
const lockPatienceMs = 180_000;
/** How many writers may want the lock at once: one a step. */
const places = 6;
/**
 * How long a turn is taken to be (a read, a write, a read and a release), and how long making the
 * comment (to look for it and to write it), by the slowest answer so far. In few steps: writers that
 * count in turns of the same length do not meet again.
 */
const paces = [
  { slowestMs: 250, turnMs: 2_000, makingMs: 750 },
  { slowestMs: 1_000, turnMs: 7_000, makingMs: 3_000 },
  { slowestMs: Number.POSITIVE_INFINITY, turnMs: 10_000, makingMs: 5_000 },
] as const;
/** Longer than the time between another writer's read and its write. */
const settleMs = 2_000;

/**
 * Put our part into the one comment, without losing another writer's.
 *
 * Neither GitHub nor GitLab has a conditional update, so writers take turns by a lock on the
 * comment: read, merge, write, and read again to be sure. Where no lock can be had they write and
 * look again after the longest time another could have been under way. Two that create the
 * comment at once see both: the oldest stays, and who wrote the other removes it and adds its part.
 *
 * @throws ActionError (external) when the forge refuses or the part did not hold.
 */
export async function writeSticky(
  store: CommentStore,
  part: StickyPart,
  options: StickyOptions,
): Promise<StickyResult> {
  const pace = new Pace(part.place ?? 0, options);
  try {
    return await writeOrBeginAgain(store, part, pace);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    // The client has asked several times. A forge that is only unwell now and then answers by now,
    // and a section is worth one more round; one that is down is not asked for ever.
    await options.wait(places * settleMs * (1 + options.random()));
    return writeOrBeginAgain(store, part, pace);
  }
}

function isUnavailable(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'unavailable';
}

async function writeOrBeginAgain(
  store: CommentStore,
  part: StickyPart,
  pace: Pace,
): Promise<StickyResult> {
  for (let attempt = 0; attempt < writeAttempts; attempt++) {
    const found = await findOrLeaveToOthers(store, part, pace);
    const target = found ?? (await createFirst(store, part));
    if (found === undefined && part.holds(target.body)) return { comment: target };
    const written = await writeInTurn(store, target, part, pace);
    if (written !== undefined) return written;
    // Somebody removed the comment meanwhile: begin again.
  }
  throw notHeld();
}

/** When a writer does what, so that those that start together seldom ask in vain. */
class Pace {
  readonly options: StickyOptions;
  private readonly place: number;
  private slowestMs = 0;

  constructor(place: number, options: StickyOptions) {
    this.place = place;
    this.options = options;
  }

  /** Ask the forge something, and learn how long it takes to answer. */
  async timed<T>(ask: () => Promise<T>): Promise<T> {
    const { now = Date.now } = this.options;
    const begun = now();
    try {
      return await ask();
    } finally {
      this.slowestMs = Math.max(this.slowestMs, now() - begun);
    }
  }

  /** Before the comment is made: the first in the chain makes it, and the others find it. */
  get headStartMs(): number {
    return this.place * this.known.makingMs;
  }

  /** After asking in vain: until the turns of those before us are over, later those of all as well. */
  restMs(refusals: number): number {
    const { turnMs } = this.known;
    const spread = 100 * this.options.random();
    if (refusals === 1) return (this.place + 1) * turnMs + spread;
    return (places + this.place) * turnMs + spread;
  }

  private get known(): (typeof paces)[number] {
    return paces.find(({ slowestMs }) => this.slowestMs <= slowestMs) ?? paces[2];
  }
}

/**
 * The comment. Where there is none yet, a writer looks again after its head start: writers that make
 * one each would send as many mails to everybody who follows the request.
 */
async function findOrLeaveToOthers(
  store: CommentStore,
  { marker }: StickyPart,
  pace: Pace,
): Promise<Comment | undefined> {
  for (let waitedMs = 0; ; ) {
    const found = await pace.timed(() => store.find(marker));
    // Longer than it was, where this answer was slower than all before.
    const restMs = pace.headStartMs - waitedMs;
    if (found !== undefined || restMs <= 0) return found;
    await pace.options.wait(restMs);
    waitedMs += restMs;
  }
}

/** Create the comment; when another writer was first, take ours back and resolve to theirs. */
async function createFirst(store: CommentStore, part: StickyPart): Promise<Comment> {
  const merged = await part.merge(undefined);
  if ('superseded' in merged) throw notHeld();
  const created = await store.create(merged.body);
  const oldest = await store.find(part.marker);
  if (oldest === undefined || oldest.id === created.id) return created;
  await store.remove(created.id);
  return oldest;
}

async function writeInTurn(
  store: CommentStore,
  target: Comment,
  part: StickyPart,
  pace: Pace,
): Promise<StickyResult | undefined> {
  const { options } = pace;
  const lock = await takeTurn(store, target.id, pace);
  try {
    for (let attempt = 0; attempt < writeAttempts; attempt++) {
      const current = await store.read(target.id);
      if (current === undefined) return undefined;
      const merged = await part.merge(current.body);
      if ('superseded' in merged) return { comment: current, superseded: merged.superseded };
      await store.update(target.id, merged.body);
      if (lock === undefined) await options.wait(settleMs * (1 + options.random()));
      const seen = await store.read(target.id);
      if (seen !== undefined && part.holds(seen.body)) return { comment: seen };
      await options.wait(settleMs * attempt * options.random());
    }
    throw notHeld();
  } finally {
    // Nothing depends on it: the next writer breaks a lock that was left.
    await lock?.release().catch(() => undefined);
  }
}

/** undefined: this forge or this token has no lock to give, or its holder never lets go. */
async function takeTurn(
  store: CommentStore,
  id: string,
  pace: Pace,
): Promise<CommentLock | undefined> {
  let waitedMs = 0;
  for (let refusals = 1; waitedMs < lockPatienceMs; refusals++) {
    try {
      const lock = await pace.timed(async () => store.lock?.(id, refusals > 2));
      if (lock !== undefined || store.lock === undefined) return lock;
    } catch (error) {
      // Without the right to react, or where reactions are off, writing may still be allowed.
      const { code = '' } = error as { code?: string };
      if (['forbidden', 'not-found', 'invalid'].includes(code)) return undefined;
      throw error;
    }
    const rest = pace.restMs(refusals);
    await pace.options.wait(rest);
    waitedMs += rest;
  }
  return undefined;
}

function notHeld(): Error {
  return externalError('comment-contended', comments.contended, comments.runLater);
}
