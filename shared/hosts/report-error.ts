import { ActionError } from '../kernel/action-error.ts';
import type { Host } from '../ports/host.ts';
import { Interruption } from './interruption.ts';
import { messages } from './messages.ts';

/** Say what went wrong: message, hint and cause; a stack only where the error is our bug. */
export function reportError(host: Host, step: string, error: unknown): void {
  if (error instanceof Interruption) {
    host.log('error', messages.interrupted(step, error.signal));
    return;
  }
  if (!(error instanceof ActionError) || error.kind === 'bug') {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.log('error', messages.internal(step, stack));
    return;
  }
  const cause = error.cause instanceof Error ? messages.cause(error.cause.message) : '';
  const hint = error.hint === undefined ? '' : messages.next(error.hint);
  host.log('error', `${error.message}${hint}${cause}`);
}
