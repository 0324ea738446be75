/** How long a step may take to end in order after the first signal. */
export const graceMs = 4_000;

/** A step was asked to stop from outside. */
export class Interruption extends Error {
  readonly signal: NodeJS.Signals;
  constructor(signal: NodeJS.Signals) {
    super(`Stopped by ${signal}`);
    this.name = 'Interruption';
    this.signal = signal;
  }
}

/**
 * Run `body` with a signal that SIGINT and SIGTERM abort. When the body has not ended within the
 * grace time it is left behind and the interruption is thrown, so that its record can be written:
 * GitHub kills a cancelled step 10 s after its first signal.
 */
export async function interruptible<T>(body: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let onSignal: (signal: NodeJS.Signals) => void = () => undefined;
  const interrupted = new Promise<never>((_resolve, reject) => {
    onSignal = (signal) => {
      const interruption = new Interruption(signal);
      controller.abort(interruption);
      timer ??= setTimeout(() => reject(interruption), graceMs);
    };
  });
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const result = await Promise.race([body(controller.signal), interrupted]);
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
