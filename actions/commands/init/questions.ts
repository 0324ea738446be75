import { createInterface } from 'node:readline/promises';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Choice } from './choice.ts';
import { errors, questions } from './messages.ts';

/** Somebody who can answer. */
export interface Asker {
  /** @returns the answer, trimmed; empty: the default is taken. */
  ask(question: string): Promise<string>;
  close(): void;
}

/** A person at the terminal. */
export function terminalAsker(): Asker {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const ended = Promise.withResolvers<never>();
  // Whoever asks next hears of it; until then nobody may be listening.
  ended.promise.catch(() => undefined);
  lines.once('close', () => ended.reject(usageError('no-answer', errors.noAnswer)));
  return {
    ask: async (question) => (await Promise.race([lines.question(question), ended.promise])).trim(),
    close: () => lines.close(),
  };
}

/** A question, what it is settled by, and what an answer must be. */
export interface Question<T> {
  readonly text: string;
  readonly flag: string;
  readonly found: Choice<T> | undefined;
  /** undefined: not acceptable; the reason is shown and the question asked again. */
  parse(answer: string): T | undefined;
  readonly accepts: string;
  shown(value: T): string;
}

/**
 * Settle a question: by the repository where that is sure, by a person where one can answer, else
 * by what is likely.
 *
 * @throws ActionError (usage, `cannot-know`) where nobody can answer and a guess would be needed
 */
export async function settle<T>(
  question: Question<T>,
  asker: Asker | undefined,
): Promise<Omit<Choice<T>, 'certainty'>> {
  const { found, flag, text, shown, accepts } = question;
  if (found?.certainty === 'sure') return found;
  if (asker === undefined) {
    if (found?.certainty === 'likely') return found;
    const guess = found === undefined ? undefined : shown(found.value);
    throw usageError('cannot-know', errors.cannotKnow(text), errors.sayBy(flag, accepts, guess));
  }
  const offered = found === undefined ? '' : ` [${shown(found.value)}; ${found.reason}]`;
  let refused = '';
  for (;;) {
    const answer = await asker.ask(`${refused}${text}${offered} `);
    if (answer === '' && found !== undefined) return found;
    const value = answer === '' ? undefined : question.parse(answer);
    if (value !== undefined) return { value, reason: questions.answered };
    refused = `${questions.notThat(answer, accepts)}\n`;
  }
}
