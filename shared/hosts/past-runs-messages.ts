import { inLanguages } from '../kernel/language.ts';
import * as en from './past-runs-messages.en.ts';
import * as zh from './past-runs-messages.zh.ts';

export const { pastRunsMessages } = inLanguages(en, zh);
