import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepNames } from '../../../shared/domain/step.ts';
import { givenInputs } from '../../../shared/hosts/given-inputs.ts';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { flagsOf } from '../../../shared/report/repeat-command.ts';
import { mergeAll } from '../../gallery/forge-html.ts';
import * as gallery from '../../gallery/states.ts';

/** What a shell makes of flags: its words, as a program would be given them. */
function wordsOf(flags: string, shell = 'bash'): string[] {
  const script = `for word in ${flags}; do printf '%s\\0' "$word"; done`;
  return execFileSync(shell, ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('the command that repeats a run', () => {
  test('has the inputs that were given, quoted where a shell needs it', () => {
    const given = { challenger: 'new/*.csv', slices: 'age, sex', policy: 'policy.yml' };
    expect(flagsOf({ given })).toBe(
      "--challenger 'new/*.csv' --slices 'age, sex' --policy policy.yml",
    );
  });

  test('means in a shell exactly what was given, whatever that was', () => {
    const hostile = [
      "it's; rm -rf ~",
      '$(touch /tmp/owned) `id`',
      'a\nb\tc',
      'two  spaces ',
      "\\ and '\n'",
      '\u202eevil',
      'naïve 数据 🎉\u200b',
    ];
    const given = Object.fromEntries(hostile.map((value, i) => [`input-${i}`, value]));
    const expected = hostile.flatMap((value, i) => [`--input-${i}`, value]);
    expect(wordsOf(`${flagsOf({ given })}`)).toEqual(expected);
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (values) => {
        const usable = values.filter((value) => !/^-|\0/u.test(value));
        const inputs = Object.fromEntries(usable.map((value, i) => [`i${i}`, value]));
        expect(wordsOf(flagsOf({ given: inputs }))).toEqual(
          usable.flatMap((value, i) => [`--i${i}`, value]),
        );
      }),
      { seed: 21, numRuns: 20 },
    );
  });

  test('a value that begins like a flag is none', () => {
    expect(flagsOf({ given: { rate: '-1', command: '--help' } })).toBe(
      '--rate=-1 --command=--help',
    );
  });

  test('stands in the comment and in the summary, and is no markup there', () => {
    const given = { challenger: '<img src=x>|`a`.csv', data: 'test.csv' };
    const record = { ...gallery.gate, given };
    const summary = renderSummary(record, { limit: 100_000 });
    const comment = mergeAll([record]);
    for (const text of [summary, comment]) {
      const line = text.split('\n').find((one) => one.startsWith('| repeat |')) ?? '';
      expect(line).toContain('mlops evaluate-gate');
      expect(line).toContain('test.csv');
      expect(line).not.toContain('<img');
    }
  });

  test('a longer line than a comment bears ends in an ellipsis there', () => {
    const record = { ...gallery.gate, given: { data: 'x'.repeat(700) } };
    expect(mergeAll([record])).toContain('--model flights …</code>');
    const hostile = { data: '*'.repeat(285) };
    const body = mergeAll(
      stepNames.map((step) => ({ ...gallery.gate, step, given: hostile })),
      40_000,
    );
    expect(body.length).toBeLessThanOrEqual(40_000);
    expect(renderSummary(record, { limit: 100_000 })).toContain('x'.repeat(700));
  });
});

test('what was given leaves out secrets, defaults, how a result is shown, and credentials', () => {
  const inputs: Record<string, string> = {
    token: 'ghp_1',
    model: 'flights',
    comment: 'never',
    'fail-on': 'fail',
    'report-dir': 'out',
    'working-directory': '/home/me/project',
    data: ' https://me:secret@host/data.csv ',
    infer: 'true',
  };
  const definition = {
    ...{ name: 'data-validate', title: '', question: '', description: '' },
    inputs: {
      data: { type: 'list', description: '' },
      infer: { type: 'boolean', default: false, description: '' },
    },
    outputs: {},
    permissions: {},
  } as const;
  expect(givenInputs(definition, { input: (name) => inputs[name] })).toEqual({
    'report-dir': 'out',
    data: 'https://host/data.csv',
    infer: 'true',
  });
});
