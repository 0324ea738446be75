import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { reasons } = inLanguages(en, zh);
