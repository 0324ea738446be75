import { inLanguages } from './language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { messages, inputs } = inLanguages(en, zh);
