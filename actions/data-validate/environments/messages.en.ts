import { count } from '../wording.en.ts';

/** Sentences about checks that are for some environments only. */
export const messages = {
  unknownName: (where: string, name: string, near: string): string =>
    `${where}: when names the environment "${name}", which environments does not list; ${near}`,
  undeclared: (where: string): string =>
    `${where}: when is used, but no environments are declared; add a list such as environments: [train, serve]`,
  unasked: (names: readonly string[]): string =>
    `Some checks are for certain environments only (${names.join(', ')}), and this run does not say which it is in.`,
  askedUnknown: (name: string): string => `The environment "${name}" is not one the checks know.`,
  skipped: (environment: string, left: number, all: number): string =>
    left === 0
      ? `Checked as ${environment}: all ${count(all)} checks apply.`
      : `Checked as ${environment}: ${count(all - left)} of ${count(all)} checks apply, ${count(left)} ${left === 1 ? 'is' : 'are'} for other environments.`,
} as const;
