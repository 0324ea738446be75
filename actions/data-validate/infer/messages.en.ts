import { plural } from '../wording.en.ts';

/** Sentences about checks derived from data. */
export const messages = {
  changesTitle: (file: string): string => `What this data would change in ${file}`,
  kinds: { changed: 'changed', new: 'new', gone: 'no longer holds' },
  values: (count: number, fresh: number): string =>
    `one of ${plural(count, 'value')}${fresh === 0 ? '' : `, ${fresh} of them new`}`,
  exists: (file: string): string => `${file} exists already; inferred checks would overwrite it.`,
  notOurs: (file: string): string =>
    `${file} exists already and was not written by data-validate, so it is left as it is.`,
  inferred: (file: string, checks: number): string =>
    `Wrote ${plural(checks, 'check')} derived from this data to ${file}. Read and edit them, commit the file, and name it in the input checks.`,
  same: (file: string): string =>
    `This data gives the same checks as ${file} holds; nothing was written.`,
  compared: (changes: number, file: string, written: string): string =>
    `This data gives ${plural(changes, 'check')} otherwise than ${file}, which was run as it is. What the data gives is in ${written}: take over what is right.`,
  nothingToInfer: (names: string): string =>
    `${names} has no rows, so no checks can be derived from it.`,
} as const;
