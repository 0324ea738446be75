import type { Notification } from '../../ports/notifier.ts';
import { wording } from './messages.ts';

/** One line of at most `max` characters: no controls, no characters that reorder or hide text. */
export function line(text: string, max: number): string {
  const plain = text
    .slice(0, max * 8)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/[\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, '\ufffd')
    .trim();
  const characters = [...plain];
  return characters.length <= max ? plain : `${characters.slice(0, max - 1).join('')}…`;
}

/** `[P1] flights: an important column drifted` */
export function heading({ event, level, model, title }: Notification, max: number): string {
  const mark = { trigger: level.toUpperCase(), resolve: 'OK', digest: wording.digest }[event];
  return line(`[${mark}] ${model}: ${title}`, max);
}

/** The first facts, and how many there are besides. */
export function mostFacts(
  { facts }: Notification,
  most: number,
  max: number,
): { shown: { name: string; value: string }[]; more: string | undefined } {
  const shown = facts
    .slice(0, most)
    .map(({ name, value }) => ({ name: line(name, 80), value: line(value, max) }));
  const left = facts.length - shown.length;
  return { shown, more: left > 0 ? wording.more(left) : undefined };
}

/** An address for a button, or undefined where it is not a plain http(s) one of normal length. */
export function address(link: string | undefined): string | undefined {
  if (link === undefined || link.length > 1_000 || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}
