import { shortDigest } from '../domain/digest.ts';
import { type StepName, stepNames } from '../domain/step.ts';
import { markdownCode } from './escape.ts';
import { shortCommit } from './headline.ts';
import { evidence } from './messages.ts';
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
  const ran = stepNames.filter((step) => states.some((state) => state.step === step));
  const model = newestFirst[0]?.model ?? '';
  rows.push(['repeat', ran.map((step) => repeatCommand(step, model)).join('<br>')]);
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

/** The command line that runs a step again, quoted for a POSIX shell. */
export function repeatCommand(step: StepName, model: string): string {
  const plain = /^[\w.-]+$/u.test(model);
  const quoted = plain ? model : `'${model.replaceAll("'", "'\\''")}'`;
  return markdownCode(`mlops ${step} --model ${quoted}`);
}
