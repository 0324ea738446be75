import { type StepName, stepNames, stepTitles } from '../domain/step.ts';
import { worstVerdict } from '../domain/verdict.ts';
import { markdownLine, markdownText } from './escape.ts';
import type { SectionState } from './section-state.ts';
import type { Section } from './sections.ts';
import { counted, notRunSign, outdatedSign, signAndWord, verdictWords } from './wording.ts';

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

/** The first line and the line with the number that matters. */
export function headline(current: readonly SectionState[], model: string): string {
  const deciding = decidingState(current);
  if (deciding === undefined) return `### ${markdownText(model, 80)}`;
  const word = verdictWords[deciding.verdict];
  const sign = signAndWord(deciding.verdict, word[0]?.toUpperCase() + word.slice(1));
  const title = `### ${sign} · ${markdownText(model, 80)}: ${markdownText(deciding.summary, 240)}`;
  const lines = [numberLine(deciding, current), watchLine(deciding, current)];
  return [title, lines.filter(Boolean).join(' ')].filter(Boolean).join('\n\n');
}

function numberLine(deciding: SectionState, current: readonly SectionState[]): string {
  const progress = `${current.length} of ${stepNames.length} steps have run.`;
  if (deciding.number === undefined) return progress;
  const detail = deciding.detail ? ` (${markdownText(deciding.detail, 160)})` : '';
  return `**${markdownLine(deciding.number, 80)}**${detail}. ${progress}`;
}

function watchLine(deciding: SectionState, current: readonly SectionState[]): string {
  const others = current.filter((state) => state !== deciding && state.verdict !== 'pass');
  if (others.length === 0) return '';
  const names = others.map((state) => `${stepTitles[state.step]} (${verdictWords[state.verdict]})`);
  return `${counted(others.length, 'more thing')} to look at: ${names.join(', ')}.`;
}

/**
 * One row a step, in the order of the chain. A step that has not run has its row too; several share
 * one at the end, or they would push what did run off a phone's first screen.
 */
export function stepTable(sections: ReadonlyMap<StepName, Section>, head: string | null): string {
  const absent = stepNames.filter((step) => !sections.has(step));
  const own = absent.length < 2 ? stepNames : stepNames.filter((step) => sections.has(step));
  const rows = own.map((step) => {
    const [sign, text] = stepRow(sections.get(step), head);
    return tableRow(sign, stepTitles[step], text);
  });
  if (own.length < stepNames.length) {
    const names = absent.map((step) => stepTitles[step]).join(', ');
    rows.push(tableRow(`${notRunSign} not run`, `${absent.length} steps`, names));
  }
  return ['| | step | what decided it |', '|:--|:--|:--|', ...rows].join('\n');
}

/** The sign and its word stay on one line, however narrow the screen. */
function tableRow(sign: string, title: string, text: string): string {
  return `| ${sign.replaceAll(' ', '\u00a0')} | **${title}** | ${text} |`;
}

function stepRow(section: Section | undefined, head: string | null): [sign: string, text: string] {
  if (section === undefined) return [`${notRunSign} not run`, 'has not run for this change yet'];
  const { state } = section;
  if (state === undefined) return ['ℹ️ see below', 'written by another version of the suite'];
  const summary = markdownText(state.summary, 240);
  if (isCurrent(state, head)) return [signAndWord(state.verdict), summary];
  const was = `${verdictWords[state.verdict]} for an older commit, ${shortCommit(state.commit)}`;
  return [`${outdatedSign} outdated`, `${was}: ${summary}`];
}

/** The first seven digits of a commit, as code: forges would link the bare digits. */
export function shortCommit(commit: string | null): string {
  return `<code>${markdownText((commit ?? 'unknown').slice(0, 7), 20)}</code>`;
}
