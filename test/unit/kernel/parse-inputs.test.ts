import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import { defineAction, type InputSpec } from '../../../shared/kernel/define-action.ts';
import { parseInputs } from '../../../shared/kernel/parse-inputs.ts';

/** Parse one input; the result is its value or the message. */
function parseOne(spec: InputSpec, raw: string | undefined): unknown {
  const definition = defineAction({
    name: 'evaluate-gate',
    title: 'Gate',
    question: 'q',
    description: 'd',
    inputs: { it: spec },
    outputs: {},
    permissions: {},
  });
  try {
    return parseInputs(definition, (name) => (name === 'it' ? raw : undefined)).it;
  } catch (error) {
    if (error instanceof ActionError && error.kind === 'usage') return error.message;
    throw error;
  }
}

const description = 'x';
const number = { type: 'number', description } as const;
const rejected = (text: unknown): boolean => String(text).startsWith('evaluate-gate: input "it" ');

describe('numbers', () => {
  test('every finite number is read as it was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseOne(number, String(value))).toBe(Number(String(value)));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test.each([
    '12abc',
    '0x10',
    '1e',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '-',
    '.',
    '1 2',
    '٣',
    '1e999',
    'true',
  ])('%j is no number', (raw) => {
    expect(parseOne(number, raw)).toBe(
      `evaluate-gate: input "it" is ${JSON.stringify(raw)}, but a number is expected`,
    );
  });

  test.each([
    [{ ...number, min: 0 }, '-0.1', 'a number of at least 0 is expected'],
    [{ ...number, max: 1 }, '1.1', 'a number of at most 1 is expected'],
    [{ ...number, min: 0, max: 1 }, '2', 'a number of at least 0 and at most 1 is expected'],
    [{ ...number, integer: true }, '1.5', 'a whole number is expected'],
    [{ ...number, integer: true }, '9007199254740993', 'a whole number is expected'],
  ])('bounds are said: %j', (spec, raw, message) => {
    expect(parseOne(spec, raw)).toContain(message);
  });

  test.each([
    ['5', 5],
    ['+5', 5],
    ['-.5', -0.5],
    [' 1e-3 ', 0.001],
    ['5.', 5],
  ])('%j is %d', (raw, value) => {
    expect(parseOne(number, raw)).toBe(value);
  });
});

describe('booleans and options', () => {
  test.each([
    ['true', true],
    ['True', true],
    ['FALSE', false],
    [' false ', false],
  ])('%j is %s', (raw, value) => {
    expect(parseOne({ type: 'boolean', description }, raw)).toBe(value);
  });

  test.each(['yes', '1', 'on', 'tRUE', 'truee'])(
    '%j is no boolean: a typo must not switch a check off',
    (raw) => {
      expect(parseOne({ type: 'boolean', description }, raw)).toContain(
        'true or false is expected',
      );
    },
  );

  test('an option is one of the list; a near one is suggested', () => {
    const spec = { type: 'enum', options: ['pass', 'never'], description } as const;
    expect(parseOne(spec, 'never')).toBe('never');
    expect(parseOne(spec, 'nevr')).toContain(
      'one of pass, never is expected (did you mean "never"?)',
    );
    expect(parseOne(spec, 'Never')).toContain('did you mean "never"?');
    expect(parseOne(spec, 'zebra-crossing')).toMatch(/one of pass, never is expected$/u);
  });
});

describe('texts, lists and mappings', () => {
  test('a text is trimmed and held against its pattern as a whole', () => {
    const spec = {
      type: 'string',
      pattern: '[a-z]+',
      accepts: 'lower-case letters',
      description,
    } as const;
    expect(parseOne(spec, ' abc\n')).toBe('abc');
    expect(parseOne(spec, 'abc1')).toContain('lower-case letters is expected');
  });

  test('a list comes from lines and commas', () => {
    const item = fc.stringMatching(/^[a-z*/.]{1,6}$/u);
    const separator = fc.constantFrom(',', '\n', ' , ', '\n\n', ',\n');
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), separator, (items, between) => {
        expect(parseOne({ type: 'list', description }, items.join(between))).toEqual(items);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('any mapping of names to scalars survives as JSON', () => {
    const scalar = fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer());
    const mapping = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/u), scalar, {
      minKeys: 1,
    });
    fc.assert(
      fc.property(mapping, (value) => {
        expect(parseOne({ type: 'map', description }, JSON.stringify(value))).toEqual({ ...value });
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test.each(['rate', '[1, 2]', '{ a: { b: 1 } }', '{ a: [1] }', '{ a: ', '*x', '12'])(
    '%j is no mapping',
    (raw) => {
      expect(rejected(parseOne({ type: 'map', description }, raw))).toBe(true);
    },
  );
});

describe('presence', () => {
  test('an empty input is an absent one, as GitHub hands it over', () => {
    expect(parseOne({ ...number, default: 3 }, '')).toBe(3);
    expect(parseOne({ ...number, default: 3 }, '  \n')).toBe(3);
    expect(parseOne(number, undefined)).toBeUndefined();
  });

  test('a required input that is missing is named with an example', () => {
    const spec = { type: 'string', required: true, example: 'data/*.csv', description } as const;
    expect(parseOne(spec, '')).toBe(
      'evaluate-gate: input "it" is required and was not given (for example data/*.csv)',
    );
  });

  test('a wrong secret is refused without being shown', () => {
    const spec = { type: 'string', secret: true, pattern: 'ghp_.+', description } as const;
    expect(parseOne(spec, 'hunter2')).not.toContain('hunter2');
    expect(parseOne(spec, 'hunter2')).toContain('(a secret value)');
  });
});

test('every problem is reported at once, the common inputs too', () => {
  const definition = defineAction({
    name: 'data-validate',
    title: 'Data',
    question: 'q',
    description: 'd',
    inputs: {
      data: { type: 'string', required: true, description },
      rows: { type: 'number', integer: true, description },
    },
    outputs: {},
    permissions: {},
  });
  const given: Record<string, string> = { rows: 'many', comment: 'sometimes', 'fail-on': 'fial' };
  expect(() => parseInputs(definition, (name) => given[name])).toThrowError(
    [
      'data-validate: 4 inputs are wrong:',
      '  - input "data" is required and was not given',
      '  - input "rows" is "many", but a whole number is expected',
      '  - input "comment" is "sometimes", but one of auto, always, never is expected',
      '  - input "fail-on" is "fial", but one of fail, inconclusive, never is expected (did you mean "fail"?)',
    ].join('\n'),
  );
});
