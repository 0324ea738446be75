import type { Series } from '../../shared/domain/record.ts';
import { messages } from './messages.ts';
import type { ReportedMetrics, StepValue } from './metrics-log.ts';

/** A chart needs no more points than it has pixels, and a record must stay small. */
const mostPoints = 400;
const mostCharts = 12;

/** Metrics of training and validation belong into one chart: `loss` and `val_loss`. */
const rolePrefix = /^(?:train|training|val|valid|validation|eval|test)[-_/ ]/u;

/** A chart for each metric that was reported by step, with its validation twin beside it. */
export function trainingCurves({ steps }: Pick<ReportedMetrics, 'steps'>): Series[] {
  const groups = new Map<string, [name: string, values: readonly StepValue[]][]>();
  for (const [name, values] of steps) {
    const topic = name.replace(rolePrefix, '');
    groups.set(topic, [...(groups.get(topic) ?? []), [name, values]]);
  }
  return [...groups]
    .slice(0, mostCharts)
    .flatMap(([topic, metrics], index) => curve(topic, metrics, index));
}

function curve(
  topic: string,
  metrics: readonly [name: string, values: readonly StepValue[]][],
  index: number,
): Series[] {
  const all = new Set(metrics.flatMap(([, values]) => values.map(({ step }) => step)));
  const steps = thinned([...all].sort((a, b) => a - b));
  // A single point is no curve.
  if (steps.length < 2) return [];
  const lines = metrics.map(([name, values]) => {
    const byStep = new Map(values.map(({ step, value }) => [step, value]));
    return { name, values: steps.map((step) => finiteOrNull(byStep.get(step))) };
  });
  return [
    {
      id: `curve-${index + 1}`,
      title: messages.tables.curve.title(topic),
      kind: 'line',
      x: { title: messages.tables.curve.step, values: steps },
      y: { title: topic },
      lines,
    },
  ];
}

/** Evenly chosen, the first and the last kept. */
function thinned(steps: readonly number[]): number[] {
  if (steps.length <= mostPoints) return [...steps];
  const stride = (steps.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, i) => steps[Math.round(i * stride)] ?? 0);
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
