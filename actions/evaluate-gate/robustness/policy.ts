import type { MetricName } from '../../../shared/domain/metric.ts';
import type { AllowedRegression } from '../policy.ts';

/** How much each metric may lose. */
export type AllowedLosses = Readonly<Partial<Record<MetricName, AllowedRegression | undefined>>>;

interface PerturbationBase {
  /** Default: every column of the kind it is about. */
  readonly columns?: readonly string[] | undefined;
  /** Of the values, in [0, 1]: each is hit with this chance. */
  readonly share?: number | undefined;
  readonly 'max-degradation'?: AllowedLosses | undefined;
}

/** One way to spoil the features. The keys are those a user types. */
export type Perturbation = PerturbationBase &
  (
    | { readonly kind: 'noise'; readonly deviations?: number | undefined }
    | { readonly kind: 'missing' | 'swapped' | 'typos' }
    | { readonly kind: 'unit'; readonly factor?: number | undefined }
    | { readonly kind: 'out-of-range'; readonly ranges?: number | undefined }
  );

export interface AttackRule {
  /** Each number moves by at most this many of its column's standard deviations. */
  readonly deviations: number;
  /** Default: every numeric column. */
  readonly columns?: readonly string[] | undefined;
  readonly bounds: Readonly<Record<string, readonly [lowest: number, highest: number]>>;
  /** Rows attacked at most. */
  readonly rows: number;
  /** Answers asked of a model at most. */
  readonly predictions: number;
  readonly 'max-share'?: number | undefined;
  /** Of a regression: how far a value must move to count, in units of the label. */
  readonly tolerance?: number | undefined;
}

export type PlainValue = string | number | boolean;

interface ShareRule {
  /** In probability, or in units of the label. */
  readonly tolerance?: number | undefined;
  /** The largest share of rows that may break the expectation. */
  readonly 'max-share': number;
}

/** What must not matter. */
export interface InvarianceRule extends ShareRule {
  readonly columns: readonly string[];
  readonly swap?: readonly [PlainValue, PlainValue] | undefined;
  readonly values?: readonly PlainValue[] | undefined;
}

export type Expectation = 'increase' | 'decrease' | 'not-increase' | 'not-decrease';

/** Which way an answer must move. */
export interface DirectionRule extends ShareRule {
  readonly column: string;
  /** Added, or in percent of the value: `+10%`. */
  readonly by: number | string;
  readonly expect: Expectation;
  /** Of several classes: whose probability. */
  readonly class?: PlainValue | undefined;
}

/** Section `evaluate.robustness` of the configuration. */
export interface RobustnessPolicy {
  readonly rows: number;
  readonly perturbations?: readonly Perturbation[] | undefined;
  readonly 'max-degradation': AllowedLosses;
  /** How much more than the champion it may lose. */
  readonly 'max-regression': AllowedLosses;
  readonly adversarial?: AttackRule | undefined;
  readonly invariant: readonly InvarianceRule[];
  readonly direction: readonly DirectionRule[];
  readonly required: boolean;
}

/** What is tried where the policy names no perturbations. */
export const customaryPerturbations: readonly Perturbation[] = [
  { kind: 'noise', deviations: 0.1 },
  { kind: 'missing', share: 0.1 },
  { kind: 'unit', factor: 1000, share: 0.05 },
  { kind: 'unit', factor: 0.001, share: 0.05 },
  { kind: 'unit', factor: 2.54, share: 0.05 },
  { kind: 'swapped', share: 0.1 },
  { kind: 'out-of-range', share: 0.05 },
  { kind: 'typos', share: 0.1 },
];

/** The share of values that is hit where the policy does not say; noise is in every measurement. */
export function shareOf({ kind, share }: Perturbation): number {
  if (share !== undefined) return share;
  if (kind === 'noise') return 1;
  return kind === 'unit' || kind === 'out-of-range' ? 0.05 : 0.1;
}
