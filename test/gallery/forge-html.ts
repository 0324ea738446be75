import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { StepRecord } from '../../shared/domain/record.ts';
import { mergeSection } from '../../shared/report/comment.ts';

/** The comment after these records arrived one after the other. */
export function mergeAll(records: readonly StepRecord[], limit = 65_536): string {
  const options = {
    limit,
    reportUrl: 'https://forge.example/runs/812/artifacts/report.html',
    runUrl: 'https://forge.example/runs/812',
    now: new Date('2026-01-31T14:02:00Z'),
  };
  return (
    records.reduce<string | undefined>(
      (body, record) => mergeSection(body, record, options),
      undefined,
    ) ?? ''
  );
}

/** Markdown as a forge would show it. Raw HTML passes, as forges allow the few tags we use. */
export function forgeHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}
