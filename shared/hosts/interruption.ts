/** How long a step may take to end in order after the first signal. */
export const graceMs = 3_000;
/** How long publishing may take once a step is being stopped: five seconds in all. */
export const publishGraceMs = 1_500;

/** A step was asked to stop from outside. */
export class Interruption extends Error {
  readonly signal: NodeJS.Signals;
  constructor(signal: NodeJS.Signals) {
    super(`Stopped by ${signal}`);
    this.name = 'Interruption';
    this.signal = signal;
  }
}

export interface SignalWatch {
  /** Aborted by the first SIGINT or SIGTERM, with an Interruption as its reason. */
  readonly signal: AbortSignal;
  /**
   * Wait for `body`. Once interrupted it has `grace` milliseconds left; then, or at a second
   * signal, it is left behind and the interruption is thrown.
   */
  race<T>(body: Promise<T>, grace: number): Promise<T>;
  dispose(): void;
}

/**
 * Listen for SIGINT and SIGTERM. Node would end at once without a record; GitHub kills a
 * cancelled step 7.5 s after its SIGINT.
 */
export function watchSignals(): SignalWatch {
  const controller = new AbortController();
  const again = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) again.abort();
    else controller.abort(new Interruption(signal));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    race: (body, grace) => raceWith(body, controller.signal, again.signal, grace),
    dispose() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

async function raceWith<T>(
  body: Promise<T>,
  signal: AbortSignal,
  again: AbortSignal,
  grace: number,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(signal.reason);
  const begin = (): void => {
    timer = setTimeout(giveUp, grace);
  };
  again.addEventListener('abort', giveUp);
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin);
  try {
    return await Promise.race([body, overdue]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', begin);
    again.removeEventListener('abort', giveUp);
  }
}
