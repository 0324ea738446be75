import { shortDigest } from '../domain/digest.ts';
import { stepNames } from '../domain/step.ts';
import { shortCommit } from './headline.ts';
import { evidence } from './messages.ts';
import { repeatCommand } from './repeat-command.ts';
import type { SectionState } from './section-state.ts';

/** What was judged, and how to judge it again: folded, at the end of the comment. */
export function evidenceBlock(states: readonly SectionState[]): string {
  const newestFirst = [...states].sort((a, b) => Date.parse(b.started) - Date.parse(a.started));
  const first = <T>(pick: (state: SectionState) => T | null): T | null =>
    newestFirst.map(pick).find((value) => value !== null) ?? null;
  const rows: [what: string, which: string][] = [['code', codeLine(newestFirst)]];
  const digests = [
    ['data', first((state) => state.data)],
    ['model', first((state) => state.modelDigest)],
    ['environment', first((state) => state.environment)],
  ] as const;
  for (const [what, digest] of digests) {
    if (digest !== null) rows.push([what, `\`${shortDigest(digest)}\``]);
  }
  const ran = stepNames.flatMap((step) => states.find((state) => state.step === step) ?? []);
  const commands = ran.map(({ step, model, flags }) => repeatCommand(step, model, flags));
  rows.push(['repeat', commands.join('<br>')]);
  return [
    `<details><summary>${evidence.summary}</summary>`,
    '',
    `| ${evidence.what} | ${evidence.which} |`,
    '|:--|:--|',
    ...rows.map(([what, which]) => `| ${evidence.rows[what] ?? what} | ${which} |`),
    '',
    '</details>',
  ].join('\n');
}

function codeLine([newest]: readonly SectionState[]): string {
  if (newest === undefined || newest.commit === null) return evidence.noCommit;
  const states = { true: evidence.dirty, false: evidence.clean, null: '' };
  return shortCommit(newest.commit) + states[`${newest.dirty}`];
}
