import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export type { Counted, ShownRows } from './messages.en.ts';
export const { messages, titles, hints } = inLanguages(en, zh);
