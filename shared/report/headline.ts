import { type StepName, stepNames } from '../domain/step.ts';
import { worstVerdict } from '../domain/verdict.ts';
import { markdownLine, markdownText } from './escape.ts';
import { headlines, messages } from './messages.ts';
import type { SectionState } from './section-state.ts';
import type { Section } from './sections.ts';
import { notRunSign, outdatedSign, signAndWord, verdictSigns } from './wording.ts';

/** Which step's sentence heads a comment in which all is well: the nearest to production. */
const byWeight: readonly StepName[] = [
  'evaluate-gate',
  'deploy-canary',
  'register-model',
  'drift-report',
  'train-on-gpu-runner',
  'data-validate',
];

/** The commit that the newest run was about: sections of other commits are outdated. */
export function headCommit(states: readonly SectionState[]): string | null {
  const [newest] = [...states].sort((a, b) => Date.parse(b.started) - Date.parse(a.started));
  return newest?.commit ?? null;
}

export function isCurrent(state: SectionState, head: string | null): boolean {
  return state.commit === null || head === null || state.commit === head;
}

/**
 * The step that decides: of failed and inconclusive ones the first in the chain, as the others
 * follow from it; a warning only where the gate did not pass, for the gate is the question.
 */
export function decidingState(current: readonly SectionState[]): SectionState | undefined {
  const worst = worstVerdict(current.map((state) => state.verdict));
  const gate = current.find((state) => state.step === 'evaluate-gate');
  if (worst === 'warn' && gate?.verdict === 'pass') return gate;
  const order = worst === 'pass' ? byWeight : stepNames;
  const decided = current.filter((state) => state.verdict === worst);
  return decided.sort((a, b) => order.indexOf(a.step) - order.indexOf(b.step))[0];
}

/**
 * The first line and the line with the number that matters.
 *
 * @param outdated - how many steps have results for an older commit only.
 */
export function headline(
  current: readonly SectionState[],
  model: string,
  outdated: number,
): string {
  const deciding = decidingState(current);
  if (deciding === undefined) return `### ${markdownText(model, 80)}`;
  const sign = signAndWord(deciding.verdict, verdictTitle(deciding, current));
  const title = `### ${sign} · ${markdownText(model, 80)}: ${markdownText(deciding.summary, 240)}`;
  const lines = [numberLine(deciding, current, outdated), watchLine(deciding, current)];
  return [title, lines.filter(Boolean).join(' ')].filter(Boolean).join('\n\n');
}

/** `Pass` only where the gate has spoken: until then one step is well, and it is named. */
function verdictTitle({ step, verdict }: SectionState, current: readonly SectionState[]): string {
  const isWhole =
    verdict === 'fail' ||
    verdict === 'inconclusive' ||
    current.some((state) => state.step === 'evaluate-gate');
  if (isWhole) return messages.verdictHead(verdict);
  return headlines.ofStep(messages.stepTitles[step], messages.verdictWords[verdict]);
}

function numberLine(
  deciding: SectionState,
  current: readonly SectionState[],
  outdated: number,
): string {
  const progress = headlines.progress(current.length, stepNames.length, outdated);
  if (deciding.number === undefined) return progress;
  const detail = deciding.detail ? headlines.detail(markdownText(deciding.detail, 160)) : '';
  return headlines.deciding(markdownLine(deciding.number, 80), detail, progress);
}

function watchLine(deciding: SectionState, current: readonly SectionState[]): string {
  const others = current.filter((state) => state !== deciding && state.verdict !== 'pass');
  if (others.length === 0) return '';
  const names = others.map((state) =>
    headlines.named(messages.stepTitles[state.step], messages.verdictWords[state.verdict]),
  );
  return headlines.others(others.length, names);
}

/**
 * One row a step, in the order of the chain. A step that has not run has its row too; several share
 * one at the end, or they would push what did run off a phone's first screen. Two columns, for a
 * third would leave a phone two words a line.
 */
export function stepTable(sections: ReadonlyMap<StepName, Section>, head: string | null): string {
  const absent = stepNames.filter((step) => !sections.has(step));
  const own = absent.length < 2 ? stepNames : stepNames.filter((step) => sections.has(step));
  const rows = own.map((step) => {
    const [sign, text] = stepRow(sections.get(step), head);
    return tableRow(sign, messages.stepTitles[step], text);
  });
  if (own.length < stepNames.length) {
    const names = absent.map((step) => messages.stepTitles[step]).join(', ');
    rows.push(tableRow(notRunSign, headlines.steps(absent.length), headlines.notRunYet(names)));
  }
  const { step, decided } = headlines.table;
  return [`| ${step} | ${decided} |`, '|:--|:--|', ...rows].join('\n');
}

/** The sign and the step stay on one line, however narrow the screen. */
function tableRow(sign: string, title: string, text: string): string {
  return `| ${sign}\u00a0**${title.replaceAll(' ', '\u00a0')}** | ${text} |`;
}

/** What the sign's shape says a word says too; only a pass, the rule, goes without. */
function stepRow(section: Section | undefined, head: string | null): [sign: string, text: string] {
  if (section === undefined) return [notRunSign, headlines.hasNotRun];
  const { state } = section;
  if (state === undefined) return ['ℹ️', headlines.otherVersion];
  const summary = markdownText(state.summary, 240);
  const word = messages.verdictWords[state.verdict];
  if (!isCurrent(state, head)) {
    return [outdatedSign, headlines.was(word, shortCommit(state.commit), summary)];
  }
  const text = state.verdict === 'pass' ? summary : headlines.judged(word, summary);
  return [verdictSigns[state.verdict], text];
}

/** The first seven digits of a commit, as code. */
export function shortCommit(commit: string | null): string {
  return `<code>${commitDigits(commit)}</code>`;
}

/** The same where code would be too small to read; escaped, for forges would link the digits. */
export function commitDigits(commit: string | null): string {
  return markdownText((commit ?? headlines.unknownCommit).slice(0, 7), 20);
}
