/** Sentences about what a person typed. */
export const messages = {
  known: (names: readonly string[]): string => `Known: ${names.join(', ')}.`,
  didYouMean: (name: string): string => `Did you mean "${name}"?`,
};

export const inputs = {
  required: (example: string | undefined): string =>
    `is required and was not given${example === undefined ? '' : ` (for example ${example})`}`,
  secret: '(a secret value)',
  wrong: (shown: string, expected: string): string => `is ${shown}, but ${expected}`,
  input: (name: string, problem: string): string => `input "${name}" ${problem}`,
  one: (step: string, problem: string): string => `${step}: ${problem}`,
  several: (step: string, count: number): string => `${step}: ${count} inputs are wrong:`,
  help: (step: string): string => `\`mlops ${step} --help\` lists every input.`,
  text: (accepts: string | undefined, pattern: string): string =>
    `${accepts ?? `a value matching ${pattern}`} is expected`,
  number: (isInteger: boolean, min: number | undefined, max: number | undefined): string => {
    const kind = isInteger ? 'a whole number' : 'a number';
    const low = min === undefined ? '' : ` of at least ${min}`;
    const high = max === undefined ? '' : `${low === '' ? ' of' : ' and'} at most ${max}`;
    return `${kind}${low}${high} is expected`;
  },
  boolean: 'true or false is expected',
  option: (options: readonly string[], near: string | undefined): string =>
    `one of ${options.join(', ')} is expected${near === undefined ? '' : ` (did you mean "${near}"?)`}`,
  map: 'a mapping of names to single values is expected, as { rate: 0.1 }',
};
