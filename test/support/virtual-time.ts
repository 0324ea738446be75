/**
 * Time that passes only while everybody waits. Concurrent actors call `wait`; once all of them do,
 * the clock jumps to the first that is due. Nothing sleeps, and a seed decides every interleaving.
 */
export class VirtualTime {
  private time = Date.parse('2026-03-01T12:00:00Z');
  private running = 0;
  private readonly waiting: { due: number; order: number; wake: () => void }[] = [];
  private order = 0;

  readonly now = (): number => this.time;

  readonly wait = (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.waiting.push({ due: this.time + ms, order: this.order++, wake });
      this.running -= 1;
      this.advance();
    });

  /** Run actors side by side; each does one thing at a time. */
  async all<T>(actors: readonly (() => Promise<T>)[]): Promise<T[]> {
    this.running += actors.length;
    const ended = actors.map(async (actor) => {
      try {
        return await actor();
      } finally {
        this.running -= 1;
        this.advance();
      }
    });
    return Promise.all(ended);
  }

  private advance(): void {
    if (this.running > 0) return;
    this.waiting.sort((a, b) => a.due - b.due || a.order - b.order);
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.time = Math.max(this.time, next.due);
    this.running += 1;
    next.wake();
  }
}

/** Numbers in [0, 1) from a seed (mulberry32), so that a failing round can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
