/** What a folder lacks to be a registry. */
export const folders = {
  foreign: (directory: string, file: string, marker: string): string =>
    `The folder ${directory} is not a registry: it holds ${file} and no ${marker} file.`,
  nameAnother: 'Name a new or empty folder, or an OCI image layout, as the registry.',
  unreadable: (path: string): string => `${path} cannot be read.`,
  notAFolder: (directory: string): string =>
    `The registry ${directory} is not a folder that can be read.`,
  otherVersion: (marker: string, directory: string): string =>
    `The file ${marker} in ${directory} does not say image layout version 1.0.0.`,
  lockLost: (directory: string): string =>
    `Another machine took over the lock of the registry ${directory} while this one stood still.`,
  runAgain: 'Nothing was changed. Run the step again.',
};

/** What is damaged, and in which way: `damaged` says one of each. */
export const damages = {
  is: (directory: string, what: string, problem: string): string =>
    `The registry ${directory} is damaged: ${what} ${problem}.`,
  restore:
    'Restore it from a copy; `mlops register-model --mode verify` lists everything that is damaged.',
  missing: 'is missing',
  blobMissing: (digest: string): string => `(${digest}) is missing`,
  otherBytes: (digest: string): string => `has other bytes than its digest ${digest} says`,
  notTheBytes: 'has other bytes than its digest says',
  notJson: (digest: string): string => `(${digest}) is not JSON`,
  noIndex: 'has not the form of an OCI image index',
  noManifest: (digest: string): string => `(${digest}) is no manifest`,
  noContent: 'has no content',
  noRecord: 'has not the form of a record',
  unknownForm: 'has a form this version does not know',
  noModel: 'does not describe a model',
  otherModel: (id: string): string => `is not of model ${id}`,
  notThere: (manifest: string): string => `cannot name ${manifest}: not there`,
  leavesFolder: 'leaves its folder',
};

/** The parts of a registry, as people know them. */
export const parts = {
  someModel: 'a model manifest',
  manifest: (digest: string): string => `the manifest ${digest}`,
  manifestOf: (name: string, digest: string): string => `the manifest of ${name} (${digest})`,
  fileOf: (path: string, name: string, digest: string): string =>
    `${path} of ${name} (blob ${digest})`,
  fileName: (name: string): string => `the file name ${name}`,
  recordOf: (step: string | undefined): string => `a record of ${step ?? 'a step'}`,
  ledgerOf: (name: string): string => `the ledger of ${name}`,
};

/** The same in a list of everything there is. */
export const listed = {
  manifest: (owner: string): string => `${owner} manifest`,
  part: (owner: string, file: string): string => `${owner} ${file}`,
  configuration: 'configuration',
  content: 'content',
  record: (step: string): string => `record of ${step}`,
  ledger: (name: string): string => `ledger of ${name}`,
  predictions: 'kept predictions',
};

export const versions = {
  unknown: (directory: string, asked: string): string =>
    `The registry ${directory} has no ${asked}.`,
  known: (names: readonly string[]): string =>
    names.length === 0 ? 'It is empty.' : `It has ${names.join(', ')}.`,
  changed: (path: string, directory: string): string =>
    `${path} in ${directory} changed while it was being registered.`,
  letTrainingEnd: 'Let the training end before registering its model, and run again.',
  taken: (name: string, version: string, digest: string): string =>
    `${name}/${version} is another model (${digest}); a version never changes.`,
  leaveOut: 'Leave the input "version" out to get the next free number, or give a new one.',
  aliasMoved: (alias: string, expected: string | null, found: string | null): string =>
    `${alias} was expected at ${expected ?? 'nothing'} and is at ${found ?? 'nothing'}: someone moved it meanwhile.`,
  lookAgain: 'Nothing was changed. Look at `mlops register-model --mode show` and run again.',
};
