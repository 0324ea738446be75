import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const { messages } = inLanguages(en, en);
