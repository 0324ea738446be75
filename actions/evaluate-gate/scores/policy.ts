import type { AllowedRegression } from '../policy.ts';
import type { GroupBy } from '../rows.ts';
import type { Format } from './attempt.ts';
import type { AskedRoles } from './readers/table.ts';

export type Better = 'higher' | 'lower';
export type Range = readonly [lowest: number, highest: number];

/** What one score must keep. The keys are those a user types. */
export interface ScoreRule {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly 'max-regression'?: AllowedRegression | undefined;
  readonly required: boolean;
  readonly range?: Range | undefined;
  readonly better?: Better | undefined;
  readonly 'pass-at'?: number | undefined;
}

/** Which columns of the cases are judged value by value. */
export interface ScoreSlices {
  readonly by: readonly GroupBy[];
  readonly metric?: string | undefined;
  readonly 'min-cases': number;
  readonly 'max-regression'?: AllowedRegression | undefined;
}

/** The part `scores` of the gate's policy. */
export interface ScoresPolicy {
  readonly format?: Format | undefined;
  readonly metrics: Readonly<Record<string, ScoreRule>>;
  readonly range: Range;
  readonly better: Better;
  readonly 'pass-at'?: number | undefined;
  readonly variant: {
    readonly challenger?: string | undefined;
    readonly champion?: string | undefined;
  };
  readonly columns: AskedRoles;
  readonly slices: ScoreSlices;
  /** Criteria of which the files show that a low score is the good one. */
  readonly lower?: readonly string[];
}

/** How a criterion's scores are read. */
export interface Scale {
  readonly range: Range;
  readonly better: Better;
  /** The score from which an answer passes, where the tool does not say. */
  readonly passAt: number;
}

export function scaleOf(policy: ScoresPolicy, criterion: string): Scale {
  const rule = Object.hasOwn(policy.metrics, criterion) ? policy.metrics[criterion] : undefined;
  const range = rule?.range ?? policy.range;
  const [lowest, highest] = range;
  return {
    range,
    better: rule?.better ?? (policy.lower?.includes(criterion) ? 'lower' : policy.better),
    passAt: rule?.['pass-at'] ?? policy['pass-at'] ?? (lowest + highest) / 2,
  };
}

export function isPass(score: number, { better, passAt }: Scale): boolean {
  return better === 'higher' ? score >= passAt : score <= passAt;
}

/** The worst score there can be: what an answer that could not be scored counts as. */
export function worstScore({ range: [lowest, highest], better }: Scale): number {
  return better === 'higher' ? lowest : highest;
}
