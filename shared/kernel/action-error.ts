/**
 * Who has to act on an error. The kind decides the exit code and whether a stack is printed.
 *
 * - `usage`: the user's input, configuration or file is wrong.
 * - `verdict`: the step worked and its verdict fails the run.
 * - `external`: something outside did not answer or refused.
 * - `bug`: we are wrong; the only kind that prints a stack.
 */
export type ErrorKind = 'usage' | 'verdict' | 'external' | 'bug';

export interface ActionErrorOptions {
  /** Stable, kebab-case, for scripts and tests: `file-not-found`. */
  code: string;
  /** What happened, and to what. One sentence. */
  message: string;
  /** What to do next. One sentence. */
  hint?: string;
  kind: ErrorKind;
  cause?: unknown;
}

/** The only error a step throws on purpose: it names what happened, to what, and what to do next. */
export class ActionError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly kind: ErrorKind;

  constructor(options: ActionErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ActionError';
    this.code = options.code;
    this.hint = options.hint;
    this.kind = options.kind;
  }
}

/** The user's input is wrong: exit code 2. */
export function usageError(
  code: string,
  message: string,
  hint?: string,
  cause?: unknown,
): ActionError {
  return make('usage', code, message, hint, cause);
}

/** Something outside did not answer or refused: exit code 3. */
export function externalError(
  code: string,
  message: string,
  hint?: string,
  cause?: unknown,
): ActionError {
  return make('external', code, message, hint, cause);
}

function make(
  kind: ErrorKind,
  code: string,
  message: string,
  hint: string | undefined,
  cause: unknown,
): ActionError {
  return new ActionError({
    kind,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The exit codes of every step, on every host. */
export const exitCodes = { ok: 0, verdict: 1, usage: 2, external: 3, bug: 70 } as const;

/** The exit code for an error of this kind. Anything that is not an ActionError is our bug. */
export function exitCodeOf(error: unknown): number {
  return error instanceof ActionError ? exitCodes[error.kind] : exitCodes.bug;
}
