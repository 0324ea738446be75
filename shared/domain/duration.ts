import { z } from 'zod';

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const form = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/u;

/** `250ms`, `30s`, `5m`, `1.5h`, `7d` in milliseconds; undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = form.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  return Number(amount) * units[unit as keyof typeof units];
}

/** A duration in configuration, in milliseconds once parsed. */
export const durationSchema = z
  .string()
  .regex(form, 'a number and ms, s, m, h or d is expected, as 30s')
  .transform((text) => parseDuration(text) ?? 0);

/** `30 s`, `2 min 5 s`, `6 h 30 min`, `2 d`: for people, in the two largest units. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withRest(`${minutes} min`, seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return withRest(`${hours} h`, minutes % 60, 'min');
  return withRest(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
}

function withRest(text: string, rest: number, unit: string): string {
  return rest === 0 ? text : `${text} ${rest} ${unit}`;
}
