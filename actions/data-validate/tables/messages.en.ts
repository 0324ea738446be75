import { plural } from '../wording.en.ts';

/** Sentences about a data set of several tables. */
export const messages = {
  inTable: (table: string, text: string): string => `${table}: ${text}`,
  title: (count: number): string => plural(count, 'more table'),
  note: 'Each has a fingerprint of its own; that of the run is the main data’s.',
} as const;
