/** Sentences about the records of earlier steps. */
export const records = {
  unreadable: (path: string): string => `The record ${path} cannot be read.`,
  checkFile: 'Check that it is a file this user may read, or remove it and run that step again.',
  notJson: (path: string): string => `The record ${path} is not JSON.`,
  wrongForm: (path: string, where: string): string =>
    `The record ${path} has the wrong form${where}.`,
  runAgain: 'Remove the file and run that step again; records are written by steps only.',
  ofOther: (path: string, step: string, model: string, askedStep: string, askedModel: string) =>
    `The record ${path} is about ${step} of model "${model}", not ${askedStep} of "${askedModel}".`,
  ownDirectory: 'Give each model its own report-dir, or remove the file.',
  otherVersion: (path: string, version: string, read: string): string =>
    `The record ${path} is of another version: it says ${version}, and this one reads "${read}".`,
  oneVersion: 'Run all steps in one version, or remove the file and run that step again.',
};

export const gateway = {
  noAnswer: (host: string): string => `The Pushgateway at ${host} did not answer.`,
  checkAddress: 'Check its address.',
  refused: (host: string, status: number, answer: string): string =>
    `The Pushgateway at ${host} refused the figures (${status}): ${answer}`,
  seeLog: 'Its log says more.',
  notHttp: 'The address of the Pushgateway is no http or https address.',
  giveAddress: 'Give it as http://pushgateway:9091 in the input "pushgateway".',
};

export const replays = {
  noRequests: (rows: number, data: readonly string[]): string =>
    `None of the ${rows} rows read from ${data.join(', ')} makes a request for this model.`,
  checkColumns: 'Check deploy.replay: each column must hold values of the type the model takes.',
  columnMissing: (column: string, data: readonly string[]): string =>
    `The model takes "${column}", and ${data.join(', ')} has no such column.`,
  nameColumns: (known: readonly string[]): string =>
    `It has ${known.join(', ')}. Name the columns with deploy.replay.columns.`,
};

const entry =
  'the module that loads the model to answer requests: it must export a function load({ directory, tf }) that resolves to { inputs, outputs, predict }. Train a model that brings one; the quickstart has a serve.mjs to start from';

/** What is wrong with the module that serves a model, without a stop: others quote it. */
export const serving = {
  missing: (file: string): string => `the model folder has no ${file}, ${entry}`,
  noLoad: (file: string): string => `${file} exports no function "load"; it is ${entry}`,
};
