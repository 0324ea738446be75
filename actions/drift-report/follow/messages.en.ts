import { count } from '../messages.en.ts';

/** What a person reads while rows are followed. */
export const followMessages = {
  started: (source: string, unit: string, reference: string): string =>
    `Following ${source === '-' ? 'standard input' : source} by ${unit}, against ${reference}. Stop with Ctrl-C.`,
  window: (window: string, rows: number, summary: string): string =>
    `${window} (${count(rows)} rows): ${summary}`,
  late: (rows: number): string =>
    `${count(rows)} rows came after their window was closed, and were left out.`,
  timeless: (rows: number): string => `${count(rows)} rows had no time, and were left out.`,
  cut: (lines: number): string =>
    `${count(lines)} line${lines === 1 ? ' was' : 's were'} cut short when the file was replaced, and left out.`,
  unfinished: (window: string): string =>
    `The window ${window} was not over when the run was stopped; it was judged as it stood.`,
  nothing: 'No rows came, so nothing could be compared.',
} as const;
