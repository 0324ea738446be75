import { type StepName, stepNames } from '../domain/step.ts';
import { worstVerdict } from '../domain/verdict.ts';
import { markdownLine, markdownText } from './escape.ts';
import { headlines, messages } from './messages.ts';
import type { RunningStep } from './running.ts';
import { formatClock } from './section-blocks.ts';
import type { SectionState } from './section-state.ts';
import type { Section } from './sections.ts';
import { notRunSign, outdatedSign, runningSign, signAndWord, verdictSigns } from './wording.ts';

/** What is known of the steps, whoever of them writes. */
export interface ChainState {
  sections: ReadonlyMap<StepName, Section>;
  /** Those under way for the commit that the comment is about. */
  running: ReadonlyMap<StepName, RunningStep>;
  /** The commit that the comment is about. */
  head: string | null;
  /** The steps that this model has, where that is known. */
  chain: readonly StepName[] | undefined;
  now: Date;
}

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
export function headCommit(
  states: readonly SectionState[],
  running: readonly RunningStep[] = [],
): string | null {
  const runs = [
    ...states.map(({ started, commit }) => ({ time: Date.parse(started), commit })),
    ...running.map(({ since, commit }) => ({ time: since.getTime(), commit })),
  ];
  const [newest] = runs.sort((a, b) => b.time - a.time);
  return newest?.commit ?? null;
}

export function isCurrent(state: Pick<SectionState, 'commit'>, head: string | null): boolean {
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
export function headline(
  current: readonly SectionState[],
  model: string,
  chain: ChainState,
): string {
  const progress = progressLine(current, chain);
  const deciding = decidingState(current);
  if (deciding === undefined) return undecided(model, chain, progress);
  const sign = signAndWord(deciding.verdict, verdictTitle(deciding, current));
  const title = `### ${sign} · ${markdownText(model, 80)}: ${markdownText(deciding.summary, 240)}`;
  const lines = [numberLine(deciding, progress), watchLine(deciding, current)];
  return [title, lines.filter(Boolean).join(' ')].filter(Boolean).join('\n\n');
}

/** As high as a verdict's headline, so that the table keeps its place when there is one. */
function undecided(model: string, { running }: ChainState, progress: string): string {
  if (running.size === 0) return `### ${markdownText(model, 80)}`;
  const steps = stepNames
    .filter((step) => running.has(step))
    .map((step) => messages.stepTitles[step]);
  const said = headlines.underWay(steps);
  return `### ${runningSign} ${headlines.runningHead} · ${markdownText(model, 80)}: ${said}\n\n${progress}`;
}

function progressLine(current: readonly SectionState[], chain: ChainState): string {
  const states = [...chain.sections.values()].filter(({ state }) => state !== undefined);
  return headlines.progress(current.length, rowsOf(chain).length, states.length - current.length);
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

function numberLine(deciding: SectionState, progress: string): string {
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

/** The steps that are, or will be, heard of: in the order of the chain. */
function rowsOf({ sections, running, chain = stepNames }: ChainState): StepName[] {
  return stepNames.filter(
    (step) => sections.has(step) || running.has(step) || chain.includes(step),
  );
}

/**
 * One row a step, in the order of the chain. A step that has not run has its row too. Where the chain
 * is known it stands in its place, so that nothing moves when the step reports; where it is a guess,
 * several share one row at the end, or they would push what did run off a phone's first screen. Two
 * columns, for a third would leave a phone two words a line.
 */
export function stepTable(chain: ChainState): string {
  const all = rowsOf(chain);
  const absent = all.filter((step) => !chain.sections.has(step) && !chain.running.has(step));
  const isShared = chain.chain === undefined && absent.length > 1;
  const rows = all
    .filter((step) => !isShared || !absent.includes(step))
    .map((step) => {
      const [sign, text] = stepRow(step, chain);
      return tableRow(sign, messages.stepTitles[step], text);
    });
  if (isShared) {
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
function stepRow(step: StepName, chain: ChainState): [string, string] {
  const { sections, running, head, now } = chain;
  const since = running.get(step)?.since;
  if (since !== undefined) return [runningSign, headlines.runningSince(formatClock(since, now))];
  const section = sections.get(step);
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
