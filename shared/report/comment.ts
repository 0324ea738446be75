import { createHash } from 'node:crypto';
import type { StepRecord } from '../domain/record.ts';
import { type StepName, stepNames } from '../domain/step.ts';
import { markdownLine, safeUrl } from './escape.ts';
import { evidenceBlock } from './evidence-block.ts';
import { fitBlocks } from './fit-blocks.ts';
import {
  type ChainState,
  commitDigits,
  headCommit,
  headline,
  isCurrent,
  shortCommit,
  stepTable,
} from './headline.ts';
import { headlines, messages, sections as wording } from './messages.ts';
import { parseRunning, type RunningStep, runningMarker } from './running.ts';
import {
  contentsLine,
  formatTime,
  restOf,
  sectionBlocks,
  sectionHeading,
} from './section-blocks.ts';
import { type SectionState, stateOf } from './section-state.ts';
import { parseSections, type Section, wrapSection } from './sections.ts';
import { outdatedSign, verdictSigns } from './wording.ts';

export interface MergeOptions {
  /** Longest body the forge accepts, in characters; at least 40,000. */
  limit: number;
  /** Address of the HTML report of this run. */
  reportUrl?: string | undefined;
  runUrl?: string | undefined;
  /** The commit under review, for a record that does not know its own. */
  commit?: string | undefined;
  /** The steps that this model has, where it is known: each has its row before it has run. */
  chain?: readonly StepName[] | undefined;
  now: Date;
}

/**
 * Room kept for each step that has not reported yet, so that the steps that come first
 * cannot leave too little for the others.
 */
const fairShare = 6500;
/** What the head and the evidence grow by when a step reports. */
const frameGrowth = 1600;
/** At most what the fold around an outdated section takes. */
const outdatedFold = 200;

/** The hidden marker by which the one comment of a model is found again. */
export function commentMarker(model: string): string {
  const plain = /^[A-Za-z0-9][A-Za-z0-9._]*(-[A-Za-z0-9._]+)*$/u.test(model) && model.length <= 64;
  const digest = createHash('sha256').update(model).digest('hex').slice(0, 32);
  return `<!-- mlops-actions model=${plain ? model : `sha256:${digest}`} -->`;
}

/**
 * The comment with this record's section put in place: the head is drawn anew from the sections'
 * hidden states, all other sections stay as they are to the byte. The same record again gives the
 * same body, but for the time.
 *
 * @param existing - the body the forge holds now, by whomever it was edited; undefined for none.
 * @returns a body of at most `limit` characters. Never throws.
 */
export function mergeSection(
  existing: string | undefined,
  record: StepRecord,
  options: MergeOptions,
): string {
  const sections = parseSections(existing ?? '');
  const state = stateOf(record, options.commit);
  sections.set(record.step, { step: record.step, state, text: undefined });
  const running = parseRunning(existing ?? '');
  const { since } = running.get(record.step) ?? {};
  // A later attempt than this one may be under way.
  if (since !== undefined && since <= new Date(record.started)) running.delete(record.step);
  const frame = renderFrame({ sections, running }, record.model, options);
  const others = compactDamaged(sections, record.step);
  const used = (): number => [...others.values()].reduce((sum, text) => sum + text.length + 2, 0);
  const missing = stepNames.length - sections.size;
  const folds = sections.size * outdatedFold;
  const free = options.limit - frame.before.length - frame.after.length - folds - 8;
  const budget = (): number => free - used() - missing * (fairShare + frameGrowth);
  while (budget() < fairShare && compactLargest(others, sections)) {
    // Only a comment that was edited by hand, or written under a higher limit, comes here.
  }
  const own = renderSection(record, state, Math.max(budget(), 0), options.reportUrl);
  const texts = stepNames.map((step) => {
    const text = step === record.step ? own : others.get(step);
    return text && aged(text, sections.get(step)?.state, frame.head);
  });
  return joinParts(frame, texts);
}

/**
 * The comment with a step shown as under way: only the head changes, all sections stay.
 *
 * @returns undefined where there is no room for it: sections come first. Never throws.
 */
export function markRunning(
  existing: string | undefined,
  model: string,
  own: RunningStep,
  options: MergeOptions,
): string | undefined {
  const sections = parseSections(existing ?? '');
  const running = parseRunning(existing ?? '').set(own.step, own);
  const frame = renderFrame({ sections, running }, model, options);
  const others = compactDamaged(sections);
  const texts = stepNames.map((step) => {
    const text = others.get(step);
    return text && aged(text, sections.get(step)?.state, frame.head);
  });
  const body = joinParts(frame, texts);
  return body.length > options.limit ? undefined : body;
}

function joinParts(frame: Frame, texts: readonly (string | undefined)[]): string {
  return [frame.before, ...texts, frame.after].filter((text) => text !== undefined).join('\n\n');
}

/** The other sections' texts; damaged ones reduced to what their state tells. */
function compactDamaged(
  sections: ReadonlyMap<StepName, Section>,
  own?: StepName,
): Map<StepName, string> {
  const texts = new Map<StepName, string>();
  for (const { step, state, text } of sections.values()) {
    if (step === own) continue;
    const reason = wording.damaged;
    const kept = text ?? (state && compactSection(state, reason));
    if (kept !== undefined) texts.set(step, kept);
  }
  return texts;
}

/** Reduce the largest text to its state. false: there is nothing left to reduce. */
function compactLargest(texts: Map<StepName, string>, sections: Map<StepName, Section>): boolean {
  const [largest] = [...texts].sort(([, a], [, b]) => b.length - a.length);
  if (largest === undefined) return false;
  const [step, text] = largest;
  const state = sections.get(step)?.state;
  const reason = wording.tooLarge;
  const compact = state && compactSection(state, reason);
  if (compact !== undefined && compact.length >= text.length) return false;
  if (compact === undefined) texts.delete(step);
  else texts.set(step, compact);
  return true;
}

function compactSection(state: SectionState, reason: string): string {
  const lines = [sectionHeading(state), markdownLine(state.summary, 240), `<sub>${reason}</sub>`];
  return wrapSection(state, lines.join('\n\n'));
}

/**
 * A section as it stands among the others: one about an older commit is folded, or what it says in
 * large letters would be read as said of this one. The fold is outside of the section's markers,
 * so that the section itself stays as its step wrote it.
 */
function aged(text: string, state: SectionState | undefined, head: string | null): string {
  if (state === undefined || isCurrent(state, head)) return text;
  const { stepTitles, verdictWords } = messages;
  const [title, word] = [stepTitles[state.step], verdictWords[state.verdict]];
  const said = headlines.outdatedFold(title, shortCommit(state.commit), word);
  return `<details><summary>${outdatedSign} ${said}</summary>\n\n${text}\n\n</details>`;
}

interface Frame {
  before: string;
  after: string;
  /** The commit that the comment is about. */
  head: string | null;
}

/** Everything around the sections. */
function renderFrame(
  { sections, running }: Pick<ChainState, 'sections' | 'running'>,
  model: string,
  options: MergeOptions,
): Frame {
  const states = [...sections.values()].flatMap(({ state }) => (state ? [state] : []));
  const head = headCommit(states, [...running.values()]);
  const current = states.filter((state) => isCurrent(state, head));
  // One about an older commit was cancelled, or will not replace what is newer.
  const underWay = new Map([...running].filter(([, each]) => isCurrent(each, head)));
  const { chain: known, now } = options;
  const chain: ChainState = { sections, running: underWay, head, chain: known, now };
  const title = headline(current, model, chain);
  const markers = [commentMarker(model), ...[...underWay.values()].map(runningMarker)];
  const before = [markers.join('\n'), title, stepTable(chain)];
  const evidence = current.length > 0 ? [evidenceBlock(current)] : [];
  const after = [...evidence, footer(head, options)];
  return { before: before.join('\n\n'), after: after.join('\n\n'), head };
}

function footer(head: string | null, options: MergeOptions): string {
  const link = (text: string, address: string | undefined): string | undefined => {
    const url = safeUrl(address);
    return url && `<a href="${url.replaceAll('&', '&amp;')}">${text}</a>`;
  };
  const updated = formatTime(options.now);
  const parts = [
    'mlops-actions',
    link(wording.fullReport, options.reportUrl),
    link(wording.run, options.runUrl),
    head === null ? wording.updated(updated) : wording.updatedFor(updated, commitDigits(head)),
  ];
  return `<sub>${parts.filter(Boolean).join(' · ')}</sub>`;
}

/**
 * A section within its budget. The gate and whatever is not well stand open; the others are one
 * line until someone opens them.
 */
function renderSection(
  record: StepRecord,
  state: SectionState,
  budget: number,
  reportUrl: string | undefined,
): string {
  const room = budget - wrapSection(state, '').length;
  const blocks = sectionBlocks(record, { reportUrl, budget: room });
  const note = (count: number): string =>
    `<sub>${wording.moreParts(count, restOf(reportUrl))}</sub>`;
  const withBlocks = (first: string, left: number): string =>
    fitBlocks([{ kind: 'text', text: first }, ...blocks], left, (text) => text.length, note);
  // The step table above shows the summary; only a longer one is worth repeating.
  const sentence = record.summary.length > 240 ? `\n\n${markdownLine(record.summary)}` : '';
  if (isOpen(record)) {
    return wrapSection(state, withBlocks(sectionHeading(record) + sentence, room));
  }
  const sign = verdictSigns[record.verdict];
  const contents = contentsLine(record) || messages.verdictWords[record.verdict];
  const open = `<details><summary>${sign} <b>${messages.stepTitles[record.step]}</b>: ${contents}</summary>`;
  const close = '\n\n</details>';
  return wrapSection(state, withBlocks(open + sentence, room - close.length) + close);
}

function isOpen(record: StepRecord): boolean {
  const unwell = record.verdict === 'fail' || record.verdict === 'inconclusive';
  return unwell || record.step === 'evaluate-gate';
}
