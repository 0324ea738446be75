import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const { followMessages } = inLanguages(en, en);
