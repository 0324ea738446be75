import type { MetricName } from '../../shared/domain/metric.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import type { AllowedRegression, MetricRule } from './policy.ts';
import { thresholdFiles, thresholdNotes } from './threshold-file-messages.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A threshold that TFMA's file sets for slices. */
export interface SlicedThreshold {
  /** As the file writes it. */
  readonly written: string;
  readonly metric: MetricName;
  /** The columns whose every value it is for; empty: all rows. */
  readonly columns: readonly string[];
  /** Values it is limited to: `origin = ATL`. */
  readonly values: readonly string[];
  readonly rule: MetricRule;
}

/** The slices of a TFMA policy in our terms: a list of groupings, or one with a rule. */
export type ForeignSlices =
  | readonly (string | string[])[]
  | {
      readonly by: readonly (string | string[])[];
      readonly metric: MetricName;
      readonly 'max-regression': AllowedRegression;
    };

/** The columns and values of one `SlicingSpec`. */
export function sliceOf(spec: Fields): Pick<SlicedThreshold, 'columns' | 'values'> {
  const columns = Array.isArray(spec.feature_keys) ? spec.feature_keys.map(String) : [];
  const values = Object.entries(asFields(spec.feature_values)).map(
    ([column, value]) => `${column} = ${String(value)}`,
  );
  return { columns, values };
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

export function groupingOf(columns: readonly string[]): string | string[] {
  const [only = ''] = columns;
  return columns.length === 1 ? only : [...columns];
}

/**
 * Thresholds for every value of some columns, as our one rule for slices: an allowed change of one
 * metric. Slices that the file only asks to see are judged by the same rule.
 *
 * @throws ActionError (usage, `threshold-file-invalid`) naming each that this cannot say
 */
export function slicesFrom(
  thresholds: readonly SlicedThreshold[],
  seen: readonly (string | string[])[],
  notes: Set<string>,
): ForeignSlices {
  const [first] = thresholds;
  if (first === undefined) return seen;
  const allowed = first.rule['max-regression'];
  const unsaid = thresholds.filter(
    ({ metric, values, rule }) =>
      values.length > 0 ||
      metric !== first.metric ||
      rule.min !== undefined ||
      rule.max !== undefined ||
      rule['min-improvement'] !== undefined ||
      JSON.stringify(rule['max-regression']) !== JSON.stringify(allowed),
  );
  if (unsaid.length > 0 || allowed === undefined) {
    throw cannotSay(unsaid.length > 0 ? unsaid : thresholds);
  }
  notes.add(thresholdNotes.everySlice(first.written));
  const own = thresholds.map(({ columns }) => groupingOf(columns));
  const by = new Map([...own, ...seen].map((grouping) => [JSON.stringify(grouping), grouping]));
  return { by: [...by.values()], metric: first.metric, 'max-regression': allowed };
}

function cannotSay(thresholds: readonly SlicedThreshold[]): Error {
  const named = thresholds.map(({ written, columns, values }) =>
    thresholdFiles.slicedBy(written, [...columns, ...values]),
  );
  const { message, hint } = thresholdFiles.unsaid(named);
  return usageError('threshold-file-invalid', message, hint);
}

/** @throws ActionError (usage, `threshold-file-invalid`) */
export function refuseCrossSlices(written: string, fields: Fields): void {
  if (fields.cross_slice_thresholds === undefined) return;
  const { message, hint } = thresholdFiles.crossSlices(written);
  throw usageError('threshold-file-invalid', message, hint);
}
