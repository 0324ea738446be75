import { ActionError } from '../kernel/action-error.ts';
import type { Host } from '../ports/host.ts';
import { Interruption } from './interruption.ts';

/** Say what went wrong: message, hint and cause; a stack only where the error is our bug. */
export function reportError(host: Host, step: string, error: unknown): void {
  if (error instanceof Interruption) {
    host.log('error', `${step}: ${error.message}. Nothing is half done; run the step again.`);
    return;
  }
  if (!(error instanceof ActionError) || error.kind === 'bug') {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.log('error', `${step}: internal error, please report it.\n${stack}`);
    return;
  }
  const cause = error.cause instanceof Error ? `\n  cause: ${error.cause.message}` : '';
  const hint = error.hint === undefined ? '' : `\n  next: ${error.hint}`;
  host.log('error', `${error.message}${hint}${cause}`);
}
