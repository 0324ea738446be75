import { type ActionError, usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import type { SideName } from '../layout.ts';
import { count, counted } from '../number-texts.ts';
import type { Format } from './attempt.ts';

/*
 * What can be wrong with the result files a user gives, one function a sentence. Every one names
 * the tool whose file it is, and how that tool writes a good one.
 */

const titles: Readonly<Record<Format, string>> = {
  promptfoo: 'a promptfoo result',
  inspect: 'an Inspect AI log',
  deepeval: 'a DeepEval result',
  ragas: 'a ragas result',
  junit: 'a JUnit report',
  table: 'a table of scores',
};

const remedies: Readonly<Record<Format, string>> = {
  promptfoo: 'Write it with `promptfoo eval -o results.json`.',
  inspect:
    'Write it with `inspect eval --log-format json`, or turn a log into JSON with `inspect log dump`.',
  deepeval:
    'Give the test run that DeepEval writes to the folder DEEPEVAL_RESULTS_FOLDER, or the JSON of what `evaluate()` returns.',
  ragas: 'Write it with `result.to_pandas().to_csv("scores.csv", index=False)`.',
  junit: 'Give the XML that the test runner writes, such as `pytest --junit-xml=results.xml`.',
  table:
    'A table has a row an answer, with the columns case and score, and repeat where there are several.',
};

/** Shown names come from files: long ones are cut. */
export function shown(name: string): string {
  const text = JSON.stringify(name);
  return text.length <= 82 ? text : `${text.slice(0, 80)}…"`;
}

export function notJson(file: string, reason: string): ActionError {
  return usageError(
    'results-not-json',
    `${file} is not whole JSON: ${reason}.`,
    'A run that was interrupted leaves half a file; run the evaluation again.',
  );
}

export function formatUnknown(file: string, keys: readonly string[]): ActionError {
  const named = keys.length === 0 ? 'nothing in it' : `its keys are ${keys.slice(0, 8).join(', ')}`;
  return usageError(
    'results-unknown',
    `${file} is no result that is known here: ${named}.`,
    'Give results of promptfoo, Inspect AI, DeepEval, ragas or JUnit, or a table with the columns case and score.',
  );
}

export function malformed(file: string, format: Format, problem: string): ActionError {
  return usageError(
    `${format}-malformed`,
    `${file} is read as ${titles[format]}, but ${problem}.`,
    remedies[format],
  );
}

export function unfinished(file: string, status: string): ActionError {
  return usageError(
    'inspect-unfinished',
    `${file} is an Inspect AI log of an evaluation that ended with status ${shown(status)}, so cases are missing.`,
    'Finish it with `inspect eval-retry`, and give the log that this writes.',
  );
}

export function zstandardUnknown(file: string): ActionError {
  return usageError(
    'zstandard-unknown',
    `${file} is compressed with Zstandard, which this version of Node.js cannot unpack.`,
    'Use Node.js 22.15 or later, or turn the log into JSON with `inspect log dump`.',
  );
}

export function noAttempts(file: string, format: Format): ActionError {
  return usageError(
    'results-empty',
    `${file} is ${titles[format]} without a single answer.`,
    `${format === 'inspect' ? 'A log written with --no-log-samples has totals only; log the samples. ' : ''}Check the step that wrote it.`,
  );
}

export function columnMissing(
  side: SideName,
  role: string,
  names: readonly string[],
  known: readonly string[],
): ActionError {
  const [wanted = role] = names;
  return usageError(
    'scores-column-missing',
    `The ${side} table has no column for the ${role} (${names.join(', ')}).`,
    `${didYouMean(wanted, known)} Name it with \`evaluate.scores.columns.${role}\`.`,
  );
}

export function cellsBreakType(side: SideName, column: string, rows: number): ActionError {
  return usageError(
    'scores-not-numbers',
    `Column "${column}" of the ${side} table holds ${counted(rows, 'value')} that ${rows === 1 ? 'is' : 'are'} no number.`,
    'Correct these rows, or leave the value empty where there is none.',
  );
}

export function caseMissing(side: SideName, rows: number): ActionError {
  return usageError(
    'case-missing',
    `${counted(rows, 'answer')} of the ${side} ${rows === 1 ? 'has' : 'have'} no case.`,
    'Give every row the name of its case; without it the answer has no counterpart.',
  );
}

export function severalVariants(side: SideName, variants: readonly string[]): ActionError {
  return usageError(
    'several-variants',
    `The ${side} file holds results of ${variants.length} providers, prompts or models: ${variants.slice(0, 6).map(shown).join(', ')}.`,
    `Say which one is judged with \`evaluate.scores.variant.${side}\`.`,
  );
}

export function variantUnknown(
  side: SideName,
  variant: string,
  variants: readonly string[],
): ActionError {
  return usageError(
    'variant-unknown',
    `The ${side} file has no results of ${shown(variant)}.`,
    didYouMean(variant, variants),
  );
}

export function repeatTwice(side: SideName, name: string, repeat: string): ActionError {
  return usageError(
    'repeat-twice',
    `The ${side} file has repeat ${shown(repeat)} of case ${shown(name)} twice by the same criterion and judge.`,
    'Number the repeats, name the criterion or the judge in a column of its own, or take the second row out.',
  );
}

export function outOfRange(
  side: SideName,
  name: string,
  criterion: string,
  score: number,
  [lowest, highest]: readonly [number, number],
): ActionError {
  return usageError(
    'score-out-of-range',
    `The ${side} scores case ${shown(name)} with ${score} by ${shown(criterion)}, outside the range from ${lowest} to ${highest}.`,
    `Say what scores can be with \`evaluate.scores.range\`, such as [0, 100] or [1, 5], or with \`range\` of this metric.`,
  );
}

export function noCommonCases(example: readonly [string, string]): ActionError {
  return usageError(
    'no-common-cases',
    `Challenger and champion have no case in common: the one has ${shown(example[0])}, the other ${shown(example[1])}.`,
    'Run the same cases with both, and give them stable names: a description (promptfoo), an id (Inspect AI), a name (DeepEval).',
  );
}

export function casesMissing(missing: readonly string[], of: number): ActionError {
  return usageError(
    'cases-missing',
    `The challenger lacks ${count(missing.length)} of the champion's ${counted(of, 'case')}: ${listed(missing)}.`,
    'Run every case with the challenger; a model is not judged on the cases it chose. If a case was dropped on purpose, run the champion without it too.',
  );
}

export function criterionMissing(criterion: string, missing: readonly string[]): ActionError {
  return usageError(
    'criterion-missing',
    `The challenger has no ${shown(criterion)} for ${counted(missing.length, 'case')} that the champion was judged on: ${listed(missing)}.`,
    'Judge both with the same criteria.',
  );
}

export function tooFewCases(cases: number): ActionError {
  return usageError(
    'too-few-cases',
    `There ${cases === 1 ? 'is 1 case' : `are ${cases} cases`} to judge by; an interval needs at least 2, and a useful one dozens.`,
    'Add cases. More repeats of one case say nothing about others.',
  );
}

export function sliceValueDiffers(
  name: string,
  column: string,
  values: readonly [string, string],
): ActionError {
  return usageError(
    'slice-value-differs',
    `Case ${shown(name)} has several values of ${shown(column)}: ${values.map(shown).join(' and ')}.`,
    'Give a case the same value in every row and in both files, or slice by another column.',
  );
}

export function notForScores(section: string): ActionError {
  return usageError(
    'not-for-scores',
    `\`evaluate.${section}\` is for predictions, and the task of this model is scores.`,
    section === 'metrics'
      ? 'Write the rules under `evaluate.scores.metrics`: pass-rate, latency, tokens, cost, or a criterion as the tool names it.'
      : section === 'slices'
        ? 'Write the columns under `evaluate.scores.slices.by`, with `metric` and `min-cases` where they differ from the default.'
        : 'Take it out.',
  );
}

export function inputNotForScores(input: string): ActionError {
  return usageError(
    'input-not-for-scores',
    `The input "${input}" is for predictions, and the task of this model is scores.`,
    'Leave it out: the results of an evaluation hold their scores themselves.',
  );
}

export function scoresWithoutTask(task: string): ActionError {
  return usageError(
    'scores-without-task',
    `\`evaluate.scores\` has rules for scores, but the task of this model is ${task}, so they would do nothing.`,
    'Set `task: scores` for this model, or take the section out.',
  );
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return `${names.slice(0, most).map(shown).join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}
