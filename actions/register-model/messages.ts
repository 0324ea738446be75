import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import { messages as zh } from './messages.zh.ts';

export const messages = inLanguages(en, zh);
export const { formatBytes } = messages;
