import { type StepName, stepNames } from '../domain/step.ts';
import { decodeState, encodeState, type SectionState, stateVersion } from './section-state.ts';

/** A step's part of a comment, markers included. */
export interface Section {
  step: StepName;
  /** undefined: written by another version of the suite. */
  state: SectionState | undefined;
  /** undefined: damaged; only the state is left of it. */
  text: string | undefined;
}

/** Wrap a section's Markdown in the markers by which it is found and replaced. */
export function wrapSection(state: SectionState, body: string): string {
  const begin = `<!-- mlops-actions section=${state.step} v=${stateVersion} state=${encodeState(state)} -->`;
  return `${begin}\n${body}\n${endMarker(state.step)}`;
}

const endMarker = (step: StepName): string => `<!-- mlops-actions end=${step} -->`;

const beginPattern =
  /^<!-- mlops-actions section=([a-z-]{1,40}) v=(\d{1,4}) state=([A-Za-z0-9_-]{1,8000}) -->[ \t\r]*$/gmu;

/**
 * The sections of a comment, whoever edited it. Of several for one step the first counts; one that
 * lost its end, or whose markup would swallow what follows, keeps only its state.
 */
export function parseSections(body: string): Map<StepName, Section> {
  const sections = new Map<StepName, Section>();
  const begins = [...body.matchAll(beginPattern)];
  begins.forEach((match, index) => {
    const [, name, version, encoded = ''] = match;
    const step = stepNames.find((known) => known === name);
    if (step === undefined || sections.has(step)) return;
    const until = begins[index + 1]?.index ?? body.length;
    const text = wholeText(body.slice(match.index, until), step);
    const read = Number(version) === stateVersion ? decodeState(encoded) : undefined;
    const state = read?.step === step ? read : undefined;
    const foreign = Number(version) !== stateVersion;
    if (state !== undefined || (foreign && text !== undefined)) {
      sections.set(step, { step, state, text });
    }
  });
  return sections;
}

/** A section's text up to its end marker, or undefined where it cannot stand beside others. */
function wholeText(text: string, step: StepName): string | undefined {
  const end = text.indexOf(endMarker(step));
  if (end < 0) return undefined;
  const whole = text.slice(0, end + endMarker(step).length);
  const count = (pattern: RegExp): number => whole.match(pattern)?.length ?? 0;
  const balanced =
    count(/<details[\s>]/giu) === count(/<\/details>/giu) &&
    !whole.replace(/<!--(?:(?!<!--)[\s\S])*?-->/gu, '').includes('<!--') &&
    count(/^ {0,3}(```|~~~)/gmu) % 2 === 0;
  return balanced ? whole : undefined;
}
