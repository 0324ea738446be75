import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './contradiction-messages.en.ts';
import * as zh from './contradiction-messages.zh.ts';

export const { messages } = inLanguages(en, zh);
