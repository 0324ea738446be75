import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './wording.en.ts';
import * as zh from './wording.zh.ts';

export { count, shortLine, shownNumber } from './number-texts.ts';

/** Shares, bounds and lists in words. */
export const { percent, bounds, list } = inLanguages(en, zh);
