import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const {
  judgementText,
  words,
  conclusion,
  metricSentence,
  valueSentence,
  sliceName,
  intervalTitle,
  tables,
  seriesTitles,
  summaries,
  notComputableFor,
  noClasses,
  measureTitle,
  fairnessSentence,
  findings,
  custody,
} = inLanguages(en, en);
