import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './error-messages.en.ts';
import * as zh from './error-messages.zh.ts';

export const { errors } = inLanguages(en, zh);
