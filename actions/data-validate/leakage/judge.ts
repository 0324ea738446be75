import { newcombe } from '../../../shared/stats/newcombe.ts';
import type { Outcome } from '../decide.ts';
import type { Telling } from './giveaway.ts';
import { messages } from './messages.ts';

/** Rows of a split that stand in the training data too, and how training rows repeat themselves. */
export interface Shared {
  readonly shared: number;
  readonly judged: number;
  /** First shared rows of the split, from 1. */
  readonly first: readonly number[];
  /** Distinct values shared. */
  readonly values: number;
  readonly repeated: number;
  readonly trained: number;
}

type Severity = Outcome['severity'];
type Base = Omit<Outcome, 'passed' | 'observed' | 'expected'>;

function base(code: string, title: string, severity: Severity, column?: string): Base {
  const subject = column === undefined ? {} : { subject: column };
  return { code, title, column, ...subject, severity, failing: null, judged: null, rows: [] };
}

/** A check that could not be made: what is missing is a failure that says so. */
export function blockedOutcome(
  code: string,
  title: string,
  severity: Severity,
  observed: string,
): Outcome {
  return { ...base(code, title, severity), passed: false, observed, expected: messages.thisColumn };
}

/**
 * Whole rows of a split among the training rows.
 *
 * Rows with few values repeat by chance. Were both drawn alike, a row of the split would stand in
 * the training data as often as a training row has a twin there, so without a limit only what goes
 * beyond that, by Newcombe's 95 % interval, is leakage.
 */
export function judgeSharedRows(
  split: string,
  found: Shared,
  limit: number | undefined,
  severity: Severity,
): Outcome {
  const { shared, judged, repeated, trained } = found;
  const twins = trained === 0 ? 0 : repeated / trained;
  const passed =
    limit === undefined
      ? shared === 0 || (repeated > 0 && !isBeyondChance(found))
      : shared <= Math.floor(limit * judged + 1e-9);
  return {
    ...base('shared-rows', messages.sharedTitle(split), severity),
    passed,
    observed: messages.shared({ split, ...found }, twins),
    expected: messages.sharedExpected(limit),
    failing: shared,
    judged,
  };
}

function isBeyondChance({ shared, judged, repeated, trained }: Shared): boolean {
  return newcombe({ hits: repeated, rows: trained }, { hits: shared, rows: judged }).low > 0;
}

/** Rows of a split whose key stands in the training data. */
export function judgeSharedKeys(
  split: string,
  key: readonly string[],
  found: Shared,
  severity: Severity,
): Outcome {
  return {
    ...base('shared-keys', messages.keyTitle(key, split), severity, key.join(' + ')),
    passed: found.shared === 0,
    observed: found.shared === 0 ? messages.none : messages.key({ split, ...found }),
    expected: messages.sharedExpected(0),
    failing: found.shared,
    judged: found.judged,
  };
}

/** Rows of a split that belong to a group, such as a patient, the model was trained on. */
export function judgeSharedGroups(
  split: string,
  column: string,
  found: Shared,
  severity: Severity,
): Outcome {
  return {
    ...base('shared-groups', messages.groupTitle(column, split), severity, column),
    passed: found.shared === 0,
    observed:
      found.shared === 0 ? messages.none : messages.group({ split, ...found }, found.values),
    expected: messages.sharedExpected(0),
    failing: found.shared,
    judged: found.judged,
  };
}

/** Training rows that are later than the first row of a split. */
export interface Later {
  readonly later: number;
  readonly judged: number;
  readonly latest: string;
  readonly first: string;
}

export function judgeTimeTravel(
  split: string,
  column: string,
  { later, judged, latest, first }: Later,
  severity: Severity,
): Outcome {
  return {
    ...base('time-travel', messages.timeTitle(split), severity, column),
    passed: later === 0,
    observed: messages.time(later, judged, latest, first),
    expected: messages.timeExpected,
    failing: later,
    judged,
  };
}

/** The largest AUC and share of information that one feature may have. */
export interface GiveawayLimits {
  readonly auc: number;
  readonly information: number;
}

/** A feature gives the label away when even the lower end of its interval is beyond the limit. */
export function judgeGiveaway(
  column: string,
  label: string,
  { auc, information, rows }: Telling,
  limits: GiveawayLimits,
  severity: Severity,
): Outcome {
  const about = base('label-giveaway', messages.giveawayTitle(column, label), severity, column);
  if (auc !== undefined) {
    return {
      ...about,
      passed: auc.low <= limits.auc,
      observed: messages.auc(auc, rows),
      expected: messages.aucExpected(limits.auc),
    };
  }
  return {
    ...about,
    passed: information.low <= limits.information,
    observed: messages.information(information, rows),
    expected: messages.informationExpected(limits.information),
  };
}
