import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Metric } from '../../../shared/domain/record.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import type { Judgement } from '../judge.ts';
import { judgementText, words } from '../messages.ts';
import { metricColumns } from '../metric-columns.ts';
import { intervalCell } from '../present-cells.ts';
import type { JudgedReport, Reported } from './judge.ts';
import { findings as findingTexts, sentence, summaries, tables as tableTexts } from './messages.ts';
import type { ReportedMetrics } from './read.ts';

const outcomes: readonly Judgement['outcome'][] = ['worse', 'inconclusive', 'no-worse', 'better'];

function deciding({ judgements }: JudgedReport): Judgement | undefined {
  return judgements.toSorted(
    (a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome),
  )[0];
}

/** One sentence: the deciding number and what it means. */
export function summaryOf(
  metrics: readonly JudgedReport[],
  verdict: Verdict,
  level: number,
): string {
  const judged = metrics.filter(({ judgements }) => judgements.length > 0);
  const failing = metrics.find((metric) => metric.verdict === 'fail');
  const chosen = failing ?? judged.find((metric) => metric.verdict === verdict) ?? judged[0];
  const own = chosen === undefined ? undefined : deciding(chosen);
  if (chosen !== undefined && own !== undefined) return sentence(chosen, own, level);
  return failing === undefined
    ? summaries.nothingJudged
    : findingTexts.missing(failing.name, sideOf(failing), []);
}

function sideOf({ challenger }: JudgedReport): 'challenger' | 'champion' {
  return challenger === undefined ? 'challenger' : 'champion';
}

/** The sentence about one metric: what it was judged by, or why it could not be. */
export function sentenceOf(metric: JudgedReport, reported: Reported): string {
  const own = deciding(metric);
  return own === undefined
    ? missingText(metric, reported)
    : sentence(metric, own, reported.policy.level);
}

function missingText(metric: JudgedReport, { challenger, champion }: Reported): string {
  const side = sideOf(metric);
  const known = [...(side === 'champion' ? (champion ?? []) : challenger)].map(([key]) => key);
  return side === 'champion' && known.length === 0
    ? findingTexts.noChampionMetrics(metric.name)
    : findingTexts.missing(metric.name, side, known);
}

/** Metrics as a record holds them; those of the file that no rule names are shown. */
export function recordMetrics(
  judged: readonly JudgedReport[],
  shown: ReportedMetrics,
  level: number,
): Metric[] {
  const ruled = new Set(judged.map(({ name }) => name));
  const others = [...shown].flatMap(([name, { value }]): Metric[] =>
    ruled.has(name) ? [] : [{ name, value }],
  );
  return [...judged.map((metric) => recorded(metric, level)), ...others];
}

function recorded(metric: JudgedReport, level: number): Metric {
  const { name, better, challenger, champion, difference, verdict, isPoint, judgements } = metric;
  const { low, high } = difference ?? challenger ?? {};
  const isJudged = judgements.length > 0 || verdict === 'fail' || verdict === 'warn';
  return {
    name,
    value: challenger?.estimate ?? null,
    ...(champion === undefined || difference === undefined
      ? {}
      : { baseline: champion, delta: difference.estimate }),
    ...(isPoint || low === undefined || high === undefined ? {} : { low, high, level }),
    better,
    ...(isJudged ? { verdict } : {}),
  };
}

export function firstRun(): Finding {
  return { code: 'no-champion', severity: 'info', message: findingTexts.firstRun };
}

export function findingsOf(judged: readonly JudgedReport[], reported: Reported): Finding[] {
  const { acceptsPoints } = reported.policy;
  const found = judged.flatMap((metric): Finding[] => {
    const { name, required, lacksChampion } = metric;
    if (metric.challenger !== undefined && !lacksChampion) return [];
    const severity = required ? 'error' : 'warning';
    const message = missingText(metric, reported);
    return [{ code: 'metric-not-computed', severity, message, evidence: { metric: name } }];
  });
  const points = judged.filter(({ isPoint }) => isPoint).map(({ title }) => title);
  if (points.length > 0) {
    const message = findingTexts.noInterval(points, acceptsPoints);
    found.push({ code: 'no-interval', severity: 'warning', message });
  }
  return found;
}

export function tableOf(
  judged: readonly JudgedReport[],
  hasChampion: boolean,
  level: number,
): TableInput {
  const order: readonly Verdict[] = ['fail', 'inconclusive', 'warn', 'pass'];
  const rows = judged
    .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
    .map((metric) => rowOf(metric, hasChampion));
  return {
    id: 'metrics',
    title: tableTexts.title(hasChampion),
    note: tableTexts.note(level, hasChampion),
    columns: metricColumns(hasChampion, level),
    rows,
  };
}

export function rowOf(metric: JudgedReport, hasChampion: boolean): Cell[] {
  const { title: name, better, challenger, champion, difference, isPoint, judgements } = metric;
  const verdict = verdictCell(metric);
  // On a narrow screen the last column is out of sight: what did not pass is marked in the first.
  const title: Cell =
    metric.verdict === 'pass' ? name : { kind: 'verdict', verdict: metric.verdict, text: name };
  if (!hasChampion) {
    const { low, high } = isPoint ? {} : (challenger ?? {});
    return [title, challenger?.estimate ?? null, low ?? null, high ?? null, verdict];
  }
  const allowed = judgements.find(({ kind }) => kind === 'regression')?.limit;
  const bar = isPoint ? null : intervalCell(difference, better, allowed);
  const change = difference?.estimate ?? null;
  return [title, champion ?? null, challenger?.estimate ?? null, change, bar, verdict];
}

function verdictCell(metric: JudgedReport): Cell {
  const { verdict, required, judgements, challenger } = metric;
  const own = deciding(metric);
  if (own === undefined && challenger !== undefined && verdict === 'pass') return words.notJudged;
  const said =
    own === undefined
      ? words.notComputed
      : judgements
          .filter(({ outcome }) => outcome === own.outcome || verdict === 'pass')
          .map(judgementText)
          .join(', ');
  return { kind: 'verdict', verdict, text: required ? said : `${said} (${words.advisory})` };
}
