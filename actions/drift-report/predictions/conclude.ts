import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Metric } from '../../../shared/domain/record.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { titles } from '../messages.ts';
import { silentTopic, type Topic } from '../topic.ts';
import type { Comparison } from './compare.ts';
import { messages } from './messages.ts';

/** Rows of the table; a label of many classes shows those that moved most. */
const mostRows = 20;

/** What moved in the predictions and labels as such. */
export function concludePredictions(comparisons: readonly Comparison[], limit: number): Topic {
  if (comparisons.length === 0) return silentTopic;
  const shown = comparisons
    .toSorted((a, b) => Math.abs(b.difference.estimate) - Math.abs(a.difference.estimate))
    .slice(0, mostRows);
  const findings = [
    ...worst(shown, 'decision', limit, (found) =>
      finding('decisions-changed', 'warning', messages.decisionMoved(found), found),
    ),
    ...worst(shown, 'label', limit, (found) =>
      finding('label-shift', 'warning', messages.labelMoved(found), found),
    ),
    ...worst(shown, 'label-estimated', limit, (found) =>
      finding('label-shift-estimated', 'info', messages.labelEstimated(found), found),
    ),
    ...worst(shown, 'entropy', limit, (found) =>
      finding('uncertainty-changed', 'info', messages.uncertainty(found), found),
    ),
  ];
  const alarms = findings.filter(({ severity }) => severity === 'warning');
  return {
    ...silentTopic,
    alert: alarms.length === 0 ? 'none' : 'p1',
    headline: alarms[0]?.message,
    metrics: shown.map(metricOf),
    findings,
    tables: [tableOf(shown, limit)],
  };
}

/** Of two decisions one rises as the other falls: the first by size is said. */
function worst(
  comparisons: readonly Comparison[],
  what: Comparison['what'],
  limit: number,
  say: (found: Comparison) => Finding,
): Finding[] {
  const found = comparisons.find((entry) => entry.what === what && isBeyond(entry, limit));
  return found === undefined ? [] : [say(found)];
}

function isBeyond({ difference: { low, high } }: Comparison, limit: number): boolean {
  return low > limit || high < -limit;
}

function finding(
  code: string,
  severity: Finding['severity'],
  message: string,
  { name, reference, current, difference, pValue }: Comparison,
): Finding {
  const { low, high } = difference;
  return {
    code,
    severity,
    message,
    evidence: { name, reference, current, low, high, pValue: pValue ?? null },
  };
}

const metricNames: Readonly<Record<Comparison['what'], string>> = {
  decision: 'decision-share',
  entropy: 'prediction-entropy',
  label: 'label-share',
  'label-estimated': 'estimated-label-share',
};

function metricOf({ what, name, reference, current, difference }: Comparison): Metric {
  return {
    name: metricNames[what],
    ...(name === '' ? {} : { slice: name }),
    value: current,
    baseline: reference,
    delta: difference.estimate,
    low: difference.low,
    high: difference.high,
    level: 0.95,
  };
}

function tableOf(comparisons: readonly Comparison[], limit: number): TableInput {
  return {
    id: 'predictions',
    title: titles.predictionsTitle,
    note: messages.tableNote(limit),
    folded: true,
    columns: [
      { title: titles.of },
      { title: titles.reference, align: 'right' },
      { title: titles.current, align: 'right' },
      { title: titles.difference, align: 'center' },
      { title: titles.verdict },
    ],
    rows: comparisons.map((comparison) => {
      const { what, reference, current, difference } = comparison;
      const isShare = what !== 'entropy';
      return [
        messages.subjectOf(comparison),
        isShare ? { kind: 'share', value: reference } : reference,
        isShare ? { kind: 'share', value: current } : current,
        {
          kind: 'interval',
          low: difference.low,
          value: difference.estimate,
          high: difference.high,
          ...(isShare ? { allowed: limit } : {}),
        },
        { kind: 'verdict', verdict: verdictOf(comparison, limit), text: wordOf(comparison, limit) },
      ];
    }),
  };
}

function verdictOf(comparison: Comparison, limit: number): Verdict {
  const isAlarm = comparison.what === 'decision' || comparison.what === 'label';
  return isAlarm && isBeyond(comparison, limit) ? 'warn' : 'pass';
}

function wordOf(comparison: Comparison, limit: number): string {
  const { low, high } = comparison.difference;
  if (isBeyond(comparison, limit)) return messages.moved;
  return low > 0 || high < 0 ? messages.movedALittle : messages.steady;
}
