/** Sentences of the lifecycle that every step shares. */
export const messages = {
  interrupted: (step: string, signal: string): string =>
    `${step}: Stopped by ${signal}. Nothing is half done; run the step again.`,
  internal: (step: string, stack: string): string =>
    `${step}: internal error, please report it.\n${stack}`,
  cause: (text: string): string => `\n  cause: ${text}`,
  next: (hint: string): string => `\n  next: ${hint}`,
  stopped: (signal: string): string =>
    `Stopped by ${signal} before it could conclude; run the step again.`,
  failed: 'The step failed with an internal error; its log has the details.',
  cutShort: 'Publishing was cut short; the record is whole.',
  unwritable: (directory: string): string => `The record cannot be written below ${directory}.`,
  cannotWrite: (directory: string, reason: string): string =>
    `The record cannot be written: ${directory} ${reason}.`,
  cannotBeMade: (code: string): string => `cannot be made (${code})`,
  cannotBeLookedInto: 'cannot be looked into',
  isAFile: 'is a file',
  mayNotWrite: 'may not be written to by this user',
  nameReportDir: 'Name a directory this job may write to in the input "report-dir".',
  cleanUpFailed: (step: string, reason: string): string => `${step}: cleaning up failed: ${reason}`,
  noDirectory: (directory: string, isMissing: boolean): string =>
    `The working directory ${directory} ${isMissing ? 'does not exist' : 'is a file'}.`,
  checkDirectory: 'Check the input "working-directory".',
  directoryTaken: (path: string) => ({
    message: `The directory ${path} belongs to somebody else.`,
    hint: 'Remove it, or give the job its own TMPDIR.',
  }),
  summaryFull: 'The job summary is full; what is missing there is in the report.',
  reportLink: 'Model report',
  commentLink: 'Model comment',
  notShown: (leftOut: readonly string[]): string =>
    `Not shown here: ${leftOut.join(', ')}. See the report.`,
  couldNotWrite: (what: string, reason: string): string =>
    `${what} could not be written: ${reason}`,
  published: {
    textReports: 'The comment file and the test reports',
    forgeReports: 'The findings for the forge and the badge',
    annotations: 'Annotations',
    summary: 'The job summary',
    html: 'The HTML report',
    evidence: 'The evidence for later jobs',
    interim: 'The record so far',
  },
  leavesOut: (step: string, reason: string): string => `The report leaves out ${step}: ${reason}`,
  /** The verdict as records and scripts spell it; other languages say its word. */
  lastLine: (
    title: string,
    { verdict }: { verdict: string; word: string },
    summary: string | undefined,
  ): string => `${title}: ${verdict}.${summary === undefined ? '' : ` ${summary}`}`,
  annotation: (title: string, code: string): string => `${title}: ${code}`,
  severalLines: (name: string): string => `${name} has several lines, which GitLab cannot pass on`,
  tooLong: (name: string, limit: number): string =>
    `${name} does not fit into the ${limit} bytes GitLab can pass on`,
  recordHasIt: (reason: string): string => `${reason}; the record has it.`,
  moreOf: (count: number, severity: string): string => `${count} more of severity ${severity}`,
};

export const comments = {
  noForge: 'this is not a job of a forge',
  noRequest: 'this run belongs to no pull or merge request',
  leftAsIs: (reason: string): string => `Comment left as it is: ${reason}.`,
  noneWritten: (reason: string): string => `No comment was written: ${reason}.`,
  none: (reason: string): string => `No comment: ${reason}.`,
  couldNot: (reason: string): string =>
    `The comment could not be written: ${reason}. The report is on disk.`,
  wasNot: (message: string, hint: string | undefined): string =>
    `The comment was not written: ${message}${hint === undefined ? '' : ` ${hint}`} The verdict stands, and the report is on disk.`,
  laterRun: 'a later run has reported this step',
  newerCommit: (own: string, there: string): string =>
    `this run is about ${own}, it shows ${there}`,
  notShownRunning: (reason: string): string =>
    `The comment does not show that this step is running: ${reason}`,
  noRoom: 'the comment has no room left for it',
  contended: 'Other writers kept replacing the comment while this step wrote its part.',
  runLater: 'Run the job again when the others are done.',
};

export const flags = {
  notAFlag: (text: string): string => `"${text}" is not a flag; values are given as --name value`,
  unknown: (name: string, near: string | undefined): string =>
    `there is no flag --${name}${near === undefined ? '' : `; did you mean --${near}?`}`,
  needsValue: (name: string): string => `--${name} needs a value`,
  twice: (name: string): string => `--${name} is given twice`,
  several: (step: string, count: number): string => `${step}: ${count} flags are wrong:`,
  help: (step: string): string => `\`mlops ${step} --help\` lists every flag.`,
};
