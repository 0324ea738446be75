import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

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
} = inLanguages(en, zh);
