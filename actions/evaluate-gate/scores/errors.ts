import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './errors.en.ts';
import * as zh from './errors.zh.ts';

export const {
  shown,
  notJson,
  formatUnknown,
  malformed,
  unfinished,
  zstandardUnknown,
  noAttempts,
  columnMissing,
  cellsBreakType,
  caseMissing,
  severalVariants,
  variantUnknown,
  repeatTwice,
  outOfRange,
  noCommonCases,
  casesMissing,
  criterionMissing,
  tooFewCases,
  sliceValueDiffers,
  notForScores,
  inputNotForScores,
  scoresWithoutTask,
  listed,
} = inLanguages(en, zh);
