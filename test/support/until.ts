import { setTimeout as delay } from 'node:timers/promises';

/** Ask again until the answer is there: for what another process does in its own time. */
export async function until<T>(
  ask: () => Promise<T | undefined | false>,
  what: string,
  withinMs = 60_000,
  everyMs = 10,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await delay(everyMs);
  }
  throw new Error(`not within ${withinMs} ms: ${what}`);
}
