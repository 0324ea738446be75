import type { CheckOf } from '../../../shared/domain/check.ts';
import type { DriftMethod } from '../../../shared/domain/drift-method.ts';
import {
  correlationDifference,
  correlationInterval,
  type MeasuredCorrelation,
} from '../../../shared/stats/correlation.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import type { MeasuredPair } from './correlation.ts';
import type { Distance } from './distance.ts';
import { messages } from './messages.ts';

/** What came of a comparison. */
export interface Comparison {
  readonly passed: boolean;
  readonly observed: string;
  /** Beyond the limit, but so little that chance could have done it: then it only warns. */
  readonly doubtful?: true;
}

/** A distance fails where its lower bound, and not just its estimate, lies beyond the limit. */
export function judgeDistance(
  max: number,
  method: DriftMethod,
  { value, low, high }: Distance,
): Comparison {
  const observed = messages.distance(method, value, low, high);
  if (value <= max) return { passed: true, observed };
  if (low > max) return { passed: false, observed };
  return { passed: false, observed: `${observed}, ${messages.tooUncertain}`, doubtful: true };
}

const level = 0.95;

interface JudgedPair {
  readonly standing: 'held' | 'doubtful' | 'broken';
  /** How far beyond the limit. */
  readonly excess: number;
  readonly observed: string;
}

/** Every pair is judged, at a level that all of them together keep (Bonferroni). */
export function judgeCorrelations(
  check: CheckOf<'correlation'>,
  pairs: readonly MeasuredPair[],
): Comparison {
  const each = 1 - (1 - level) / pairs.length;
  const judged = pairs.map((pair) => judgePair(check, pair, each));
  const beyond = judged
    .filter(({ standing }) => standing !== 'held')
    .sort((a, b) => rank(a) - rank(b) || b.excess - a.excess);
  const [worst, ...others] = beyond;
  if (worst === undefined) {
    const [only] = judged;
    return {
      passed: true,
      observed:
        judged.length === 1 && only !== undefined
          ? only.observed
          : messages.pairsHold(judged.length),
    };
  }
  const more = others.length === 0 ? '' : `; ${messages.morePairs(others.length)}`;
  return worst.standing === 'doubtful'
    ? {
        passed: false,
        observed: `${worst.observed}${more}, ${messages.tooUncertain}`,
        doubtful: true,
      }
    : { passed: false, observed: `${worst.observed}${more}` };
}

function rank({ standing }: JudgedPair): number {
  return standing === 'broken' ? 0 : 1;
}

function judgePair(
  check: CheckOf<'correlation'>,
  { pair, method, current, reference }: MeasuredPair,
  confidence: number,
): JudgedPair {
  const asksChange = check['max-change'] !== undefined;
  if (current === undefined) return broken(messages.noCorrelation(pair, 'data'));
  if (asksChange && reference === undefined) {
    return broken(messages.noCorrelation(pair, 'reference'));
  }
  const own = correlationInterval(current, method, confidence);
  const observed = messages.correlation(pair, own, asksChange ? reference?.value : undefined);
  const breaches = [
    ...(check.min === undefined ? [] : [above(negated(own), -check.min)]),
    ...(check.max === undefined ? [] : [above(own, check.max)]),
    ...changeBreaches(check['max-change'], reference, current, method, confidence),
  ];
  const excess = Math.max(...breaches.map((breach) => breach.excess));
  if (excess <= 0) return { standing: 'held', excess, observed };
  const isSure = breaches.some((breach) => breach.isSure);
  return { standing: isSure ? 'broken' : 'doubtful', excess, observed };
}

function broken(observed: string): JudgedPair {
  return { standing: 'broken', excess: Number.POSITIVE_INFINITY, observed };
}

interface Breach {
  /** How far the estimate lies beyond the limit; at most 0 where it does not. */
  readonly excess: number;
  /** Whether the whole interval does. */
  readonly isSure: boolean;
}

function above({ estimate, low }: Estimate, limit: number): Breach {
  // Correlations are known to nine digits.
  return { excess: estimate - limit - 1e-9, isSure: low > limit };
}

function negated({ estimate, low, high }: Estimate): Estimate {
  return { estimate: -estimate, low: -high, high: -low };
}

function changeBreaches(
  limit: number | undefined,
  reference: MeasuredCorrelation | undefined,
  current: MeasuredCorrelation,
  method: CheckOf<'correlation'>['method'],
  confidence: number,
): Breach[] {
  if (limit === undefined || reference === undefined) return [];
  const change = correlationDifference(reference, current, method, confidence);
  return [above(change, limit), above(negated(change), limit)];
}
