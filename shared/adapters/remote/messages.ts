import { inLanguages } from '../../kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { addresses, answers, secrets, lakefs, clouds, queries, progress } = inLanguages(
  en,
  zh,
);
