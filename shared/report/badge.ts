import type { StepRecord } from '../domain/record.ts';
import type { Verdict } from '../domain/verdict.ts';
import { htmlText, plainText } from './escape.ts';
import { decidingState } from './headline.ts';
import { decidingFact } from './key-fact.ts';
import { messages } from './messages.ts';
import { stateOf } from './section-state.ts';

/** White text on each has a contrast of at least 4.5 to 1. */
const colours: Readonly<Record<Verdict, string>> = {
  pass: '#116b3a',
  warn: '#8a5300',
  inconclusive: '#57508f',
  fail: '#b3211d',
};
const labelColour = '#3b4148';
const height = 20;
const padding = 6;

/**
 * The records' verdict and the one number that decided it, as an SVG picture for a README: a file of
 * ours, so that no other host learns who reads it. The word says the verdict, the colour repeats it.
 */
export function renderBadge(records: readonly StepRecord[]): string | undefined {
  const step = decidingState(records.map((record) => stateOf(record, undefined)))?.step;
  const deciding = records.find((record) => record.step === step);
  if (deciding === undefined) return undefined;
  const label = plainText(deciding.model, 40);
  const number = decidingFact(deciding)?.number;
  const value = [messages.verdictWords[deciding.verdict], number && plainText(number, 40)]
    .filter(Boolean)
    .join(' · ');
  const [left, right] = [widthOf(label), widthOf(value)];
  const all = left + right;
  const title = htmlText(`${label}: ${value}`);
  const text = (from: number, width: number, words: string): string =>
    `<text x="${from + width / 2}" y="14" textLength="${width - 2 * padding}">${htmlText(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${all}" height="${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${left}" height="${height}" fill="${labelColour}"/>`,
    `<rect x="${left}" width="${right}" height="${height}" fill="${colours[deciding.verdict]}"/>`,
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    text(0, left, label),
    text(left, right, value),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** In pixels, by the widths of Verdana at 11 px; `textLength` makes any other font fit. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[\u2e80-\uffef]|\p{Extended_Pictographic}/u.test(character)) width += 12;
    else if (/[ijl.,:;'|! ()[\]ftI]/u.test(character)) width += 4.2;
    else width += /[mwMW@%]/u.test(character) ? 10 : 7;
  }
  return Math.round(width) + 2 * padding;
}
