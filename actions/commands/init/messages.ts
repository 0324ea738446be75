import { inLanguages } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';
import * as zh from './messages.zh.ts';

export const {
  flagTexts,
  topics,
  reasons,
  questions,
  labels,
  todos,
  errors,
  configTexts,
  snippetTexts,
  workflowTexts,
  pipelineTexts,
} = inLanguages(en, zh);
