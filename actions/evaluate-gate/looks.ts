import { createHash } from 'node:crypto';
import type { Finding, StepRecord } from '../../shared/domain/record.ts';
import { findings as texts } from './messages.ts';
import type { GateRows } from './rows.ts';

/** How often models were judged on the same held-out rows. */
export interface Looks {
  /** Of the labels in key order: what tells one test set from another. */
  readonly testSet: string;
  /** Different models, this one included. */
  readonly looks: number;
}

/** From so many on, the best of as many equal models looks better by luck four times in ten. */
const manyLooks = 10;

/**
 * Count this look at the test set, going by the gate's earlier record in the same report directory.
 * The same predictions judged again are the same look.
 */
export function countLooks(
  { labels }: GateRows,
  predictions: readonly { readonly sha256: string }[],
  earlier: Pick<StepRecord, 'inputs'> | undefined,
): Looks {
  const bytes = new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
  const testSet = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const before = earlier?.inputs ?? {};
  const counted = typeof before.looks === 'number' ? before.looks : 0;
  if (before['test-set'] !== testSet || counted < 1) return { testSet, looks: 1 };
  const isSame = digestsOf(before.challenger).join() === predictions.map((f) => f.sha256).join();
  return { testSet, looks: isSame ? counted : counted + 1 };
}

function digestsOf(files: unknown): string[] {
  if (!Array.isArray(files)) return [];
  return files.map((file: unknown) => String((file as { sha256?: unknown } | null)?.sha256));
}

export function looksFindings({ looks }: Looks): Finding[] {
  if (looks < 2) return [];
  const severity = looks >= manyLooks ? 'warning' : 'info';
  return [{ code: 'test-set-reused', severity, message: texts.looks(looks) }];
}
