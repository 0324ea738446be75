import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { StepRecord } from '../../shared/domain/record.ts';
import { type MergeOptions, markRunning, mergeSection } from '../../shared/report/comment.ts';
import type { RunningStep } from '../../shared/report/running.ts';

const published = {
  limit: 65_536,
  reportUrl: 'https://forge.example/runs/812/artifacts/report.html',
  runUrl: 'https://forge.example/runs/812',
  now: new Date('2026-01-31T14:02:00Z'),
};

/** The comment after these records arrived one after the other. */
export function mergeAll(
  records: readonly StepRecord[],
  limit = published.limit,
  chain?: MergeOptions['chain'],
): string {
  const options = { ...published, limit, chain };
  return (
    records.reduce<string | undefined>(
      (body, record) => mergeSection(body, record, options),
      undefined,
    ) ?? ''
  );
}

/** The comment while a further step of the chain is under way. */
export function mergeRunning(
  records: readonly StepRecord[],
  running: RunningStep,
  chain?: MergeOptions['chain'],
): string {
  const [{ model = 'flights' } = {}] = records;
  const body = records.length > 0 ? mergeAll(records, published.limit, chain) : undefined;
  return markRunning(body, model, running, { ...published, chain }) ?? '';
}

/** Markdown as a forge would show it. Raw HTML passes, as forges allow the few tags we use. */
export function forgeHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}
