import { messages as checkMessages } from '../checks/messages.ts';
import { messages as scanMessages } from './messages.ts';

/**
 * Why the engine refused a user's SQL, in one line. Only what it says about names and types is
 * passed on: what it says about values would show them.
 *
 * @param columns those there are, to guess what was meant.
 */
export function sqlFailure(error: unknown, columns: readonly string[]): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text.split('\n');
  if (/^(?:Binder|Catalog|Parser) Error: /u.test(line)) {
    const missing = /Referenced column "([^"]*)" not found/u.exec(line)?.[1];
    if (missing !== undefined) return checkMessages.columnsMissing([missing], columns);
    return line.replace(/^\w+ Error: /u, '').replace(/[.!]+$/u, '');
  }
  const kind = /^([A-Za-z ]+ Error)/u.exec(line)?.[1];
  const named = kind === undefined ? '' : ` (${kind})`;
  return scanMessages.valueUnsuited(named);
}
