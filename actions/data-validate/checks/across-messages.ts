import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './across-messages.en.ts';

export const { messages } = inLanguages(en, en);
