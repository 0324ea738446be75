import { externalError } from '../kernel/action-error.ts';
import type { Comment, CommentLock, CommentStore } from '../ports/comment-store.ts';

/** One writer's part of a comment that several jobs write at the same time. */
export interface StickyPart {
  /** By which the comment is found. */
  marker: string;
  /** The body with our part in place, or why ours must not replace what is there. */
  merge(existing: string | undefined): Promise<{ body: string } | { superseded: string }>;
  /** Whether this body has our part as we want it. */
  holds(body: string): boolean;
}

export interface StickyOptions {
  wait(ms: number): Promise<void>;
  /** In [0, 1): spreads writers that started together. */
  random(): number;
}

export type StickyResult =
  | { comment: Comment; superseded?: undefined }
  | { comment: Comment; superseded: string };

/** How often a part that another writer wiped out is written again. */
const writeAttempts = 10;
/** Together about a minute: longer than a killed holder keeps the lock. */
const lockAttempts = 16;
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
  for (let attempt = 0; attempt < writeAttempts; attempt++) {
    const found = await store.find(part.marker);
    const target = found ?? (await createFirst(store, part));
    if (found === undefined && part.holds(target.body)) return { comment: target };
    const written = await writeInTurn(store, target, part, options);
    if (written !== undefined) return written;
    // Somebody removed the comment meanwhile: begin again.
  }
  throw notHeld();
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
  options: StickyOptions,
): Promise<StickyResult | undefined> {
  const lock = await takeTurn(store, target.id, options);
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
  options: StickyOptions,
): Promise<CommentLock | undefined> {
  for (let attempt = 0; attempt < lockAttempts; attempt++) {
    try {
      if (store.lock === undefined) return undefined;
      const lock = await store.lock(id);
      if (lock !== undefined) return lock;
    } catch (error) {
      // Without the right to react, or where reactions are off, writing may still be allowed.
      const { code = '' } = error as { code?: string };
      if (['forbidden', 'not-found', 'invalid'].includes(code)) return undefined;
      throw error;
    }
    await options.wait(Math.min(250 * 2 ** attempt, 5_000) * (0.5 + options.random()));
  }
  return undefined;
}

function notHeld(): Error {
  return externalError(
    'comment-contended',
    'Other writers kept replacing the comment while this step wrote its part.',
    'Run the job again when the others are done.',
  );
}
