import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Metric } from '../../../shared/domain/record.ts';
import { columnTitles as titles } from '../column-titles.ts';
import type { Judgement } from '../judge.ts';
import { judgementText, words } from '../messages.ts';
import { metricColumns } from '../metric-columns.ts';
import type { ScoresDecision } from './decide.ts';
import type { CaseShares, JudgeReport } from './flips.ts';
import type { JudgedMeasure } from './judge.ts';
import {
  findings as findingTexts,
  measureSentence,
  measureTitle,
  summaries,
  tables as tableTexts,
} from './messages.ts';
import { sliceFindings, sliceMetrics, slicesSummary, sliceTables } from './present-slices.ts';

const outcomeOrder: readonly Judgement['outcome'][] = [
  'worse',
  'inconclusive',
  'no-worse',
  'better',
];

/** The judgement a verdict rests on: the worst one, the regression before the floor. */
function deciding({ judgements }: JudgedMeasure): Judgement | undefined {
  return judgements.toSorted(
    (a, b) =>
      outcomeOrder.indexOf(a.outcome) - outcomeOrder.indexOf(b.outcome) ||
      Number(a.kind !== 'regression') - Number(b.kind !== 'regression'),
  )[0];
}

/** One sentence: the deciding number and what it means. */
export function summaryOf(decision: ScoresDecision): string {
  const { measures, missing, known, verdict, identical, judgedAny, hasChampion } = decision;
  const failing = measures.find((measure) => measure.verdict === 'fail');
  const lacking = missing.find(({ required }) => required);
  if (failing === undefined && lacking !== undefined) {
    return findingTexts.metricMissing(lacking.name, known);
  }
  const sliced = failing === undefined ? slicesSummary(decision) : undefined;
  if (sliced !== undefined) return sliced;
  if (verdict === 'pass' && identical) return summaries.identical(decision);
  const judged = measures.filter(({ judgements }) => judgements.length > 0);
  const chosen =
    failing ?? judged.find((measure) => measure.verdict === verdict) ?? judged[0] ?? measures[0];
  if (chosen === undefined) return summaries.nothingJudged(decision);
  const sentence = measureSentence(chosen, deciding(chosen), decision);
  if (!judgedAny) return `${sentence}; ${summaries.nothingJudged(decision)}`;
  return hasChampion ? sentence : `${sentence}; ${summaries.firstRun}`;
}

/** The measures as a record holds them: what was judged first, slices last. */
export function recordMetrics(decision: ScoresDecision): Metric[] {
  const { measures, level } = decision;
  const judgedFirst = measures.toSorted(
    (a, b) => Number(a.judgements.length === 0) - Number(b.judgements.length === 0),
  );
  const whole = judgedFirst.map(
    ({ measure, challenger, champion, difference, judgements, verdict }) => {
      const { low, high } = difference ?? challenger;
      return {
        name: measure.name,
        value: challenger.estimate,
        ...(champion === undefined || difference === undefined
          ? {}
          : { baseline: champion, delta: difference.estimate }),
        low,
        high,
        level,
        better: measure.better,
        ...(measure.unit === undefined ? {} : { unit: measure.unit }),
        ...(judgements.length > 0 ? { verdict } : {}),
      };
    },
  );
  return [...whole, ...sliceMetrics(decision)];
}

export function findingsOf(decision: ScoresDecision, isStated: boolean): Finding[] {
  const { changes, repeats, missing, known, added, unscored, judges, hasChampion } = decision;
  const found: Finding[] = missing.map(({ name, required }) => ({
    code: 'metric-not-found',
    severity: required ? 'error' : 'warning',
    message: findingTexts.metricMissing(name, known),
  }));
  const say = (when: boolean, severity: Finding['severity'], code: string, message: string) => {
    if (when) found.push({ code, severity, message });
  };
  const { broken, flaky } = changes;
  say(broken.length > 0, 'warning', 'cases-newly-fail', findingTexts.broken(broken));
  say(flaky.length > 0, 'info', 'cases-flaky', findingTexts.flaky(flaky));
  say(
    added.names.length > 0,
    'warning',
    'cases-added',
    findingTexts.added(added.names, added.failing),
  );
  const lost = unscored.challenger + unscored.champion > 0;
  const lostText = findingTexts.unscored(unscored.challenger, unscored.champion);
  say(lost, 'warning', 'answers-unscored', lostText);
  const counts = [...repeats.challenger, ...(repeats.champion ?? [])];
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  say(fewest < most, 'info', 'repeats-differ', findingTexts.repeatsDiffer(repeats));
  say(most === 1, 'info', 'cases-ran-once', findingTexts.ranOnce);
  const share = within(decision);
  say(share >= 0.3, 'info', 'repeats-would-help', findingTexts.moreRepeats(share));
  say(judges?.split ?? false, 'warning', 'judges-split', findingTexts.judgesSplit);
  say(!hasChampion, 'info', 'no-champion', findingTexts.noChampion);
  const identical = findingTexts.identical(decision.cases, decision.level);
  say(decision.identical && hasChampion, 'info', 'models-identical', identical);
  const judged = decision.measures.filter(({ judgements }) => judgements.length > 0);
  const named = findingTexts.noPolicy(judged.map(({ measure }) => measureTitle(measure)));
  say(!isStated && judged.length > 0, 'info', 'no-policy', named);
  return [...found, ...sliceFindings(decision)];
}

/** The part of the variance that repeats explain, where a measure could not be decided; else 0. */
function within({ measures }: ScoresDecision): number {
  const open = measures.find(({ verdict }) => verdict === 'inconclusive');
  return (open?.difference ?? open?.challenger)?.withinShare ?? 0;
}

export function tablesOf(decision: ScoresDecision): TableInput[] {
  const { changes, hasChampion, judges } = decision;
  const { broken, fixed, flaky } = changes;
  return [
    metricTable(decision),
    ...sliceTables(decision),
    ...(broken.length + fixed.length > 0 ? [flipTable(broken, fixed)] : []),
    ...(flaky.length > 0 ? [flakyTable(flaky, hasChampion)] : []),
    ...(judges === undefined ? [] : [judgeTable(judges, hasChampion)]),
  ];
}

function metricTable(decision: ScoresDecision): TableInput {
  const { hasChampion, level, measures } = decision;
  const order = ['fail', 'inconclusive', 'warn', 'pass'];
  // What nobody judged comes last.
  const rank = ({ judgements, verdict }: JudgedMeasure) =>
    judgements.length === 0 ? order.length : order.indexOf(verdict);
  return {
    id: 'metrics',
    title: tableTexts.metrics(hasChampion),
    note: tableTexts.metricsNote(decision),
    columns: metricColumns(hasChampion, level),
    rows: measures
      .toSorted((a, b) => rank(a) - rank(b))
      .map((judged) => metricRow(judged, hasChampion)),
  };
}

function metricRow(judged: JudgedMeasure, hasChampion: boolean): Cell[] {
  const { measure, challenger, champion, difference, judgements } = judged;
  const title = measureTitle(measure);
  const verdict = verdictCell(judged);
  if (!hasChampion || difference === undefined) {
    return [title, challenger.estimate, challenger.low, challenger.high, verdict];
  }
  const { low, estimate, high } = difference;
  const allowed = judgements.find(({ kind }) => kind === 'regression')?.limit;
  const limit = allowed === undefined ? {} : { allowed };
  return [
    title,
    champion ?? null,
    challenger.estimate,
    estimate,
    { kind: 'interval', low, value: estimate, high, better: measure.better, ...limit },
    verdict,
  ];
}

function verdictCell(judged: JudgedMeasure): Cell {
  const { verdict, judgements, rule } = judged;
  const own = deciding(judged);
  if (own === undefined) return words.notJudged;
  const said = judgements
    .filter(({ outcome }) => outcome === own.outcome || verdict === 'pass')
    .map(judgementText)
    .join(', ');
  return { kind: 'verdict', verdict, text: rule.required ? said : `${said} (${words.advisory})` };
}

function flipTable(broken: readonly CaseShares[], mended: readonly CaseShares[]): TableInput {
  const rowsOf = (cases: readonly CaseShares[], change: string) =>
    cases.map((shares): Cell[] => [shares.name, ...passCells(shares, true), change]);
  return {
    id: 'flips',
    title: tableTexts.flips(broken.length, mended.length),
    note: tableTexts.flipsNote,
    folded: true,
    columns: [
      { title: titles.case },
      { title: titles.champion, align: 'right' },
      { title: titles.challenger, align: 'right' },
      { title: titles.change },
    ],
    rows: [...rowsOf(broken, tableTexts.broken), ...rowsOf(mended, tableTexts.mended)],
  };
}

function flakyTable(flaky: readonly CaseShares[], hasChampion: boolean): TableInput {
  return {
    id: 'flaky',
    title: tableTexts.flaky(flaky.length),
    note: tableTexts.flakyNote,
    folded: true,
    columns: [
      { title: titles.case },
      ...(hasChampion ? [{ title: titles.champion, align: 'right' } as const] : []),
      { title: titles.challenger, align: 'right' },
    ],
    rows: flaky.map((shares): Cell[] => [shares.name, ...passCells(shares, hasChampion)]),
  };
}

/** `2 of 5` a side: what a share of few repeats hides. */
function passCells({ challenger, champion, repeats }: CaseShares, hasChampion: boolean): Cell[] {
  const own = tableTexts.passes(challenger, repeats.challenger);
  return hasChampion ? [tableTexts.passes(champion ?? 0, repeats.champion ?? 0), own] : [own];
}

function judgeTable({ answers, disagreed, judges }: JudgeReport, hasChampion: boolean): TableInput {
  return {
    id: 'judges',
    title: tableTexts.judges(answers, disagreed),
    note: tableTexts.judgesNote,
    folded: true,
    columns: [
      { title: titles.judge },
      ...(hasChampion ? [{ title: titles.champion, align: 'right' } as const] : []),
      { title: titles.challenger, align: 'right' },
    ],
    rows: judges.map(({ judge, challenger, champion }): Cell[] => [
      judge,
      ...(hasChampion ? [champion] : []),
      challenger,
    ]),
  };
}
