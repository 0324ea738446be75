import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const { doctorTexts, topics, machine, project, forgeTexts } = inLanguages(en, zh);
