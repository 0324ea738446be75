import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { StepRecord } from '../../shared/domain/record.ts';
import { mergeSection } from '../../shared/report/comment.ts';
import { renderHtml } from '../../shared/report/html.ts';
import { forgeStyle } from './forge-style.ts';
import { states } from './states.ts';

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

/** Write every state as `<name>.md`, `<name>.comment.html` and `<name>.report.html`. */
export async function renderGallery(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, records] of Object.entries(states)) {
    const markdown = mergeAll(records);
    const html = forgeHtml(markdown);
    const open = html.replaceAll('<details>', '<details open>');
    await writeFile(join(folder, `${name}.md`), markdown);
    await writeFile(join(folder, `${name}.comment.html`), page(html));
    await writeFile(join(folder, `${name}.open.html`), page(open));
    await writeFile(join(folder, `${name}.report.html`), await renderHtml(records));
  }
}

/** A page around a comment that looks as forges show one. */
export function page(body: string): string {
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">';
  const comment = `<div class="comment"><div class="markdown-body">${body}</div></div>`;
  return `<!doctype html>${head}<style>${forgeStyle}</style>${comment}`;
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? 'build/gallery');
  await renderGallery(folder);
  console.log(`gallery: ${folder}`);
}
