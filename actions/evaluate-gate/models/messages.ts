import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const { problems, progressText, progress, compression } = inLanguages(en, en);
