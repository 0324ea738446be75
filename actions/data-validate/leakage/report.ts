import type { TableInput } from '../../../shared/domain/cell.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import type { Outcome } from '../decide.ts';
import { titles } from '../messages.ts';
import type { Telling } from './giveaway.ts';
import { messages } from './messages.ts';

/** What one feature tells of the label. */
export interface TellingFeature {
  readonly column: string;
  readonly telling: Telling;
}

const shownFeatures = 20;

/** Every check between the training data and the other splits. */
export function splitsTable(outcomes: readonly Outcome[]): TableInput | undefined {
  if (outcomes.length === 0) return undefined;
  return {
    id: 'leakage-splits',
    title: messages.splitsTable,
    folded: outcomes.every(({ passed }) => passed),
    columns: [{ title: '', align: 'center' }, { title: titles.check }, { title: titles.found }],
    rows: outcomes.map(({ passed, severity, title, observed }) => [
      { kind: 'verdict', verdict: passed ? 'pass' : severity === 'error' ? 'fail' : 'warn' },
      title,
      observed,
    ]),
  };
}

/** The most telling features first. */
export function featuresTable(
  label: string,
  features: readonly TellingFeature[],
  { looked, rows }: { readonly looked: number; readonly rows: number },
): TableInput | undefined {
  if (features.length === 0) return undefined;
  const sorted = mostTellingFirst(features);
  const withAuc = sorted.some(({ telling }) => telling.auc !== undefined);
  return {
    id: 'leakage-features',
    title: messages.featuresTable(label),
    note: messages.featuresNote(looked, rows),
    folded: true,
    columns: [
      { title: titles.feature },
      ...(withAuc ? [{ title: 'AUC', align: 'right' as const }] : []),
      { title: titles.information, align: 'right' },
      { title: titles.heldOut, align: 'right', digits: 0 },
    ],
    rows: sorted
      .slice(0, shownFeatures)
      .map(({ column, telling }) => [
        { kind: 'code' as const, text: column },
        ...(withAuc ? [telling.auc === undefined ? '' : messages.interval(telling.auc)] : []),
        messages.interval(telling.information),
        telling.rows,
      ]),
  };
}

export function featureMetrics(features: readonly TellingFeature[]): StepRecord['metrics'] {
  return mostTellingFirst(features)
    .slice(0, shownFeatures)
    .map(({ column, telling }) => {
      const { estimate, low, high } = telling.auc ?? telling.information;
      const name = telling.auc === undefined ? 'single-feature-information' : 'single-feature-auc';
      return { name, column, value: estimate, low, high, level: 0.95 };
    });
}

function mostTellingFirst(features: readonly TellingFeature[]): TellingFeature[] {
  const key = ({ telling }: TellingFeature): number =>
    telling.auc?.estimate ?? telling.information.estimate;
  return [...features].sort((a, b) => key(b) - key(a));
}
