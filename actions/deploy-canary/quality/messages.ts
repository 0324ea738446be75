import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const { ruleBroken, rulesNotJudged } = inLanguages(en, en);
