import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './errors.en.ts';
import * as zh from './errors.zh.ts';

export const {
  dataMissing,
  oneModelAtATime,
  labelAmongFeatures,
  featureMissing,
  noFeatures,
  featureCountDiffers,
  answersNotFinite,
  answersChanged,
  classCountDiffers,
  classesUnclear,
} = inLanguages(en, zh);
