import { type ActionError, externalError, usageError } from '../../kernel/action-error.ts';

export function notFound(name: string): ActionError {
  return usageError(
    'file-not-found',
    `There is no ${name}.`,
    'Check the address; upper and lower case count.',
  );
}

export function refused(name: string, reason: string, hint: string): ActionError {
  return externalError('source-refused', `${name} could not be read: ${reason}.`, hint);
}

export function unavailable(name: string, reason: string, tries: number): ActionError {
  return externalError(
    'source-unavailable',
    `${name} could not be read in ${tries} ${tries === 1 ? 'try' : 'tries'} (${reason}).`,
    'Check that this machine can reach the server, and run the step again.',
  );
}

export function tooLarge(name: string, limit: number): ActionError {
  return usageError(
    'data-too-large',
    `${name} is larger than ${bytes(limit)}, the most that is fetched for one name.`,
    'Name less data, or raise max-size of its source in the configuration file.',
  );
}

export function diskFull(name: string, folder: string, cause?: unknown): ActionError {
  return externalError(
    'disk-full',
    `There is not enough space in ${folder} for ${name}.`,
    'Use a runner with more disk space, or name less data.',
    cause,
  );
}

export function secretMissing(name: string, variable: string): ActionError {
  return usageError(
    'secret-missing',
    `${name} needs the environment variable ${variable}, which is not set.`,
    'Hand the secret to this step: `env:` in a GitHub workflow, a CI/CD variable on GitLab.',
  );
}

/** `1.5 GB`: for people. */
export function bytes(count: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
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
