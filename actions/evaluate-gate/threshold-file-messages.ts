import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './threshold-file-messages.en.ts';
import * as zh from './threshold-file-messages.zh.ts';

export const { thresholdFiles, textProto, thresholdNotes } = inLanguages(en, zh);
