import { ActionError } from '../../../shared/kernel/action-error.ts';

/** `ok`, `note` (works, but worth knowing) or `problem` (a step will fail). */
export type Health = 'ok' | 'note' | 'problem';

/** One thing that was looked at. */
export interface Diagnosis {
  readonly topic: string;
  readonly health: Health;
  /** What was found. */
  readonly message: string;
  /** The one thing to do. */
  readonly next?: string;
}

/** Looks at one topic. What it throws is a problem with the error's own advice. */
export interface Check {
  readonly topic: string;
  run(): Promise<readonly Omit<Diagnosis, 'topic'>[]>;
}

export async function diagnose(checks: readonly Check[]): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const { topic, run } of checks) {
    const outcome = await run().catch((error: unknown) => [problemOf(error)]);
    found.push(...outcome.map((one) => ({ topic, ...one })));
  }
  return found;
}

function problemOf(error: unknown): Omit<Diagnosis, 'topic'> {
  if (!(error instanceof ActionError)) throw error;
  const { message, hint } = error;
  return { health: 'problem', message, ...(hint === undefined ? {} : { next: hint }) };
}
