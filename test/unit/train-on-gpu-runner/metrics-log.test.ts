import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMetrics } from '../../../actions/train-on-gpu-runner/metrics-log.ts';
import { trainingCurves } from '../../../actions/train-on-gpu-runner/training-curves.ts';

const reasons = (text: string): string[] =>
  parseMetrics(text).problems.map(({ line, reason }) => `${line} ${reason}`);

describe('a metrics file', () => {
  it('has steps and final values; a later value counts', () => {
    const { final, steps, problems } = parseMetrics(
      [
        '{"step": 2, "loss": 0.5}',
        '{"step": 1, "loss": 0.9}',
        '',
        '{"step": 2, "loss": 0.4}',
        '{"auc": 0.6}',
        '{"auc": 0.7}',
      ].join('\n'),
    );
    expect([...final]).toEqual([
      ['auc', 0.7],
      ['loss', 0.4],
    ]);
    expect(steps.get('loss')).toEqual([
      { step: 1, value: 0.9 },
      { step: 2, value: 0.4 },
    ]);
    expect(problems).toEqual([]);
  });

  it('may hold what Python writes for numbers JSON has no word for', () => {
    const { final, problems } = parseMetrics(
      '{"a": NaN, "b": -Infinity, "NaN": 1, "say \\"NaN\\"": 2}',
    );
    expect([...final]).toEqual([
      ['a', Number.NaN],
      ['b', Number.NEGATIVE_INFINITY],
      ['NaN', 1],
      ['say "NaN"', 2],
    ]);
    expect(problems).toEqual([]);
  });

  it('says which lines it could not use, and why', () => {
    const long = 'x'.repeat(101);
    expect(
      reasons(
        [
          'loss: 0.4',
          '[1]',
          '{"step": -1, "loss": 1}',
          '{"step": "one", "loss": 1}',
          '{"loss": "0.4"}',
          '{"ok": true, "auc": 0.7}',
          `{"${long}": 1}`,
        ].join('\n'),
      ),
    ).toEqual([
      '1 is not JSON',
      '2 is not a JSON object',
      '3 has a "step" that is not a number from 0',
      '4 has a "step" that is not a number from 0',
      '5 has a value of "loss" that is not a number',
      '6 has a value of "ok" that is not a number',
      '7 has a name that is empty or too long',
    ]);
  });

  it('is read back whatever was written', () => {
    const metrics = fc.dictionary(
      fc
        .string({ minLength: 1, maxLength: 20 })
        .filter((name) => name !== 'step' && name !== '__proto__'),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(metrics, (written) => {
        const { final, problems } = parseMetrics(JSON.stringify(written));
        const read = Object.fromEntries(final);
        expect(JSON.stringify(read)).toBe(JSON.stringify(written));
        expect(problems).toEqual([]);
      }),
      { seed: 7 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => parseMetrics(text).final instanceof Map),
      { seed: 7 },
    );
  });
});

describe('curves', () => {
  const curves = (text: string) => trainingCurves(parseMetrics(text));

  it('put a metric and its validation twin into one chart', () => {
    const text = [
      '{"step": 1, "loss": 0.9, "val_loss": 1.0, "lr": 0.1}',
      '{"step": 2, "loss": 0.5}',
      '{"step": 3, "loss": NaN, "val_loss": 0.7}',
    ].join('\n');
    expect(curves(text)).toEqual([
      {
        id: 'curve-1',
        title: 'loss by step',
        kind: 'line',
        x: { title: 'step', values: [1, 2, 3] },
        y: { title: 'loss' },
        lines: [
          { name: 'loss', values: [0.9, 0.5, null] },
          { name: 'val_loss', values: [1, null, 0.7] },
        ],
      },
    ]);
  });

  it('stay small however long the training', () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `{"step": ${i}, "loss": ${1 / (i + 1)}}`,
    );
    const [curve] = curves(lines.join('\n'));
    expect(curve?.x.values).toHaveLength(400);
    expect(curve?.x.values.at(0)).toBe(0);
    expect(curve?.x.values.at(-1)).toBe(9_999);
    expect(curve?.lines[0]?.values.at(-1)).toBe(1 / 10_000);
  });
});
