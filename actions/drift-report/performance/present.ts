import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Metric, Series } from '../../../shared/domain/record.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { titles } from '../messages.ts';
import type { JudgedCohort, PerformanceState } from './judge.ts';
import { betterOf, type FollowedMetric, level, titleOf } from './measure.ts';
import { messages } from './messages.ts';

/** What is shown of all windows. */
export interface Followed {
  readonly metric: FollowedMetric;
  readonly cohorts: readonly JudgedCohort[];
  readonly baseline: Estimate | undefined;
  /** Seconds since 1970 of the moment of judgement. */
  readonly asOf: number;
}

/** Sums over floats depend on the order of rows in their last digits, which no one needs. */
const keptDigits = 10;

function settled(value: number): number {
  return Number(value.toPrecision(keptDigits));
}

function kept(value: number | undefined): number | null {
  return value === undefined ? null : settled(value);
}

export function performanceTable({ metric, cohorts, baseline, asOf }: Followed): TableInput {
  const allowed = cohorts.find((cohort) => cohort.allowed !== undefined)?.allowed;
  const isBad = cohorts.some(({ state }) => state === 'dropped');
  return {
    id: 'performance',
    title: titles.performanceTitle,
    note: messages.tableNote(metric, level, allowed),
    folded: !isBad,
    columns: [
      { title: titles.cohort },
      { title: titles.rows, align: 'right', digits: 0 },
      { title: titles.labelsArrived, align: 'right' },
      { title: titles.labelLag, align: 'right' },
      { title: titleOf(metric), align: 'right' },
      { title: titles.by },
      { title: titles.againstReference, align: 'center' },
      { title: titles.verdict },
    ],
    rows: [
      ...(baseline === undefined ? [] : [baselineRow(baseline)]),
      ...cohorts.map((cohort) => cohortRow(cohort, metric, asOf)),
    ],
  };
}

function baselineRow({ estimate }: Estimate): Cell[] {
  return ['reference', null, '', '', settled(estimate), 'realised', '', ''];
}

function cohortRow(cohort: JudgedCohort, metric: FollowedMetric, asOf: number): Cell[] {
  const { window, rows, labelled, value, source, difference, allowed } = cohort;
  return [
    window === '' ? 'all' : window,
    rows,
    { kind: 'share', value: labelled / rows },
    lagOf(cohort, asOf),
    value === undefined ? null : settled(value.estimate),
    source === 'none' ? '' : source,
    difference === undefined
      ? ''
      : {
          kind: 'interval',
          low: settled(difference.low),
          value: settled(difference.estimate),
          high: settled(difference.high),
          better: betterOf(metric),
          ...(allowed === undefined ? {} : { allowed: settled(allowed) }),
        },
    { kind: 'verdict', verdict: cohortVerdict(cohort), text: stateOf(cohort) },
  ];
}

/** The median lag where arrivals are known; else how long the newest row has been waiting. */
function lagOf({ lag, newest, maturity }: JudgedCohort, asOf: number): string {
  if (lag !== undefined) return messages.span(lag);
  if (newest === undefined || maturity === 'mature' || newest > asOf) return '';
  return `> ${messages.span(asOf - newest)}`;
}

function stateOf({ state, source, maturity }: JudgedCohort): string {
  const words =
    state === 'undecided' && source === 'estimated'
      ? messages.undecided
      : messages.stateWords[state];
  if (maturity === 'late') return messages.overdue(words);
  return maturity === 'few' && source === 'realised' ? messages.tooFew : words;
}

const verdicts: Readonly<Record<PerformanceState, Verdict>> = {
  dropped: 'fail',
  worse: 'pass',
  held: 'pass',
  undecided: 'inconclusive',
  shown: 'pass',
  unknown: 'inconclusive',
};

function cohortVerdict({ state, source }: JudgedCohort): Verdict {
  return state === 'dropped' && source === 'estimated' ? 'warn' : verdicts[state];
}

export function performanceMetrics({ metric, cohorts, baseline }: Followed): Metric[] {
  return cohorts.flatMap((cohort): Metric[] => {
    const { value, difference, source, lag } = cohort;
    const where = cohort.window === '' ? {} : { slice: cohort.window };
    const arrival: Metric[] = [
      { name: 'labels-arrived', ...where, value: cohort.labelled / cohort.rows },
      ...(lag === undefined ? [] : [{ name: 'label-lag-seconds', ...where, value: lag }]),
    ];
    if (value === undefined) return arrival;
    const shown = difference ?? value;
    return [
      ...arrival,
      {
        name: source === 'estimated' ? `estimated-${metric}` : metric,
        ...where,
        value: settled(value.estimate),
        ...(baseline === undefined || difference === undefined
          ? {}
          : { baseline: settled(baseline.estimate), delta: settled(difference.estimate) }),
        low: settled(shown.low),
        high: settled(shown.high),
        level,
        better: betterOf(metric),
        verdict: cohortVerdict(cohort),
      },
    ];
  });
}

/** Realised and estimated figures over time, with the reference's. */
export function performanceSeries({ metric, cohorts, baseline }: Followed): Series[] {
  if (cohorts.filter(({ value }) => value !== undefined).length < 2) return [];
  const line = (name: string, of: (cohort: JudgedCohort) => number | undefined) => ({
    name,
    values: cohorts.map((cohort) => {
      const value = of(cohort);
      return value === undefined ? null : settled(value);
    }),
  });
  const by = (source: JudgedCohort['source']) => (cohort: JudgedCohort) =>
    cohort.source === source ? cohort.value?.estimate : undefined;
  const lines = [
    line(messages.lines.realised, by('realised')),
    line(messages.lines.estimated, by('estimated')),
  ].filter(({ values }) => values.some((value) => value !== null));
  const known =
    baseline === undefined ? [] : [line(messages.lines.reference, () => baseline.estimate)];
  return [
    {
      id: 'performance-over-time',
      title: messages.overTime(titleOf(metric)),
      kind: 'line',
      x: { title: titles.window, values: cohorts.map(({ window }) => window) },
      y: { title: titleOf(metric) },
      lines: [...lines, ...known],
    },
    {
      id: 'labels-arrived',
      title: titles.labelsArrivedTitle,
      kind: 'bar',
      x: { title: titles.window, values: cohorts.map(({ window }) => window) },
      y: { title: titles.shareOfRows },
      lines: [line(messages.lines.labels, ({ labelled, rows }) => labelled / rows)],
    },
  ];
}

/** What the windows themselves show. */
export function cohortFindings(
  { metric, cohorts }: Followed,
  policy: { readonly share: number; readonly min: number },
): Finding[] {
  const drops = cohorts
    .filter(({ state }) => state === 'dropped')
    .map((cohort): Finding => {
      const isRealised = cohort.source === 'realised';
      return {
        code: isRealised ? 'performance-dropped' : 'estimated-performance-dropped',
        severity: isRealised ? 'error' : 'warning',
        message: isRealised
          ? messages.dropped(metric, cohort)
          : messages.estimatedDrop(metric, cohort),
        evidence: {
          metric,
          window: cohort.window,
          rows: cohort.rows,
          labels: cohort.labelled,
          value: kept(cohort.value?.estimate),
          low: kept(cohort.difference?.low),
          high: kept(cohort.difference?.high),
          allowed: kept(cohort.allowed),
        },
      };
    });
  const named = (maturity: JudgedCohort['maturity']): string[] =>
    cohorts.filter((cohort) => cohort.maturity === maturity).map(messages.cohortName);
  const undefinedOnes = cohorts
    .filter(({ maturity, value }) => maturity === 'mature' && value === undefined)
    .map(messages.cohortName);
  const [late, waiting, few] = [named('late'), named('waiting'), named('few')];
  return [
    ...drops,
    ...say(late, 'labels-late', 'warning', messages.late(late, policy.share)),
    ...say(waiting, 'labels-waiting', 'info', messages.waiting(waiting)),
    ...say(few, 'labels-few', 'info', messages.few(few, policy.min)),
    ...say(undefinedOnes, 'not-computable', 'warning', messages.notDefined(metric, undefinedOnes)),
  ];
}

function say(
  names: readonly string[],
  code: string,
  severity: Finding['severity'],
  message: string,
): Finding[] {
  return names.length === 0 ? [] : [{ code, severity, message }];
}
