/** Sentences about files that a person names. */
export const messages = {
  theData: 'the data itself',
  noFile: (name: string, near: string | undefined): string =>
    `There is no file ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  checkPath: (root: string): string => `Check the path; relative ones start from ${root}.`,
  noMatch: (pattern: string): string => `No file matches ${pattern}.`,
  checkPattern: (root: string): string => `Check the pattern; relative ones start from ${root}.`,
  emptyDirectory: (name: string): string => `The directory ${name} holds no files.`,
  checkFiller: 'Check the step that fills it, or name the files.',
  emptyFile: (name: string): string => `${name} is empty (0 bytes).`,
  checkWriter: 'Check the step that writes it.',
  lfsPointer: (name: string, whole: string): string =>
    `${name} is a Git LFS pointer, not ${whole}.`,
  anotherProcess: 'another process',
  processOn: (pid: number, host: string): string => `process ${pid} on ${host}`,
  held: (path: string, who: string, seconds: number): string =>
    `${path} has been held by ${who} for over ${seconds} s.`,
  waitForRun: 'Wait for that run to end, or end it, and run again.',
  notPlain: (name: string, directory: string): string =>
    `${name} in ${directory} is not a plain file.`,
  pullLfs: 'Run `git lfs pull`, or check out with LFS (actions/checkout: `lfs: true`).',
};
