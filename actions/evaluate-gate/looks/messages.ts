import { counted, percent } from '../messages.ts';

/** How often the test set was used, and what that does to the chance of a false pass. */
export function looksText(
  looks: number,
  { once, ever }: { readonly once: number; readonly ever: number },
): string {
  return `${counted(looks, 'model')} have been judged on these very rows. One that is worse than allowed passes by luck with at most ${percent(once)} a look, one of so many with up to ${percent(ever)}: judge the final one on rows that none has seen.`;
}
