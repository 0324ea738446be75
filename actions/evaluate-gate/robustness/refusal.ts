import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { Respondent } from './answers.ts';
import { featuresAt } from './columns.ts';

/** An answer, or why the model gave none. */
export type OrRefusal<T> = { readonly answer: T } | { readonly refusal: string };

/**
 * Ask a model about inputs that it may refuse, which does not make the gate stop: how it takes them
 * is what is tested. Some servers answer 500 to an odd input, so where it seems out of reach it is
 * asked once more about a row as it is.
 *
 * @param usual rows that the model has answered before
 * @throws ActionError (external) where it does not answer that row either; whatever is no refusal
 */
export async function orRefusal<T>(
  model: Respondent,
  usual: FeatureBatch,
  ask: () => Promise<T>,
): Promise<OrRefusal<T>> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!(error instanceof ActionError) || error.kind === 'bug') throw error;
    if (error.kind === 'external') await model.answer(featuresAt(usual, [0]));
    return { refusal: error.message };
  }
}
