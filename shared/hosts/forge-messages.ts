import { inLanguages } from '../kernel/language.ts';
import * as en from './forge-messages.en.ts';
import * as zh from './forge-messages.zh.ts';

export const {
  refusals,
  forgeThings,
  forgeActions,
  githubAdvice,
  gitlabAdvice,
  noToken,
  strangeAnswers,
} = inLanguages(en, zh);
