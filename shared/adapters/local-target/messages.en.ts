/** Sentences about the folder of a deployment and who works on it. */
export const targets = {
  notNext: (revision: number, before: number, directory: string): string =>
    `Revision ${revision} of the deployment does not follow ${before}: someone else changed ${directory} meanwhile.`,
  runAgain: 'Nothing was changed. Run the step again: it goes on from what is there.',
  atWork: (directory: string): string => `Another run of deploy-canary is at work on ${directory}.`,
  waitForIt: 'Wait for it to end, or end it: this step can then go on where it was.',
  unusable: (directory: string, code: string): string =>
    `The folder of the local target, ${directory}, cannot be used (${code}).`,
  makeUsable:
    'See to it that this job may write there and that the disk has room, then run the step again.',
  unknownForm: (path: string): string => `${path} is not a deployment this version knows.`,
  stopOrRemove:
    'End what is served with `mlops deploy-canary --mode stop` of the version that wrote it, or remove the folder.',
};

export const gateways = {
  notStarted: 'The gateway of the local target did not start.',
  seeLog: (path: string, end: string): string =>
    `Its log is ${path}${end === '' ? '' : `; it ends: ${end}`}`,
  answered: (status: number): string => `The gateway of the local target answered ${status}.`,
  answeredForOther: 'The gateway of the local target answered for another deployment.',
  noAnswer: (address: string): string =>
    `The gateway of the local target does not answer at ${address}.`,
  startAnew: 'Run the step again: it starts the gateway anew and goes on where it was.',
  notRunning: 'The local target is not running.',
  notStopped: (seconds: number, processes: readonly number[]): string =>
    `These processes of the local target did not end within ${seconds} s: ${processes.join(', ')}.`,
  endThem: 'End them, then run this again.',
};

export const models = {
  noMetadata: (model: string, status: number): string =>
    `The server of ${model} answered ${status} for metadata.`,
  otherModel: (found: string, wanted: string): string =>
    `the installed files are model ${found}, not ${wanted}`,
};
