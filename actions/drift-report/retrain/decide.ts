import type { Metric } from '../../../shared/domain/record.ts';
import { messages } from './messages.ts';

const dayMs = 86_400_000;
/** Before the name of a metric whose labels have not arrived. */
const estimated = 'estimated-';

export interface RetrainPolicy {
  /** In the user's currency, as is `lossPerPoint`, which is per day. */
  readonly cost: number | undefined;
  readonly lossPerPoint: number | undefined;
  readonly metric: string | undefined;
  readonly assumedPoints: number | undefined;
  readonly horizonMs: number;
  readonly cooldownMs: number;
  readonly minLabels: number;
}

export interface RetrainEvidence {
  /** By the rules about columns: an important one drifted, and none is broken. */
  readonly isDriftedSoundly: boolean;
  /** Whether the data is damaged: then there is nothing to learn from it. */
  readonly isBroken: boolean;
  readonly metrics: readonly Metric[];
  /** Rows of the current data that have their label. */
  readonly labels: number;
  /** The last retraining that was asked for, by another run. */
  readonly last: Date | undefined;
  readonly now: Date;
}

/** How much worse the model has become, in points: hundredths of its metric. */
export interface PointsLost {
  readonly value: number;
  /** The lower end of the interval where there is one. */
  readonly low: number;
  /** The metric, or undefined where the configuration assumes the points. */
  readonly metric: string | undefined;
}

export interface RetrainDecision {
  readonly isDue: boolean;
  /** One sentence: why it is due, or the first reason why not. Empty where nothing asks for it. */
  readonly reason: string;
  /** Why it is not due although something asks for it. */
  readonly holds: readonly string[];
  readonly points: PointsLost | undefined;
  /** points x loss per point and day x days; undefined where there is nothing to multiply. */
  readonly loss: number | undefined;
}

/**
 * Retrain where the world or the performance moved, the data can be learned from, enough labels
 * have arrived, the last retraining is long enough ago, and the loss of going on as before is
 * expected to be larger than the cost.
 */
export function decideRetrain(evidence: RetrainEvidence, policy: RetrainPolicy): RetrainDecision {
  const points = pointsLost(evidence, policy);
  const loss = expectedLoss(points, policy);
  const isMeasured = points?.metric !== undefined && points.low > 0;
  if (!evidence.isDriftedSoundly && !(isMeasured && !evidence.isBroken)) {
    return { isDue: false, reason: '', holds: [], points, loss };
  }
  const holds = [
    labelHold(evidence, policy),
    cooldownHold(evidence, policy),
    costHold(points, loss, policy),
  ].filter((hold) => hold !== undefined);
  const reason = holds[0] ?? messages.due(points, loss, policy.cost, evidence.labels);
  return { isDue: holds.length === 0, reason, holds, points, loss };
}

function pointsLost({ metrics }: RetrainEvidence, policy: RetrainPolicy): PointsLost | undefined {
  const measured = newestPerformance(metrics, policy.metric);
  const { name, delta, low, high, better } = measured ?? {};
  if (name !== undefined && typeof delta === 'number') {
    const isHigherBetter = better === 'higher';
    const value = isHigherBetter ? -delta : delta;
    const bound = isHigherBetter ? high : low;
    const least = typeof bound === 'number' ? (isHigherBetter ? -bound : bound) : value;
    return { value: value * 100, low: least * 100, metric: name };
  }
  const assumed = policy.assumedPoints;
  return assumed === undefined ? undefined : { value: assumed, low: assumed, metric: undefined };
}

/** The newest performance whose labels have arrived, else the newest estimated one. */
function newestPerformance(
  metrics: readonly Metric[],
  wanted: string | undefined,
): Metric | undefined {
  const comparable = metrics.filter(
    ({ column, better, baseline, delta }) =>
      // Drift of a column has no good side, and a figure without a baseline no loss.
      column === undefined &&
      better !== undefined &&
      typeof baseline === 'number' &&
      typeof delta === 'number',
  );
  const named = (prefix: string) =>
    comparable.findLast(({ name }) =>
      wanted === undefined
        ? name.startsWith(estimated) === (prefix !== '')
        : name === `${prefix}${wanted}`,
    );
  return named('') ?? named(estimated);
}

function expectedLoss(
  points: PointsLost | undefined,
  { lossPerPoint, horizonMs }: RetrainPolicy,
): number | undefined {
  if (points === undefined || lossPerPoint === undefined) return undefined;
  return Math.max(0, points.value) * lossPerPoint * (horizonMs / dayMs);
}

function labelHold({ labels }: RetrainEvidence, { minLabels }: RetrainPolicy): string | undefined {
  return labels >= minLabels ? undefined : messages.fewLabels(labels, minLabels);
}

function cooldownHold(
  { last, now }: RetrainEvidence,
  { cooldownMs }: RetrainPolicy,
): string | undefined {
  if (last === undefined || now.getTime() - last.getTime() >= cooldownMs) return undefined;
  return messages.coolingDown(last, new Date(last.getTime() + cooldownMs));
}

function costHold(
  points: PointsLost | undefined,
  loss: number | undefined,
  { cost }: RetrainPolicy,
): string | undefined {
  if (cost === undefined) return undefined;
  if (points === undefined || loss === undefined) return messages.lossUnknown;
  if (points.low <= 0) return messages.lossUnsure(points);
  return loss > cost ? undefined : messages.notWorth(loss, cost);
}
