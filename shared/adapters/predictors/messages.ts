import { inLanguages } from '../../kernel/language.ts';
import * as en from './messages.en.ts';

export const messages = inLanguages(en, en);
export const { featureMissing, featureNotANumber, featureNotWhole, firstLine } = messages;
