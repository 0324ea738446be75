import { inLanguages } from '../../kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { channels, wording } = inLanguages(en, zh);
