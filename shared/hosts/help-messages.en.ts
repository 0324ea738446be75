/**
 * What stands around the descriptions in `--help`. The descriptions themselves are the
 * definition's, in English: action.yml and the components, which know one language, have the same.
 */
export const helpTexts = {
  /** `own`: the question of the step's definition. */
  question: (_step: string, own: string): string => own,
  title: (step: string, question: string) => `mlops ${step}: ${question}`,
  usage: (step: string) =>
    `Usage: mlops ${step} [--name value] [--name=value] [--flag] [--no-flag]`,
  inputs: 'Inputs:',
  commonInputs: 'Inputs every step has:',
  outputs: 'Outputs:',
  exitCodes: [
    'Exit codes: 0 done and not failing, 1 the verdict failed the run, 2 wrong input,',
    '3 something outside did not answer or refused, 70 an error of ours.',
  ].join('\n'),
  atLeast: (least: number) => `At least ${least}.`,
  atMost: (most: number) => `At most ${most}.`,
  required: 'Required.',
  otherwise: (value: string) => `[default: ${value}]`,
  example: (value: string) => `[example: ${value}]`,
};
