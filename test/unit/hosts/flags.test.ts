import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFlags } from '../../../shared/hosts/flags.ts';
import { helpText } from '../../../shared/hosts/help.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import { allInputs, allOutputs } from '../../../shared/kernel/define-action.ts';
import { plainDefinition } from '../../support/plain-step.ts';

const parse = (...argv: string[]) => Object.fromEntries(parseFlags(plainDefinition, argv).values);

function problemsOf(...argv: string[]): string {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof ActionError) return `${error.kind} ${error.code}: ${error.message}`;
    throw error;
  }
  return 'no problem';
}

describe('flags', () => {
  test.each([
    [['--max-regression', '0.2'], { 'max-regression': '0.2' }],
    [['--max-regression=0.2'], { 'max-regression': '0.2' }],
    [['evaluate-gate', '--mode', 'fast'], { mode: 'fast' }],
    [['--strict'], { strict: 'true' }],
    [['--no-strict'], { strict: 'false' }],
    [['--strict', 'false', '--mode=fast'], { strict: 'false', mode: 'fast' }],
    [['--strict=maybe'], { strict: 'maybe' }],
    [['--strict', '--mode', 'fast'], { strict: 'true', mode: 'fast' }],
    [['--max-regression', '-1'], { 'max-regression': '-1' }],
    [['--label='], { label: '' }],
    [['--params={ rate: 0.1, a: b=c }'], { params: '{ rate: 0.1, a: b=c }' }],
    [['--report-dir', 'out dir'], { 'report-dir': 'out dir' }],
    [[], {}],
  ])('%j', (argv, expected) => {
    expect(parse(...argv)).toEqual(expected);
  });

  test('values of any content arrive as they were typed', () => {
    const name = fc.constantFrom('label', 'params', 'slices', 'max-regression', 'model', 'token');
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'binary' })), (values) => {
        const argv = Object.entries(values).map(([key, value]) => `--${key}=${value}`);
        expect(parse(...argv)).toEqual({ ...values });
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test.each([
    [
      ['--max-regresion', '0.2'],
      'there is no flag --max-regresion; did you mean --max-regression?',
    ],
    [['--no-strikt'], 'there is no flag --no-strikt'],
    [['--no-mode'], 'there is no flag --no-mode'],
    [['--label'], '--label needs a value'],
    [['--label', '--mode', 'fast'], '--label needs a value'],
    [['--mode', 'fast', '--mode=thorough'], '--mode is given twice'],
    [['fast'], '"fast" is not a flag; values are given as --name value'],
    [['-x'], '"-x" is not a flag'],
  ])('%j is refused', (argv, message) => {
    expect(problemsOf(...argv)).toContain('usage invalid-flags: evaluate-gate: ');
    expect(problemsOf(...argv)).toContain(message);
  });

  test('every problem is named at once', () => {
    expect(problemsOf('--confg', 'x', '--label', '--mode', 'a', '--mode', 'b')).toBe(
      [
        'usage invalid-flags: evaluate-gate: 3 flags are wrong:',
        '  - there is no flag --confg; did you mean --config?',
        '  - --label needs a value',
        '  - --mode is given twice',
      ].join('\n'),
    );
  });

  test('help wins over a wrong command line', () => {
    expect(parseFlags(plainDefinition, ['--nope', '-h']).help).toBe(true);
  });
});

describe('help', () => {
  const text = helpText(plainDefinition);

  test('names every input and output, and fits a terminal', () => {
    for (const name of Object.keys(allInputs(plainDefinition)))
      expect(text).toContain(`  --${name}`);
    for (const name of Object.keys(allOutputs(plainDefinition)))
      expect(text).toMatch(new RegExp(`^  ${name} `, 'mu'));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('says what each input accepts and what it is without being given', () => {
    const inputs = text.slice(text.indexOf('Inputs:'), text.indexOf('Inputs every'));
    expect(inputs).toBe(
      [
        'Inputs:',
        '  --max-regression <number>',
        '      The largest allowed drop. At least 0. At most 1. [default: 0.01]',
        '  --strict, --no-strict',
        '      Whether a warning fails. [default: true]',
        '  --slices a,b,...',
        '      Columns to slice by. [default: all]',
        "  --params '{ name: value }'",
        '      Parameters. [example: { rate: 0.1 }]',
        '  --mode fast|thorough',
        '      How. [default: fast]',
        '  --label <text>',
        '      The column with the truth.',
        '  --password <text>',
        '      For the registry.',
        '',
        '',
      ].join('\n'),
    );
  });
});
