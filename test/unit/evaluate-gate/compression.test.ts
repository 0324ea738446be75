import { expect, test } from 'vitest';
import type { JudgedMetric } from '../../../actions/evaluate-gate/judge.ts';
import {
  compressionSentence,
  isCompression,
} from '../../../actions/evaluate-gate/models/compression.ts';
import type { JudgedName } from '../../../shared/domain/metric.ts';
import type { NonInferiorityVerdict } from '../../../shared/stats/non-inferiority.ts';

/** A measured metric of both models, with the half-width of the interval of their difference. */
function measured(name: JudgedName, champion: number, own: number, half = 0): JudgedMetric {
  const estimate = own - champion;
  return {
    ...{ name, required: true, judgements: [], verdict: 'pass' },
    comparison: {
      champion,
      challenger: { low: own, estimate: own, high: own },
      difference: { low: estimate - half, estimate, high: estimate + half },
    },
  };
}

function auc(outcome: NonInferiorityVerdict, limit: number): JudgedMetric {
  const judgements = [{ kind: 'regression', outcome, limit }] as const;
  return { ...measured('auc', 0.8, 0.8), judgements };
}

test.each([
  [
    [
      measured('model-size', 400, 100),
      measured('latency-p50', 1.3, 1, 0.1),
      auc('no-worse', 0.002),
    ],
    '4.0 times smaller, 1.3 times faster, AUC not worse by more than 0.002.',
  ],
  [
    [measured('model-size', 400, 380), measured('latency-p50', 1, 1.03, 0.01), auc('no-worse', 0)],
    '5.0 % smaller, 2.9 % slower, AUC not worse.',
  ],
  [
    [measured('model-size', 1000, 5), measured('latency-p50', 1, 0.9, 0.2), auc('inconclusive', 0)],
    '200 times smaller, not measurably faster or slower, AUC not decided.',
  ],
  [
    [measured('throughput', 100, 250, 20), measured('model-size', 7, 7), auc('worse', 0.1)],
    'As large as its parent, 2.5 times faster, AUC worse than allowed.',
  ],
  [
    [measured('model-size', 100, 250), { ...auc('better', 0), name: 'f1' as const }],
    '2.5 times larger, F1 better.',
  ],
])('what was gained and what it cost: %#', (metrics, sentence) => {
  expect(compressionSentence({ metrics })).toBe(sentence);
});

test('a variant is one that the policy names, or a quantised graph beside one that is not', () => {
  const [whole, reduced] = [{ isQuantized: false }, { isQuantized: true }];
  expect(isCompression(true, { challenger: undefined, champion: undefined })).toBe(true);
  expect(isCompression(false, { challenger: reduced, champion: whole })).toBe(true);
  expect(isCompression(false, { challenger: whole, champion: reduced })).toBe(false);
  expect(isCompression(false, { challenger: reduced, champion: reduced })).toBe(false);
  expect(isCompression(false, { challenger: reduced, champion: { isQuantized: undefined } })).toBe(
    false,
  );
});
