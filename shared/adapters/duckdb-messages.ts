import { inLanguages } from '../kernel/language.ts';
import * as en from './duckdb-messages.en.ts';
import * as zh from './duckdb-messages.zh.ts';

export const { csv, reasons, remedies, memory } = inLanguages(en, zh);
