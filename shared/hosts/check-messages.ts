import { inLanguages } from '../kernel/language.ts';
import * as en from './check-messages.en.ts';
import * as zh from './check-messages.zh.ts';

export const { checkMessages } = inLanguages(en, zh);
