import type { Finding } from '../../../shared/domain/record.ts';
import { messages } from './messages.ts';
import { looksLikePercent, type Subject } from './subject.ts';

interface SideFacts {
  readonly range: { readonly low: number; readonly high: number } | undefined;
  readonly rows: number;
  readonly missing: number;
}

/** What the predictions of each side look like. */
export interface PredictionFacts {
  readonly current: SideFacts;
  readonly reference: SideFacts | undefined;
}

function isShare({ range }: SideFacts): boolean {
  return range !== undefined && range.low >= 0 && range.high <= 1;
}

/** What is wrong with the predictions themselves. */
export function predictionFindings(
  column: string,
  subject: Subject,
  { current, reference }: PredictionFacts,
): Finding[] {
  const sides = [
    { name: 'current', facts: current },
    ...(reference === undefined ? [] : [{ name: 'reference', facts: reference }]),
  ];
  const missing = sides.flatMap(({ name, facts }): Finding[] => {
    if (facts.missing === 0) return [];
    const message = messages.missingPredictions(column, facts.missing / facts.rows, name);
    return [{ code: 'predictions-missing', severity: 'warning', message, column }];
  });
  if (subject.task !== 'binary') return missing;
  const ranges = sides.flatMap(({ name, facts }): Finding[] => {
    if (facts.range === undefined || isShare(facts)) return [];
    const { low, high } = facts.range;
    return looksLikePercent(facts.range)
      ? [warn('predictions-in-percent', messages.percentScores(column, name, high), column)]
      : [warn('predictions-out-of-range', messages.outOfRange(column, name, low, high), column)];
  });
  const changed = reference !== undefined && isShare(reference) && !isShare(current);
  return [
    ...(changed
      ? [
          {
            ...warn('prediction-scale-changed', messages.scaleChanged(column), column),
            severity: 'error' as const,
          },
        ]
      : []),
    ...ranges,
    ...missing,
  ];
}

function warn(code: string, message: string, column: string): Finding {
  return { code, severity: 'warning', message, column };
}
