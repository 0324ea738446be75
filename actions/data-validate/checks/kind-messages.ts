import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './kind-messages.en.ts';
import * as zh from './kind-messages.zh.ts';

export const { kinds } = inLanguages(en, zh);
