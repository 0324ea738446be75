import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

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
} = inLanguages(en, en);
