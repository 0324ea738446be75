import { createHash } from 'node:crypto';
import type { Digest } from '../../../shared/domain/digest.ts';
import type { PastGate } from '../../../shared/domain/past-gate.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { GateRows } from '../rows.ts';
import { looksText } from './messages.ts';

/** How often models were judged on the same held-out rows. */
export interface Looks {
  /** Of the labels in key order: what tells one test set from another. */
  readonly testSet: Digest;
  /** Different models, this one included. */
  readonly looks: number;
  /** Digests of their predictions, in ascending order; so many at most as a record can bear. */
  readonly lookedBy: readonly Digest[];
}

export type EarlierLook = Readonly<Pick<PastGate, 'testSet'>> & {
  readonly lookedBy: readonly Digest[];
};

/** A look with those at other test sets that its run knew of. */
export function looksOf({ testSet, lookedBy, otherLooks = [] }: KnownLooks): EarlierLook[] {
  return [{ testSet, lookedBy }, ...otherLooks];
}

type KnownLooks = Readonly<Pick<PastGate, 'testSet' | 'lookedBy' | 'otherLooks'>>;

/**
 * Looks at other test sets than this one, to be handed on: whoever judges a model on another set in
 * between does not start the count anew. What was looked at last comes first, and stays where there
 * are more than a record can bear.
 *
 * @param testSet of this run, where it has one
 */
export function otherLooks(testSet: unknown, earlier: readonly EarlierLook[]): EarlierLook[] {
  const seen = new Map<Digest, Set<Digest>>();
  for (const look of earlier) {
    if (look.testSet === null || look.testSet === testSet) continue;
    const known = seen.get(look.testSet) ?? new Set();
    for (const digest of look.lookedBy) known.add(digest);
    seen.set(look.testSet, known);
  }
  let left = mostListed;
  return [...seen].flatMap(([other, digests]) => {
    const lookedBy = [...digests].sort().slice(0, left);
    left -= lookedBy.length;
    return lookedBy.length === 0 ? [] : [{ testSet: other, lookedBy }];
  });
}

/** From so many on, the best of as many models that should fail may pass one time in four. */
const manyLooks = 10;
const mostListed = 1000;

/**
 * Count this look at the test set with those that earlier runs know of, wherever they were kept. The
 * lists are joined as sets: the same answers judged again, or known from two places, are one look,
 * whether they came from a file or from a model.
 */
export function countLooks(rows: GateRows, earlier: readonly EarlierLook[]): Looks {
  const truths = rows.task === 'multilabel' ? rows.truths : [];
  const testSet = digestOf([rows.labels, ...truths]);
  const shares = 'challengerShares' in rows ? rows.challengerShares : undefined;
  return countTogether(testSet, digestOf([rows.challenger, ...(shares ?? [])]), earlier);
}

/**
 * The same of any evidence.
 *
 * @param testSet what tells one test set from another
 * @param answers what tells one model's answers from another's
 */
export function countTogether(
  testSet: Digest,
  answers: Digest,
  earlier: readonly EarlierLook[],
): Looks {
  const seen = new Set([answers]);
  for (const look of earlier) {
    if (look.testSet === testSet) for (const digest of look.lookedBy) seen.add(digest);
  }
  const lookedBy = [...seen].sort();
  return { testSet, looks: lookedBy.length, lookedBy: lookedBy.slice(0, mostListed) };
}

function digestOf(columns: readonly (Uint8Array | Float64Array)[]): Digest {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of columns) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return `sha256:${hash.digest('hex')}`;
}

/** @param level of the intervals the verdicts rest on */
export function looksFindings(
  { looks }: Looks,
  level: number,
  unit: 'rows' | 'cases' = 'rows',
): Finding[] {
  if (looks < 2) return [];
  const isMany = looks >= manyLooks;
  const message = looksText(looks, luckOf(looks, level), isMany, unit);
  return [{ code: 'test-set-reused', severity: isMany ? 'warning' : 'info', message }];
}

/**
 * The most that the chance of a false pass can have grown to: each look lets a model that is worse
 * than allowed pass with at most (1 - level) / 2, and chances of events that depend on each other
 * in any way at most add up (Bonferroni).
 */
export function luckOf(looks: number, level: number): number {
  return Math.min(1, (looks * (1 - level)) / 2);
}
