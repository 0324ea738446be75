import { inLanguages } from '../kernel/language.ts';
import * as en from './help-messages.en.ts';
import * as zh from './help-messages.zh.ts';

export const { helpTexts } = inLanguages(en, zh);
