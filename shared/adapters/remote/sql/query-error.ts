import { type ActionError, externalError, usageError } from '../../../kernel/action-error.ts';

/** The query is wrong, as the database says. */
export function queryInvalid(name: string, reason: string, line?: number): ActionError {
  const where = line === undefined ? name : `${name}, line ${line} of the query`;
  return usageError(
    'query-invalid',
    `${where}: ${reason}.`,
    'One SELECT is expected; it runs in a read-only transaction.',
  );
}

export function queryTimedOut(name: string, timeout: string): ActionError {
  return externalError(
    'query-timed-out',
    `${name}: the query took longer than ${timeout}.`,
    'Make it faster, or raise timeout of its source in the configuration file.',
  );
}

export function databaseRefused(name: string, reason: string, variable: string): ActionError {
  return externalError(
    'source-refused',
    `${name}: the database refused (${reason}).`,
    `Check the address in ${variable}, and what its user may read.`,
  );
}

/** A database's words without what it quotes: quotes may hold values of the data. */
export function unquoted(text: string): string {
  return text
    .replaceAll(/"[^"]*"|'[^']*'/gu, '…')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
