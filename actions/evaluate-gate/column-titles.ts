import { inLanguages } from '../../shared/kernel/language.ts';
import * as en from './column-titles.en.ts';
import * as zh from './column-titles.zh.ts';

export const { columnTitles } = inLanguages(en, zh);
