import { type ActionError, externalError, usageError } from '../../../kernel/action-error.ts';
import { queries } from '../messages.ts';

/** The query is wrong, as the database says. */
export function queryInvalid(name: string, reason: string, line?: number): ActionError {
  const where = line === undefined ? name : queries.inLine(name, line);
  return usageError('query-invalid', queries.invalid(where, reason), queries.oneSelect);
}

export function queryTimedOut(name: string, timeout: string): ActionError {
  return externalError('query-timed-out', queries.timedOut(name, timeout), queries.raiseTimeout);
}

export function databaseRefused(name: string, reason: string, variable: string): ActionError {
  return externalError(
    'source-refused',
    queries.refused(name, reason),
    queries.checkUser(variable),
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
