/** Sentences about channels that take no message. */
export const channels = {
  notSet: (variable: string, channel: string): string =>
    `The environment variable ${variable} of the channel "${channel}" is not set.`,
  handOver:
    'Hand it to the step: on GitHub under "env:" from a secret, on GitLab as a masked variable.',
  notHttps: (variable: string, channel: string): string =>
    `The environment variable ${variable} of the channel "${channel}" does not hold an https address.`,
  copyAddress: 'Copy the whole address of the webhook into the secret.',
  theWebhook: 'The webhook',
  refused: (receiver: string, channel: string, reason: string): string =>
    `${receiver} refused the message for the channel "${channel}" (${reason}).`,
  checkSecret: 'Check the address and the secret in the environment variables the channel names.',
  unavailable: (receiver: string, channel: string, tries: number, reason: string): string =>
    `${receiver} did not take the message for the channel "${channel}" in ${tries} tries (${reason}).`,
  nextRun: 'The next run tries again.',
  noAnswer: 'no answer in time',
  brokeOff: 'the connection broke off',
};

/** What stands in the messages themselves, besides what a step says. */
export const wording = {
  openReport: 'Open the report',
  report: 'Report',
  digest: 'Digest',
  more: (count: number): string => `and ${count} more in the report`,
};
