import { type ActionError, externalError, usageError } from '../../kernel/action-error.ts';
import { answers, progress, secrets } from './messages.ts';

export function notFound(name: string): ActionError {
  return usageError('file-not-found', answers.notFound(name), answers.checkCase);
}

export function refused(name: string, reason: string, hint: string): ActionError {
  return externalError('source-refused', answers.refused(name, reason), hint);
}

export function unavailable(name: string, reason: string, tries: number): ActionError {
  return externalError(
    'source-unavailable',
    answers.unavailable(name, tries, reason),
    answers.checkServer,
  );
}

export function tooLarge(name: string, limit: number): ActionError {
  return usageError('data-too-large', answers.tooLarge(name, bytes(limit)), answers.nameLess);
}

export function diskFull(name: string, folder: string, cause?: unknown): ActionError {
  return externalError('disk-full', answers.diskFull(folder, name), answers.moreDisk, cause);
}

export function secretMissing(name: string, variable: string): ActionError {
  return usageError('secret-missing', secrets.notSet(name, variable), secrets.handOver);
}

/** `1.5 GB`: for people. */
export function bytes(count: number): string {
  const units = [progress.bytes, 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  const amount = count / 1000 ** power;
  return `${Number(amount.toPrecision(3))} ${units[power]}`;
}

/** A server's own words as one short line: an answer may be a page, or hold anything. */
export function words(text: string): string {
  return text
    .replaceAll(/<(?:style|script)[\s\S]*?<\/(?:style|script)>/giu, ' ')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
