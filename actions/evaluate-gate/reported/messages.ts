import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const { errors, besideNote, tables, findings, sentence, summaries } = inLanguages(en, en);
