/** Sentences about the configuration file. */
export const messages = {
  unreadableBecause: {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a directory',
    EACCES: 'this user may not read it',
  } as Readonly<Record<string, string>>,
  unreadable: (file: string, reason: string | undefined): string =>
    `The configuration file ${file} cannot be read${reason === undefined ? '' : `: ${reason}`}.`,
  checkConfig: (directory: string): string =>
    `Check the input "config", or create the file; relative paths start from ${directory}.`,
  theConfiguration: 'The configuration',
  noModel: (file: string, model: string): string => `${file} describes no model "${model}".`,
  severalModels: (file: string, names: readonly string[]): string =>
    `${file} describes ${names.length} models (${names.join(', ')}).`,
  sayModel: 'Say which one with the input "model".',
  notAName: (shown: string): string => `${shown} is not a model's name.`,
  nameForm: 'Use lower-case letters and digits, joined by . _ or -, at most 64 of them.',
  problems: (file: string, count: number): string => `${file} has ${count} problems:`,
  correct: 'Correct the file and run again.',
  invalidName: (path: string, reason: string): string => `"${path}" is not a valid name: ${reason}`,
  theFile: 'the file',
  at: (name: string, problem: string): string => `${name}: ${problem}`,
  /** A sentence of a schema, which speaks English. */
  refined: (said: string): string => said,
  weightsMustRise: (weight: number, before: number): string =>
    `weights must rise, but ${weight} follows ${before}`,
  wholeWeightEnds:
    'a weight of 100 ends the rollout: there is no stable left to compare with, so it has no duration',
  weightNeedsDuration: (weight: number): string =>
    `the step of weight ${weight} needs a duration, as 30s`,
  costNeedsLoss: 'a cost is weighed against a loss: give "loss-per-point" as well',
  missing: (name: string, expected: string): string =>
    `${name} is missing; a ${expected} is expected`,
  unknownKey: (path: string, near: string | undefined, known: readonly string[]): string =>
    `unknown key "${path}"; ${guess(near, known)}`,
  empty: 'the file is empty',
  lfsPointer: 'the file is a Git LFS pointer; run `git lfs pull` to get the file itself',
  notKeys: (isList: boolean): string =>
    `the file is ${isList ? 'a list' : 'plain text'}; keys with values are expected, as "version: 1"`,
  missingKind: (key: string, known: readonly string[]): string =>
    `"${key}" is missing; one of ${known.join(', ')} is expected`,
  unknownKind: (
    key: string,
    typed: string,
    near: string | undefined,
    known: readonly string[],
  ): string => `unknown ${key} "${typed}"; ${guess(near, known)}`,
};

function guess(near: string | undefined, known: readonly string[]): string {
  return near === undefined ? `known: ${known.join(', ')}` : `did you mean "${near}"?`;
}
