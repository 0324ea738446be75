import { inLanguages } from '../../kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { files, encodings, columns, pointers, kinds, otherKinds, remedies } = inLanguages(
  en,
  zh,
);
