import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const {
  ageText,
  championLine,
  said,
  notComparedSummary,
  recorded,
  revisionMalformed,
  revisionUnknown,
  noMergeBase,
  aliasUnknown,
} = inLanguages(en, zh);
