import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './across-messages.en.ts';
import * as zh from './across-messages.zh.ts';

export const { messages } = inLanguages(en, zh);
