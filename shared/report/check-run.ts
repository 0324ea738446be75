import type { StepRecord } from '../domain/record.ts';
import { plainText } from './escape.ts';
import { keyFact } from './key-fact.ts';
import { renderSummary } from './markdown.ts';

/** A record as a forge shows it beside a commit. */
export interface RenderedCheck {
  /** One line of plain text: the verdict and the number that matters. */
  title: string;
  /** Markdown, at most the limit in bytes. */
  summary: string;
}

/** The name people and branch protection know a step's check by: the same in every language. */
export function checkName(step: string, model: string): string {
  return `mlops / ${step} (${plainText(model, 80)})`;
}

/** @param limit largest size of the summary in bytes of UTF-8. */
export function renderCheck(record: StepRecord, limit: number): RenderedCheck {
  const fact = keyFact(record);
  const number = fact === undefined ? '' : ` (${fact.number})`;
  return {
    title: plainText(`${record.summary}${number}`, 240),
    summary: renderSummary(record, { limit }),
  };
}
