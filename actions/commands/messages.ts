import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { summaries, overviewTexts, flagErrors, renderTexts, completionTexts, migrateTexts } =
  inLanguages(en, zh);
