import { type ActionError, usageError } from '../../../shared/kernel/action-error.ts';
import type { SideName } from '../layout.ts';
import { counted } from '../messages.en.ts';

const shown = (names: readonly string[]): string =>
  names
    .slice(0, 5)
    .map((name) => JSON.stringify(name))
    .join(', ') + (names.length > 5 ? ', …' : '');

export const errors = {
  tooFewLabels: (names: readonly string[]): ActionError =>
    usageError(
      'labels-too-few',
      names.length === 0
        ? 'The task is multilabel, and no row has a label.'
        : `The task is multilabel, and the only label is ${shown(names)}.`,
      'Give the labels in one column, as a list or as text with "|" between them, or in a column a label: label_<name>.',
    ),
  tooManyLabels: (limit: number): ActionError =>
    usageError(
      'labels-too-many',
      `The task is multilabel, and there are more than ${limit} different labels.`,
      'Check the column of labels: separate labels by "|", ";" or ",".',
    ),
  noPredictions: (side: SideName, prediction: string): ActionError =>
    usageError(
      'column-not-found',
      `The ${side} file has no predictions of labels: neither a column "${prediction}" nor columns "${prediction}_<label>".`,
      'Give them in one column, as a list or as text with "|" between them, or in a column a label.',
    ),
  columnMissing: (side: SideName, column: string, without: readonly string[]): ActionError =>
    usageError(
      'probability-column-missing',
      `The ${side} file has a column "${column}_<label>" for some labels, but none for ${shown(without)}.`,
      'Add a column for every label that the held-out rows have.',
    ),
  valueMissing: (side: SideName, what: 'label' | 'prediction', name: string, rows: number) =>
    usageError(
      `${what}-missing`,
      `${counted(rows, 'row')} of the ${side} file ${rows === 1 ? 'has' : 'have'} no ${what} for "${name}".`,
      'Fill in every row: 0 where a label is not true.',
    ),
  labelNotZeroOrOne: (side: SideName, name: string): ActionError =>
    usageError(
      'label-not-a-class',
      `The labels "${name}" of the ${side} file are not 0 and 1.`,
      'A column a label has 1 where the label is true, and 0 where it is not.',
    ),
  notAProbability: (side: SideName, name: string, low: number, high: number): ActionError =>
    usageError(
      'prediction-not-a-probability',
      `The predictions of "${name}" in the ${side} file reach from ${low} to ${high}, beyond 0 to 1.`,
      'Give probabilities, or 1 for every label that is predicted and 0 for the others.',
    ),
  disagree: (sides: readonly SideName[], name: string, rows: number): ActionError =>
    usageError(
      'labels-disagree',
      `The label "${name}" differs between the ${sides.join(' and the ')} file in ${counted(rows, 'row')}.`,
      'Both must hold the same held-out rows: check the key, and which data the labels come from.',
    ),
};

export const findings = {
  unknownLabels: (side: SideName, names: readonly string[]): string =>
    `The ${side} predicts ${counted(names.length, 'label')} that no held-out row has (${shown(names)}); they count as wrong.`,
};
