import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { environmentMessages } = inLanguages(en, zh);
