import { inLanguages } from '../kernel/language.ts';
import * as en from './fork-comment-messages.en.ts';
import * as zh from './fork-comment-messages.zh.ts';

export const { forkMessages } = inLanguages(en, zh);
