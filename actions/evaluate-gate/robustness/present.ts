import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import { describeMetric } from '../../../shared/domain/metric.ts';
import type { Finding, Metric } from '../../../shared/domain/record.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { columnTitles as titles } from '../column-titles.ts';
import { intervalTitle } from '../messages.ts';
import { intervalCell } from '../present-cells.ts';
import type { JudgedShare, RobustnessReport } from './check.ts';
import type { JudgedDegradation } from './degradation.ts';
import {
  brokenText,
  degradationText,
  lossText,
  shareText,
  tables,
  findings as texts,
  words,
} from './messages.ts';

const worstFirst: readonly Verdict[] = ['fail', 'warn', 'inconclusive', 'pass'];

function sorted<T extends { readonly verdict: Verdict }>(judged: readonly T[]): T[] {
  return judged.toSorted((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict));
}

const isBroken = ({ verdict }: { readonly verdict: Verdict }): boolean =>
  verdict === 'fail' || verdict === 'warn';

/** How many different perturbations or tests these are about. */
function countNames(judged: readonly { readonly name: string }[]): number {
  return new Set(judged.map(({ name }) => name)).size;
}

export function robustnessTables(report: RobustnessReport): TableInput[] {
  const { degradations, shares } = report;
  return [
    ...(degradations.length === 0 ? [] : [degradationTable(report)]),
    ...(shares.length === 0 ? [] : [shareTable(report)]),
  ];
}

function degradationTable(report: RobustnessReport): TableInput {
  const { degradations, hasChampion, level } = report;
  const unjudged = degradations.filter(({ problem }) => problem !== undefined);
  const broken = degradations.filter((judged) => isBroken(judged) && !unjudged.includes(judged));
  return {
    id: 'robustness',
    title: tables.degradation(countNames(broken), countNames(unjudged), countNames(degradations)),
    note: tables.degradationNote(report),
    folded: true,
    columns: [
      { title: titles.perturbation },
      { title: titles.rows, align: 'right', digits: 0 },
      { title: titles.metric },
      { title: titles.clean, align: 'right' },
      { title: titles.perturbed, align: 'right' },
      { title: intervalTitle(level), align: 'center' },
      ...(hasChampion
        ? [{ title: "champion's change", align: 'right', signed: true } as const]
        : []),
      { title: titles.verdict },
    ],
    rows: sorted(degradations).map((judged) => degradationRow(judged, hasChampion)),
  };
}

function degradationRow(judged: JudgedDegradation, hasChampion: boolean): Cell[] {
  const { name, metric, changedRows, clean, spoilt, change, championChange } = judged;
  const { title, better } = describeMetric(metric);
  return [
    name,
    changedRows,
    title,
    clean ?? null,
    spoilt ?? null,
    intervalCell(change, better, change?.limit),
    ...(hasChampion ? [championChange ?? null] : []),
    verdictCell(judged.verdict, degradationText(judged)),
  ];
}

function verdictCell(verdict: Verdict, text: string): Cell {
  return text === words.notLimited ? text : { kind: 'verdict', verdict, text };
}

function shareTable(report: RobustnessReport): TableInput {
  const { shares, hasChampion } = report;
  const unjudged = shares.filter(({ problem }) => problem !== undefined).length;
  const broken = shares.filter(isBroken).length - unjudged;
  return {
    id: 'expectations',
    title: tables.shares(broken, unjudged, shares.length),
    note: tables.sharesNote(report),
    folded: true,
    columns: [
      { title: titles.test },
      { title: titles.rows, align: 'right', digits: 0 },
      { title: titles.broken, align: 'right', digits: 0 },
      { title: titles.share, align: 'right' },
      { title: titles.from, align: 'right' },
      { title: titles.to, align: 'right' },
      ...(hasChampion ? [{ title: titles.champion, align: 'right' } as const] : []),
      { title: titles.verdict },
      { title: titles.note },
    ],
    rows: sorted(shares).map((judged) => shareRow(judged, hasChampion)),
  };
}

function shareRow(judged: JudgedShare, hasChampion: boolean): Cell[] {
  const { name, rows, hits, share, champion, note, problem } = judged;
  const cell = (value: number | undefined): Cell => ({ kind: 'share', value: value ?? null });
  return [
    name,
    rows,
    hits,
    ...[share?.estimate, share?.low, share?.high].map(cell),
    ...(hasChampion ? [cell(champion)] : []),
    verdictCell(judged.verdict, shareText(judged)),
    problem ?? note ?? '',
  ];
}

export function robustnessFindings({
  degradations,
  shares,
  skipped,
  level,
}: RobustnessReport): Finding[] {
  const found: Finding[] = [];
  const say = (verdict: Verdict, code: string, message: string) => {
    const known = found.some((finding) => finding.message === message);
    const severity = verdict === 'fail' ? 'error' : 'warning';
    if (!known) found.push({ code, severity, message });
  };
  for (const judged of sorted(degradations)) {
    const { name, problem, verdict } = judged;
    if (problem !== undefined)
      say(verdict, 'robustness-not-judged', texts.notJudged(name, problem));
    else if (isBroken(judged)) say(verdict, 'not-robust', texts.degradation(judged, level));
  }
  for (const judged of sorted(shares)) {
    const { name, kind, problem, verdict } = judged;
    if (problem !== undefined)
      say(verdict, 'robustness-not-judged', texts.notJudged(name, problem));
    else if (isBroken(judged)) say(verdict, `${kind}-broken`, texts.share(judged));
  }
  if (skipped.length > 0) {
    const message = texts.skipped(skipped);
    found.push({ code: 'perturbations-skipped', severity: 'info', message });
  }
  return found;
}

/** The numbers as a record holds them: a metric under a perturbation counts as a slice of it. */
export function robustnessMetrics({ degradations, shares, level }: RobustnessReport): Metric[] {
  const spoilt = degradations.map(
    ({ name, metric, clean, spoilt: value, change, verdict }): Metric => ({
      name: `robustness-${metric}`,
      slice: name,
      value: value ?? null,
      better: describeMetric(metric).better,
      ...(change === undefined
        ? {}
        : { baseline: clean ?? null, delta: change.estimate, low: change.low, high: change.high }),
      level,
      verdict,
    }),
  );
  const broken = shares.map(
    ({ kind, name, share, verdict }): Metric => ({
      name: `${kind}-broken-share`,
      slice: name,
      value: share?.estimate ?? null,
      low: share?.low ?? null,
      high: share?.high ?? null,
      level,
      better: 'lower',
      verdict,
    }),
  );
  return [...spoilt, ...broken];
}

/** The sentence a verdict rests on; undefined where it passes. */
export function robustnessSummary(report: RobustnessReport): string | undefined {
  const { verdict, degradations, shares, level } = report;
  if (verdict === 'pass') return undefined;
  if (verdict !== 'inconclusive') {
    const wanted = verdict === 'fail' ? 'error' : 'warning';
    return robustnessFindings(report).find(({ severity }) => severity === wanted)?.message;
  }
  const loss = degradations.find((judged) => judged.verdict === verdict);
  if (loss !== undefined) return texts.inconclusive(loss.name, lossText(loss, level));
  const share = shares.find((judged) => judged.verdict === verdict);
  return share && texts.inconclusive(share.name, brokenText(share, level));
}
