import type { StepRecord } from '../domain/record.ts';
import { htmlText } from './escape.ts';
export async function renderHtml(records: readonly StepRecord[]): Promise<string> {
  return `<!doctype html><title>x</title>${records.map((r) => htmlText(r.summary)).join('')}`;
}
