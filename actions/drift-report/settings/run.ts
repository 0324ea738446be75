import { driftSchema } from '../../../shared/config/sections/drift.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import { methodOf, ownMethod } from '../compatibility/names.ts';
import type { ColumnCounts } from '../counting/column-counts.ts';
import type { CountedColumn, Importance, Policy } from '../decide.ts';
import type { definition } from '../definition.ts';
import { withoutAwaited } from '../performance/awaited.ts';

type Context = StepContext<typeof definition>;

/** Limits and methods, from the inputs and the configuration. */
export function policyOf({ inputs, model }: Context): Policy {
  const drift = model.drift ?? driftSchema.parse({});
  return {
    ...methodOf(inputs.method ?? drift.method),
    threshold: drift.threshold,
    q: drift.q,
    missingIncrease: drift.alerts['missing-increase'],
    newCategories: drift.alerts['new-categories'],
    failFrom: drift.alerts.fail,
  };
}

/** What the configuration says of a column: its importance and its own limit. */
export function settingsOf({ inputs, model }: Context) {
  const high = [inputs.label ?? model.label, inputs.prediction ?? model.prediction];
  return (counts: ColumnCounts): CountedColumn => {
    const { name } = counts.column;
    const settings = model.drift?.columns[name];
    const byRole: Importance = high.includes(name) ? 'high' : 'normal';
    return {
      ...counts,
      importance: settings?.importance ?? byRole,
      threshold: settings?.threshold,
      ...ownMethod(settings?.method),
    };
  };
}

/** Of a model whose predictions are named, the label comes later than they do. */
export function awaitLabels<C extends ColumnCounts>(
  { inputs, model }: Context,
  counts: readonly C[],
): C[] {
  const prediction = inputs.prediction ?? model.prediction;
  const label = prediction === undefined ? undefined : (inputs.label ?? model.label);
  const { labels } = model.drift ?? driftSchema.parse({});
  return withoutAwaited(counts, label, labels.share);
}
