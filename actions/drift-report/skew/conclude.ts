import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { titles } from '../messages.ts';
import { silentTopic, type Topic } from '../topic.ts';
import type { JudgedFeature, SkewState } from './judge.ts';
import { messages } from './messages.ts';

/** Rows that the join left out. */
export interface Coverage {
  readonly served: number;
  readonly unkeyed: number;
  readonly unknown: number;
  readonly trainedUnkeyed: number;
  readonly repeated: number;
  readonly unserved: number;
}

interface Skew {
  readonly keys: readonly string[];
  readonly isTimed: boolean;
  readonly tolerance: number;
  readonly joined: number;
  readonly features: readonly JudgedFeature[];
  readonly coverage: Coverage;
  /** Columns asked for that a side lacks. */
  readonly gone: { readonly serving: readonly string[]; readonly training: readonly string[] };
  /** By feature: first rows with both values, where they may be shown. */
  readonly values: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;
}

const verdicts: Readonly<Record<SkewState, Verdict>> = {
  same: 'pass',
  within: 'pass',
  undecided: 'inconclusive',
  skewed: 'warn',
};

/** From compared features to what people read. */
export function concludeSkew(skew: Skew): Topic {
  const { joined, features, gone } = skew;
  const findings = [
    ...features.filter(({ state }) => state === 'skewed').map((f) => skewFinding(f, skew)),
    ...missing(gone.serving, 'serving'),
    ...missing(gone.training, 'training'),
    ...coverageFindings(skew),
  ];
  const isBlind = joined === 0 || features.length === 0;
  const alarm = findings.find(({ code }) => code === 'feature-skew');
  const isOpen = features.some(({ state }) => state === 'undecided');
  return {
    ...silentTopic,
    alert: alarm === undefined ? 'none' : 'p1',
    // A comparison that was asked for and could not be made is no pass.
    verdict: isBlind ? 'fail' : isOpen ? 'inconclusive' : 'pass',
    headline: alarm?.message ?? (isBlind ? findings[0]?.message : undefined),
    metrics: features.map(({ name, share, state }) => ({
      name: 'feature-skew',
      column: name,
      value: share.estimate,
      low: share.low,
      high: share.high,
      level: 0.95,
      better: 'lower',
      verdict: verdicts[state],
    })),
    findings,
    tables: isBlind ? [] : [tableOf(skew)],
    inputs: { skew: { key: skew.keys, joined, tolerance: skew.tolerance } },
  };
}

function skewFinding(feature: JudgedFeature, { values }: Skew): Finding {
  const { name, share, differing, rows, meanGap, largestGap, examples } = feature;
  const shown = values.get(name);
  return {
    code: 'feature-skew',
    severity: 'warning',
    column: name,
    message: messages.skewed(feature),
    evidence: {
      ...{ differing, rows, share: share.estimate, low: share.low, high: share.high },
      ...{ meanGap: meanGap ?? null, largestGap: largestGap ?? null, examples: [...examples] },
      ...(shown === undefined ? {} : { values: shown.map((pair) => ({ ...pair })) }),
    },
  };
}

function missing(names: readonly string[], side: string): Finding[] {
  if (names.length === 0) return [];
  const message = messages.gone(names, side);
  return [{ code: 'skew-column-missing', severity: 'warning', message }];
}

function coverageFindings({ keys, isTimed, joined, features, coverage }: Skew): Finding[] {
  const { served, unkeyed, unknown, trainedUnkeyed, repeated, unserved } = coverage;
  const finding = (code: string, severity: Finding['severity'], message: string): Finding[] => [
    { code, severity, message },
  ];
  const left = served - unkeyed - unknown - joined;
  return [
    ...(joined === 0 ? finding('skew-no-match', 'error', messages.noMatch(keys)) : []),
    ...(features.length === 0 ? finding('skew-no-features', 'error', messages.noFeatures) : []),
    ...(repeated > 0
      ? finding('skew-keys-repeat', 'warning', messages.repeated(repeated, isTimed))
      : []),
    ...(unknown > 0
      ? finding('skew-keys-unknown', 'warning', messages.unknownKeys(unknown, served))
      : []),
    ...(isTimed && left > 0 ? finding('skew-too-old', 'info', messages.tooOld(left)) : []),
    ...(unkeyed > 0 ? finding('skew-unkeyed', 'warning', messages.unkeyed(unkeyed, 'served')) : []),
    ...(trainedUnkeyed > 0
      ? finding('skew-unkeyed', 'warning', messages.unkeyed(trainedUnkeyed, 'training'))
      : []),
    ...(unserved > 0 ? finding('skew-keys-unserved', 'info', messages.unserved(unserved)) : []),
  ];
}

function tableOf({ features, joined, tolerance }: Skew): TableInput {
  const sorted = features.toSorted(
    (a, b) => b.share.estimate - a.share.estimate || (a.name < b.name ? -1 : 1),
  );
  return {
    id: 'feature-skew',
    title: titles.skewTitle,
    note: messages.note(joined, tolerance),
    folded: !features.some(({ state }) => state === 'skewed'),
    columns: [
      { title: titles.feature },
      { title: titles.rows, align: 'right', digits: 0 },
      { title: titles.differ, align: 'right' },
      { title: titles.atLeast, align: 'right' },
      { title: titles.atMost, align: 'right' },
      { title: titles.emptyOnOneSide, align: 'right', digits: 0 },
      { title: titles.meanDifference, align: 'right' },
      { title: titles.largest, align: 'right' },
      { title: titles.verdict },
    ],
    rows: sorted.map(({ name, rows, share, oneSided, meanGap, largestGap, state }) => [
      { kind: 'code', text: name },
      rows,
      { kind: 'share', value: share.estimate },
      { kind: 'share', value: share.low },
      { kind: 'share', value: share.high },
      oneSided,
      meanGap ?? '',
      largestGap ?? '',
      { kind: 'verdict', verdict: verdicts[state], text: messages.stateWords[state] },
    ]),
  };
}
