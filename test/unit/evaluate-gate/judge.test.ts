import { describe, expect, test } from 'vitest';
import { type ComparedMetric, judgeMetrics } from '../../../actions/evaluate-gate/judge.ts';
import { judgementText } from '../../../actions/evaluate-gate/messages.ts';
import type { MetricName } from '../../../shared/domain/metric.ts';

/** A metric whose difference has this interval; the champion is at 0.7. */
function compared(
  name: MetricName,
  [low, estimate, high]: readonly [number, number, number],
  rule: Partial<ComparedMetric['rule']> = { 'max-regression': 0.01 },
): ComparedMetric {
  const value = 0.7 + estimate;
  return {
    name,
    rule: { required: true, ...rule },
    comparison: {
      challenger: { estimate: value, low: value - 0.01, high: value + 0.01 },
      champion: 0.7,
      difference: { estimate, low, high },
    },
  };
}

const outcomes = (metrics: readonly ComparedMetric[]) =>
  judgeMetrics(metrics, 0.95, 1000).map(({ judgements }) => judgements[0]?.outcome);

describe('verdicts', () => {
  test.each([
    ['auc', [0.001, 0.01, 0.02], 'better'],
    ['auc', [-0.009, 0, 0.009], 'no-worse'],
    ['auc', [-0.02, -0.005, 0.01], 'inconclusive'],
    ['auc', [-0.04, -0.03, -0.02], 'worse'],
    ['log-loss', [-0.02, -0.01, -0.001], 'better'],
    ['log-loss', [0.02, 0.03, 0.04], 'worse'],
  ] as const)('%s with interval %j is %s', (name, interval, outcome) => {
    expect(outcomes([compared(name, interval)])).toEqual([outcome]);
  });

  test('a relative regression is a share of what the champion has', () => {
    const [judged] = judgeMetrics(
      [compared('auc', [-0.06, -0.05, -0.04], { 'max-regression': { relative: 0.1 } })],
      0.95,
      1000,
    );
    expect(judged?.judgements[0]).toMatchObject({ outcome: 'no-worse' });
    expect(judged?.judgements[0]?.limit).toBeCloseTo(0.07, 12);
  });

  test('an advisory metric warns at worst', () => {
    const worse = [-0.04, -0.03, -0.02] as const;
    const rule = { 'max-regression': 0, required: false };
    const [judged] = judgeMetrics([compared('auc', worse, rule)], 0.95, 1000);
    expect(judged?.verdict).toBe('warn');
  });

  test('a value whose interval holds the floor is too close to call', () => {
    const [judged] = judgeMetrics([compared('auc', [0, 0, 0], { min: 0.695 })], 0.95, 1000);
    expect(judged?.verdict).toBe('inconclusive');
    expect(judged?.judgements.map(judgementText)).toEqual(['too close to the floor 0.695']);
    expect(judged?.judgements[0]?.rowsToDecide).toBeGreaterThan(1000);
  });
});

describe('several required metrics', () => {
  // Just significant by itself: z = 2.1, p = 0.036; twice that is above 0.05.
  const barelyBetter = [0.0005, 0.0075, 0.0145] as const;
  const barelyWorse = [-0.0245, -0.0175, -0.0105] as const;
  const noEffect = [-0.003, 0, 0.003] as const;

  test('a claim that holds alone and not among many is taken back', () => {
    expect(outcomes([compared('auc', barelyBetter)])).toEqual(['better']);
    expect(outcomes([compared('auc', barelyBetter), compared('f1', noEffect)])).toEqual([
      'no-worse',
      'no-worse',
    ]);
    expect(outcomes([compared('auc', barelyWorse)])).toEqual(['worse']);
    expect(outcomes([compared('auc', barelyWorse), compared('f1', [-0.02, -0.01, 0])])).toEqual([
      'inconclusive',
      'inconclusive',
    ]);
  });

  test('advisory metrics do not count among the many', () => {
    const advisory = compared('f1', noEffect, { 'max-regression': 0.01, required: false });
    expect(outcomes([compared('auc', barelyBetter), advisory])).toEqual(['better', 'no-worse']);
  });
});
