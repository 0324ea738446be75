import { createHash } from 'node:crypto';
import type { DatasetFile } from '../../../shared/domain/dataset.ts';
import { datasetDigest } from '../../../shared/domain/dataset.ts';
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

export type EarlierLook = Pick<PastGate, 'testSet' | 'lookedBy'>;

/** From so many on, the best of as many models that should fail may pass one time in four. */
const manyLooks = 10;
const mostListed = 1000;

/**
 * Count this look at the test set with those that earlier runs know of, wherever they were kept. The
 * lists are joined as sets: the same predictions judged again, or known from two places, are one
 * look.
 */
export function countLooks(
  { labels }: GateRows,
  predictions: readonly DatasetFile[],
  earlier: readonly EarlierLook[],
): Looks {
  const bytes = new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
  const testSet = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const seen = new Set([datasetDigest(predictions)]);
  for (const look of earlier) {
    if (look.testSet === testSet) for (const digest of look.lookedBy) seen.add(digest);
  }
  const lookedBy = [...seen].sort();
  return { testSet, looks: lookedBy.length, lookedBy: lookedBy.slice(0, mostListed) };
}

/** @param level of the intervals the verdicts rest on */
export function looksFindings({ looks }: Looks, level: number): Finding[] {
  if (looks < 2) return [];
  const severity = looks >= manyLooks ? 'warning' : 'info';
  return [{ code: 'test-set-reused', severity, message: looksText(looks, luckOf(looks, level)) }];
}

/**
 * The most that the chance of a false pass can have grown to: each look lets a model that is worse
 * than allowed pass with at most (1 - level) / 2, and chances of events that depend on each other
 * in any way at most add up (Bonferroni).
 */
export function luckOf(looks: number, level: number): { once: number; ever: number } {
  const once = (1 - level) / 2;
  return { once, ever: Math.min(1, looks * once) };
}
