/** Sentences about what is to be followed row by row. */
export const messages = {
  notFollowable: (source: string): string =>
    `${source} is no file and no folder that can be followed.`,
  lineTooLong: 'The data to follow has a line of more than 16 MiB.',
  endLines: 'Write one row a line, and end each with a line break.',
  nameOne: 'Name one file (.csv or .jsonl), one folder, or - for standard input in "current".',
};
