import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const { tables } = inLanguages(en, en);
