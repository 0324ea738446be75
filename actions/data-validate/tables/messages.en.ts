import { plural } from '../wording.en.ts';

/** Sentences about a data set of several tables. */
export const messages = {
  inTable: (table: string, text: string): string => `${table}: ${text}`,
  title: (count: number): string => plural(count, 'more table'),
  setTitle: (count: number): string => plural(count, 'table'),
  setNote: 'Each has a fingerprint of its own; that of the run is of the files of all of them.',
  needsMain: (name: string, place: string | undefined): string =>
    `${place === undefined ? '' : `${place}: `}"${name}" is about the main data, and no data was named.`,
  moveChecks:
    'Declare each check under its table (tables.<name>.checks), or give the input "data" or data.train in the configuration file.',
  giveMain:
    'Leave it out, or give the input "data" or data.train in the configuration file; the other tables then stand beside that.',
  note: 'Each has a fingerprint of its own; that of the run is the main data’s.',
} as const;
