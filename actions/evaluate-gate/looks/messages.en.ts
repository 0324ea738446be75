import { counted, percent } from '../messages.en.ts';

/** How often the test set was used, and what that does to the chance of a false pass. */
export function looksText(
  looks: number,
  chance: number,
  isMany: boolean,
  unit: 'rows' | 'cases',
): string {
  const said = `${counted(looks, 'model')} judged on these very ${unit} so far: the chance that one worse than allowed passed by luck is at most ${percent(chance)}.`;
  return isMany ? `${said} Judge the final one on ${unit} that none has seen.` : said;
}
