import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './preflight-messages.en.ts';
import * as zh from './preflight-messages.zh.ts';

export const { messages } = inLanguages(en, zh);
