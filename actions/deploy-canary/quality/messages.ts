import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import { messages as zh } from './messages.zh.ts';

export const { ruleBroken, rulesNotJudged } = inLanguages(en, zh);
