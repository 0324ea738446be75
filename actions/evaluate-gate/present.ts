import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import { describeMetric } from '../../shared/domain/metric.ts';
import type { Finding, Metric } from '../../shared/domain/record.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { classTables } from './classes/present.ts';
import { columnTitles as titles } from './column-titles.ts';
import type { Decision } from './decide.ts';
import type { JudgedMetric, Judgement } from './judge.ts';
import { titleOf, unitOf } from './measured-texts.ts';
import {
  fairnessSentence,
  findings as findingTexts,
  judgementText,
  metricSentence,
  sliceName,
  summaries,
  tables as tableTexts,
  valueSentence,
  words,
} from './messages.ts';
import { metricColumns } from './metric-columns.ts';
import { calibrationTable } from './present-calibration.ts';
import { intervalCell } from './present-cells.ts';
import {
  customFindings,
  customMetrics,
  customNote,
  customRows,
  customSummary,
} from './present-custom.ts';
import { fairnessFindings, fairnessMetrics, fairnessTables } from './present-fairness.ts';
import { sliceFindings, sliceTables, sliceVerdict } from './present-slices.ts';
import { slicedBy } from './sliced-by.ts';

const severityOrder: readonly Judgement['outcome'][] = [
  'better',
  'no-worse',
  'inconclusive',
  'worse',
];

/** The judgement a metric's verdict rests on: the worst one, the regression before the floor. */
function deciding({ judgements }: JudgedMetric): Judgement | undefined {
  return judgements.toSorted(
    (a, b) =>
      severityOrder.indexOf(b.outcome) - severityOrder.indexOf(a.outcome) || rank(a) - rank(b),
  )[0];
}

function rank({ kind }: Judgement): number {
  return kind === 'regression' ? 0 : 1;
}

/** One sentence: the deciding number and what it means. */
export function summaryOf(decision: Decision): string {
  const { metrics, rows, slices, verdict } = decision;
  const failing = metrics.find((metric) => metric.verdict === 'fail');
  if (failing?.comparison === undefined && failing !== undefined) {
    return summaries.notComputed(failing.name, failing.problem ?? '');
  }
  const custom = customSummary(decision);
  if (custom !== undefined) return custom;
  const worse = slices?.judged.filter(({ outcome }) => outcome === 'worse') ?? [];
  const [worst] = worse;
  if (failing === undefined && worst !== undefined && slices !== undefined) {
    return summaries.worseSlice(worst, slicedBy(slices.metric), worse.length - 1);
  }
  const unfair = failing === undefined ? unfairness(decision) : undefined;
  if (unfair !== undefined) return unfair;
  if (failing === undefined && decision.identical) return summaries.identical(rows);
  if (!decision.judgedAny) return unjudged(decision);
  const metric =
    failing ??
    metrics.find((candidate) => candidate.verdict === verdict && deciding(candidate)) ??
    metrics.find((candidate) => deciding(candidate));
  const judgement = metric === undefined ? undefined : deciding(metric);
  if (metric === undefined || judgement === undefined) return unjudged(decision);
  const sentence = metricSentence(metric, judgement, decision);
  return decision.hasChampion ? sentence : `${sentence}; ${summaries.firstRun}`;
}

/** The sentence about fairness, where the verdict rests on it. */
function unfairness({ fairness, metrics, verdict, level }: Decision): string | undefined {
  if (verdict === 'pass' || metrics.some((metric) => metric.verdict === verdict)) return undefined;
  for (const { by, measures } of fairness) {
    const found = measures.find((judged) => judged.verdict === verdict);
    if (found !== undefined) return fairnessSentence(by, found, level);
  }
  return undefined;
}

function unjudged(decision: Decision): string {
  const first = decision.metrics.find(({ comparison }) => comparison !== undefined);
  const value = first === undefined ? undefined : valueSentence(first, decision);
  return summaries.nothingJudged(value, decision);
}

/** The metrics as a record holds them. */
export function recordMetrics(decision: Decision): Metric[] {
  const { metrics, slices, fairness, level } = decision;
  const ofSlices = (slices?.judged ?? []).map((slice): Metric => {
    const { comparison, outcome } = slice;
    const metric = slices?.metric;
    return {
      ...numbers(comparison, level),
      name: metric ?? '',
      slice: sliceName(slice),
      ...(metric === undefined ? {} : { better: describeMetric(metric).better }),
      ...(outcome === undefined ? {} : { verdict: sliceVerdict(outcome) }),
    };
  });
  const overall = metrics.map(({ name, comparison, judgements, verdict }): Metric => {
    const { better } = describeMetric(name);
    const wasJudged = judgements.length > 0 || comparison === undefined;
    const unit = unitOf(name);
    return {
      ...{ ...numbers(comparison, level), name, better },
      ...(unit === undefined ? {} : { unit }),
      ...(wasJudged ? { verdict } : {}),
    };
  });
  return [...overall, ...customMetrics(decision), ...ofSlices, ...fairnessMetrics(fairness, level)];
}

function numbers(
  comparison: JudgedMetric['comparison'],
  level: number,
): Pick<Metric, 'value' | 'baseline' | 'delta' | 'low' | 'high' | 'level'> {
  if (comparison === undefined) return { value: null };
  const { challenger, champion, difference } = comparison;
  const { low, high } = difference ?? challenger;
  const versus =
    champion === undefined || difference === undefined
      ? {}
      : { baseline: champion, delta: difference.estimate };
  return { value: challenger.estimate, ...versus, low, high, level };
}

/** With fewer, the spread between clusters is not known well enough. */
const enoughClusters = 30;

export function findingsOf(decision: Decision, fairnessMinRows: number): Finding[] {
  const { metrics, hasChampion, identical } = decision;
  const found: Finding[] = metrics.flatMap(({ name, problem, required }): Finding[] =>
    problem === undefined
      ? []
      : [
          {
            code: 'metric-not-computed',
            severity: required ? 'error' : 'warning',
            message: findingTexts.metricNotComputed(name, problem),
            evidence: { metric: name },
          },
        ],
  );
  found.push(...customFindings(decision));
  if (decision.slicesProblem !== undefined) {
    const { metric, reason } = decision.slicesProblem;
    const message = findingTexts.slicesNotJudged(metric, reason);
    found.push({ code: 'slices-not-judged', severity: 'error', message });
  }
  found.push(...sliceFindings(decision));
  if (decision.fairnessProblem !== undefined) {
    const message = findingTexts.fairnessNotJudged(decision.fairnessProblem);
    found.push({ code: 'fairness-not-judged', severity: 'error', message });
  }
  found.push(...fairnessFindings(decision.fairness, decision.level, fairnessMinRows));
  const { clusters } = decision;
  if (clusters !== undefined && clusters.count < enoughClusters) {
    const message = findingTexts.fewClusters(clusters.column, clusters.count);
    found.push({ code: 'few-clusters', severity: 'warning', message });
  }
  if (!hasChampion)
    found.push({ code: 'no-champion', severity: 'info', message: findingTexts.noChampion });
  if (identical) {
    found.push({ code: 'models-identical', severity: 'info', message: findingTexts.identical });
  }
  return found;
}

export function tablesOf(decision: Decision): TableInput[] {
  const { flips, fairness, calibrations, classes } = decision;
  return [
    metricTable(decision),
    ...sliceTables(decision),
    ...fairnessTables(fairness, decision),
    ...(calibrations === undefined ? [] : [calibrationTable(calibrations)]),
    ...(classes === undefined ? [] : classTables(classes)),
    ...(flips === undefined ? [] : [flipTable(flips, decision.rows)]),
  ];
}

function metricTable(decision: Decision): TableInput {
  const { hasChampion, level, metrics } = decision;
  const all = [...metrics, ...(decision.custom?.judged ?? [])];
  const required = all.filter((metric) => metric.required).length;
  const order: readonly Verdict[] = ['fail', 'inconclusive', 'warn', 'pass'];
  const computed = metrics.map((metric) => {
    return { verdict: metric.verdict, cells: metricRow(metric, hasChampion) };
  });
  const rows = [...computed, ...customRows(decision)]
    .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
    .map(({ cells }) => cells);
  const own = hasChampion
    ? tableTexts.metricsNote(undefined, required, decision.clusters)
    : tableTexts.metricsNote(level, 1, decision.clusters);
  const note = [own, customNote(decision)].filter((text) => text !== '').join(' ');
  return {
    id: 'metrics',
    title: tableTexts.metrics(hasChampion),
    ...(note === '' ? {} : { note }),
    columns: metricColumns(hasChampion, level),
    rows,
  };
}

function metricRow(metric: JudgedMetric, hasChampion: boolean): Cell[] {
  const { name, comparison } = metric;
  const title = titleOf(name);
  const { better } = describeMetric(name);
  const { challenger, champion, difference } = comparison ?? {};
  const verdict = verdictCell(metric);
  // On a narrow screen the last column is out of sight: what did not pass is marked in the first.
  const marked: Cell =
    metric.verdict === 'pass' ? title : { kind: 'verdict', verdict: metric.verdict, text: title };
  if (!hasChampion) {
    const { estimate, low, high } = challenger ?? {};
    return [marked, estimate ?? null, low ?? null, high ?? null, verdict];
  }
  const allowed = metric.judgements.find(({ kind }) => kind === 'regression')?.limit;
  return [
    marked,
    champion ?? null,
    challenger?.estimate ?? null,
    difference?.estimate ?? null,
    intervalCell(difference, better, allowed),
    verdict,
  ];
}

function verdictCell(metric: JudgedMetric): Cell {
  const { verdict, required, judgements, comparison } = metric;
  const own = deciding(metric);
  if (comparison !== undefined && own === undefined) return words.notJudged;
  const said =
    own === undefined
      ? words.notComputed
      : judgements
          .filter(({ outcome }) => outcome === own.outcome || verdict === 'pass')
          .map(judgementText)
          .join(', ');
  const text = required ? said : `${said} (${words.advisory})`;
  // What is advisory and undecided passes, but a tick beside "inconclusive" would read as a claim.
  return verdict === 'pass' && own?.outcome === 'inconclusive'
    ? text
    : { kind: 'verdict', verdict, text };
}

function flipTable(flips: NonNullable<Decision['flips']>, rows: number): TableInput {
  const { rightToWrong, wrongToRight } = flips;
  return {
    id: 'flips',
    title: tableTexts.flips,
    note: tableTexts.flipsNote(rightToWrong, wrongToRight),
    folded: true,
    columns: [
      { title: titles.change },
      { title: titles.rows, align: 'right', digits: 0 },
      { title: titles.share, align: 'right' },
    ],
    rows: [
      ['right → wrong', rightToWrong, { kind: 'share', value: rightToWrong / rows }],
      ['wrong → right', wrongToRight, { kind: 'share', value: wrongToRight / rows }],
    ],
  };
}
