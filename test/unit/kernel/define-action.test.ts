import { expect, expectTypeOf, test } from 'vitest';
import {
  ActionError,
  exitCodeOf,
  externalError,
  usageError,
} from '../../../shared/kernel/action-error.ts';
import {
  allInputs,
  allOutputs,
  commonInputs,
  commonOutputs,
  defineAction,
  type InputsOf,
} from '../../../shared/kernel/define-action.ts';
import { didYouMean, nearestName } from '../../../shared/kernel/nearest-name.ts';
import type { PlainDefinition } from '../../support/plain-step.ts';
import { plainDefinition } from '../../support/plain-step.ts';

test('the types of inputs follow from their description', () => {
  type Inputs = InputsOf<PlainDefinition>;
  expectTypeOf<Inputs['max-regression']>().toEqualTypeOf<number>();
  expectTypeOf<Inputs['strict']>().toEqualTypeOf<boolean>();
  expectTypeOf<Inputs['mode']>().toEqualTypeOf<'fast' | 'thorough'>();
  expectTypeOf<Inputs['label']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Inputs['slices']>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Inputs['fail-on']>().toEqualTypeOf<'fail' | 'inconclusive' | 'never'>();
  expect(Object.keys(allInputs(plainDefinition))).toEqual([
    ...Object.keys(plainDefinition.inputs),
    ...Object.keys(commonInputs),
  ]);
  expect(Object.keys(allOutputs(plainDefinition))).toEqual([
    'promote',
    ...Object.keys(commonOutputs),
  ]);
});

test('a step cannot describe a common input anew', () => {
  expect(() =>
    defineAction({
      ...plainDefinition,
      inputs: { token: { type: 'string', description: 'x' } },
    }),
  ).toThrow('evaluate-gate: input token is a common one');
});

test('the kind of an error decides the exit code; what is no ActionError is our bug', () => {
  expect(exitCodeOf(usageError('a', 'b'))).toBe(2);
  expect(exitCodeOf(externalError('a', 'b'))).toBe(3);
  expect(exitCodeOf(new ActionError({ kind: 'verdict', code: 'a', message: 'b' }))).toBe(1);
  expect(exitCodeOf(new ActionError({ kind: 'bug', code: 'a', message: 'b' }))).toBe(70);
  expect(exitCodeOf(new RangeError('x'))).toBe(70);
  expect(exitCodeOf('thrown text')).toBe(70);
});

test('an error keeps its cause', () => {
  const cause = new Error('ECONNREFUSED');
  expect(externalError('a', 'b', 'c', cause)).toMatchObject({ code: 'a', hint: 'c', cause });
});

test.each([
  ['mtrics', 'metrics'],
  ['metrcis', 'metrics'],
  ['Metrics', 'metrics'],
  ['slics', 'slices'],
  ['foo', undefined],
  ['', undefined],
])('%j is nearest to %j', (typed, expected) => {
  expect(nearestName(typed, ['metrics', 'slices', 'fairness'])).toBe(expected);
});

test('without a near name all known ones are listed', () => {
  expect(didYouMean('mtrics', ['metrics', 'slices'])).toBe('Did you mean "metrics"?');
  // Two letters that are both other letters are another word, not a typo.
  expect(didYouMean('zz', ['id', 'x'])).toBe('Known: id, x.');
  expect(didYouMean('foo', ['metrics', 'slices'])).toBe('Known: metrics, slices.');
  expect(nearestName('foo', [])).toBeUndefined();
});
