import { didYouMean } from '../../shared/kernel/nearest-name.ts';

/** Every sentence of this step that a person reads. */

interface Advice {
  readonly message: string;
  readonly hint: string;
}

export const noTrainingCode: Advice = {
  message: 'Nothing says how to train: there is neither a command nor an entry.',
  hint: 'Give the input "command" (for example `python train.py`) or "entry" (a JavaScript module), or write it as `train.command` or `train.entry` of the model in mlops.yml.',
};

export function twoTrainingCodes(fromInputs: boolean): Advice {
  return {
    message: `${fromInputs ? 'The inputs give' : 'The section `train` of the model gives'} both a command and an entry, and only one of them can train the model.`,
    hint: 'Remove one of the two.',
  };
}

export const noTrainingData: Advice = {
  message: 'Nothing says which data to learn from.',
  hint: 'Give the input "data", or write it as `data.train` of the model in mlops.yml. The record ties the model to the digest of these files.',
};

export const modelEmpty: Advice = {
  message: 'The training ended without an error but left no file in the model folder.',
  hint: 'Write the model into the folder that MLOPS_MODEL_DIR (for an entry: task.modelDir) names.',
};

export const noMetrics =
  'The training reported no metrics; append JSON lines to the file that MLOPS_METRICS_FILE names (for an entry: call task.report) to see them here.';

export function metricMissing(name: string, known: readonly string[]): string {
  const reported =
    known.length === 0 ? 'It reported no metric at all.' : `It reported ${known.join(', ')}.`;
  const guess = known.length === 0 ? '' : ` ${nearest(name, known)}`;
  return `The policy asks for the metric "${name}" (train.metrics), and the training did not report it. ${reported}${guess}`.trimEnd();
}

function nearest(name: string, known: readonly string[]): string {
  const advice = didYouMean(name, known);
  return advice.startsWith('Did') ? advice : '';
}

export function metricNotFinite(name: string, value: number): string {
  return `The final value of "${name}" is ${value}: the training diverged, or divided by zero.`;
}

export function stepNotFinite(name: string, step: number, value: number): string {
  return `"${name}" was ${value} at step ${step} and recovered later.`;
}

/** Why a line of the metrics file was left out. */
export const problems = {
  notJson: 'is not JSON',
  notAnObject: 'is not a JSON object',
  stepNotANumber: 'has a "step" that is not a number from 0',
  nameUnfit: 'has a name that is empty or too long',
  valueNotANumber: (name: string): string => `has a value of "${name}" that is not a number`,
} as const;

export function lineUnreadable(line: number, reason: string): string {
  return `Line ${line} of the metrics file ${reason}; it was left out.`;
}

export function moreLinesUnreadable(count: number): string {
  return `${count} more ${count === 1 ? 'entry' : 'entries'} of the metrics file could not be read.`;
}

export function otherDataValidated(ours: string, theirs: string | undefined): string {
  const other = theirs === undefined ? 'no data by digest' : `other data (${theirs})`;
  return `The record of data-validate is about ${other}, not about the data this model learned from (${ours}), so it does not count; validate the files of the input "data".`;
}

export const dataNotValid =
  'The model learned from data that data-validate failed; the gate will refuse it.';

export function fileCount(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}

export function starting(code: string, files: number, size: string, seed: number): string {
  return `Training with ${code} on ${fileCount(files)} (${size}), seed ${seed}.`;
}

/** @param utilisation mean, in [0, 1]. */
export function gpuUse(
  gpu: string,
  utilisation: number | undefined,
  memoryUsed: string | undefined,
  memoryTotal: string | undefined,
): string {
  const busy = utilisation === undefined ? '' : ` ${Math.round(utilisation * 100)} % busy`;
  const of = memoryTotal === undefined ? '' : ` of ${memoryTotal}`;
  const memory = memoryUsed === undefined ? '' : `, at most ${memoryUsed}${of}`;
  return `GPU ${gpu}${busy}${memory}`;
}

export function cost(
  paid: { readonly value: number; readonly currency: string | undefined } | undefined,
): string | undefined {
  if (paid === undefined) return undefined;
  const amount = paid.value.toFixed(paid.value < 0.1 ? 4 : 2);
  return `cost ${amount}${paid.currency === undefined ? '' : ` ${paid.currency}`}`;
}

export function failed(
  code: string,
  what: string,
  reason: string | undefined,
  after: string,
): string {
  const said = reason === undefined ? '.' : `: ${reason}`;
  return `The training (${code}) failed with ${what} after ${after}${said}`;
}

export function failedHint(lastLines: readonly string[]): string {
  if (lastLines.length === 0) return 'It wrote nothing; run it by hand to see why.';
  return `The last lines it wrote:\n${lastLines.map((line) => `    ${line}`).join('\n')}`;
}

export function killed(code: string, signal: string, after: string): Advice {
  return {
    message: `The training (${code}) was ended by ${signal} after ${after}.`,
    hint:
      signal === 'SIGKILL'
        ? 'On most machines that means it ran out of memory: use a smaller batch or a larger runner.'
        : 'Something else on this machine ended it.',
  };
}

export function timedOut(code: string, limit: string): Advice {
  return {
    message: `The training (${code}) did not end within ${limit} and was stopped.`,
    hint: 'Raise the input "timeout-minutes", or train for fewer steps.',
  };
}

export interface SummaryFacts {
  /** The first metric of the policy, else the first reported, as `auc 0.6587`. */
  readonly headline: string | undefined;
  readonly took: string;
  readonly where: string;
  readonly cost: string | undefined;
  /** The first error, if any. */
  readonly problem: string | undefined;
}

export function summary({ headline, took, where, cost, problem }: SummaryFacts): string {
  if (problem !== undefined) return problem;
  const parts = [`trained in ${took}`, where, ...(cost === undefined ? [] : [cost])];
  return `${[headline, ...parts].filter((part) => part !== undefined).join(', ')}.`;
}

export function notTheModel(asked: string, known: string | undefined): Advice {
  return {
    message:
      known === undefined
        ? `There is no training record of the model ${asked} in the report directory.`
        : `The training record in the report directory is about the model ${known}, not ${asked}.`,
    hint: 'Fetch the records of that model into the report directory, or check the input "reproduce".',
  };
}

export function otherData(recorded: string, ours: string): Advice {
  return {
    message: `The model was trained on the data ${recorded}, and the files named now are ${ours}.`,
    hint: 'Restore the data of that time; other data cannot give the same model.',
  };
}

export function reproduced(files: number, model: string): string {
  return `Training again gave the same ${fileCount(files)}, to the byte, as ${model}.`;
}

export function notReproduced(different: readonly string[]): string {
  const shown = different.slice(0, 5).join(', ');
  const more = different.length > 5 ? ` and ${different.length - 5} more` : '';
  return `Training again gave other bytes in ${shown}${more}.`;
}

export function otherEnvironment(keys: readonly string[]): string {
  return `This is not the environment of the recorded training; different: ${keys.join(', ')}.`;
}

/** Titles and headings of the tables and charts. */
export const tables = {
  training: {
    title: 'How it was trained',
    what: 'what',
    which: 'which',
    code: 'code',
    parameters: 'parameters',
    noParameters: 'none',
    seed: 'seed',
    data: 'data',
    took: 'took',
    environment: 'environment',
    gpu: 'GPU',
    cost: 'cost',
    model: 'model',
  },
  metrics: {
    title: 'What the training reported',
    note: 'Measured by the training code itself; the gate measures again on held-out rows.',
    metric: 'metric',
    final: 'final',
    byStep: 'by step',
    policy: 'policy',
    missing: 'missing',
    reported: 'reported',
    notAskedFor: 'not asked for',
  },
  files: {
    title: (count: number) => `Model files: ${count}`,
    largest: (count: number) => `The ${count} largest.`,
    file: 'file',
    size: 'size',
  },
  curve: { title: (metric: string) => `${metric} by step`, step: 'step' },
};
