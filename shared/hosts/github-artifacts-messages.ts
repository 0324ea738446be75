import { inLanguages } from '../kernel/language.ts';
import * as en from './github-artifacts-messages.en.ts';
import * as zh from './github-artifacts-messages.zh.ts';

export const { artifactMessages } = inLanguages(en, zh);
