import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { Finding, Metric } from '../../shared/domain/record.ts';
import { columnTitles as titles } from './column-titles.ts';
import type { Decision } from './decide.ts';
import type { FairnessGroup, FairnessReport, JudgedMeasure } from './fairness.ts';
import { betterOf, type GroupCounts, type Rate, rateOf } from './fairness-measures.ts';
import {
  fairnessSentence,
  findings as findingTexts,
  judgementText,
  measureTitle,
  tables as texts,
  words,
} from './messages.ts';
import { intervalCell } from './present-cells.ts';

/** Fairness measures as a record holds them: `column` is what groups are told apart by. */
export function fairnessMetrics(reports: readonly FairnessReport[], level: number): Metric[] {
  return reports.flatMap(({ by, measures }) =>
    measures.map(({ measure, challenger, champion, judgements, verdict }): Metric => {
      const better = betterOf(measure);
      const own =
        challenger === undefined
          ? { value: null }
          : { value: challenger.estimate, low: challenger.low, high: challenger.high, level };
      const baseline = champion === undefined ? {} : { baseline: champion };
      const judged = judgements.length > 0 || verdict !== 'pass' ? { verdict } : {};
      return { ...own, ...baseline, name: measure, column: by, better, ...judged };
    }),
  );
}

export function fairnessFindings(
  reports: readonly FairnessReport[],
  level: number,
  minRows: number,
): Finding[] {
  return reports.flatMap(({ by, measures, tooSmall }): Finding[] => [
    ...measures
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
      .map((judged): Finding => {
        const severity = judged.verdict === 'fail' ? 'error' : 'warning';
        const message = `${fairnessSentence(by, judged, level)}.`;
        const computed = judged.challenger !== undefined;
        const code = computed ? 'groups-treated-differently' : 'fairness-not-computed';
        return { code, severity, message, column: by };
      }),
    ...(tooSmall.length === 0
      ? []
      : [
          {
            code: 'group-too-small',
            severity: 'warning' as const,
            message: findingTexts.smallGroups(by, tooSmall, minRows),
            column: by,
          },
        ]),
  ]);
}

export function fairnessTables(
  reports: readonly FairnessReport[],
  { level, hasChampion, clusters }: Pick<Decision, 'level' | 'hasChampion' | 'clusters'>,
): TableInput[] {
  const note = texts.fairnessNote(level, clusters !== undefined);
  return reports.flatMap((report, i) => [
    { ...measureTable(report, i, hasChampion), note },
    groupTable(report, i),
  ]);
}

function measureTable(
  { by, measures }: FairnessReport,
  place: number,
  hasChampion: boolean,
): TableInput {
  const limited = measures.filter(({ judgements }) => judgements.length > 0);
  const broken = limited.filter(({ verdict }) => verdict !== 'pass');
  const compares = measures.some(({ difference }) => difference !== undefined);
  return {
    id: `fairness-${place + 1}`,
    title: texts.fairness(by, limited.length, broken.length),
    folded: true,
    columns: [
      { title: titles.measure },
      ...(hasChampion ? [{ title: titles.champion, align: 'right' as const, digits: 4 }] : []),
      { title: titles.challenger, align: 'right', digits: 4 },
      { title: titles.from, align: 'right', digits: 4 },
      { title: titles.to, align: 'right', digits: 4 },
      { title: titles.limit, align: 'right' },
      ...(compares ? [{ title: titles.change, align: 'center' as const }] : []),
      { title: titles.verdict },
    ],
    rows: measures.map((judged): Cell[] => {
      const { measure, challenger, champion, difference, judgements } = judged;
      const limit = judgements.find(({ kind }) => kind !== 'regression')?.limit;
      const allowed = judgements.find(({ kind }) => kind === 'regression')?.limit;
      return [
        measureTitle(measure),
        ...(hasChampion ? [champion ?? null] : []),
        challenger?.estimate ?? null,
        challenger?.low ?? null,
        challenger?.high ?? null,
        limit ?? null,
        ...(compares ? [intervalCell(difference, betterOf(measure), allowed)] : []),
        measureVerdict(judged),
      ];
    }),
  };
}

function measureVerdict({ challenger, judgements, verdict }: JudgedMeasure): Cell {
  if (judgements.length > 0) {
    return { kind: 'verdict', verdict, text: judgements.map(judgementText).join(', ') };
  }
  return challenger === undefined ? words.notComputed : texts.noLimit;
}

const rates: readonly Rate[] = ['selection', 'true-positive', 'false-positive'];

/** The groups with the lowest selection rate first. */
function groupTable({ by, groups }: FairnessReport, place: number): TableInput {
  const hasChampion = groups.some(({ champion }) => champion !== undefined);
  const selection = ({ challenger }: FairnessGroup) => share(challenger, 'selection') ?? 0;
  return {
    id: `groups-${place + 1}`,
    title: texts.groups(by),
    folded: true,
    columns: [
      { title: by },
      { title: titles.rows, align: 'right', digits: 0 },
      { title: titles['predicted positive'], align: 'right' },
      { title: titles['true positive rate'], align: 'right' },
      { title: titles['false positive rate'], align: 'right' },
      ...(hasChampion
        ? [{ title: titles['champion: predicted positive'], align: 'right' as const }]
        : []),
    ],
    rows: groups
      .toSorted((a, b) => selection(a) - selection(b))
      .map(({ challenger, champion, rows }): Cell[] => [
        challenger.name,
        rows,
        ...rates.map((rate): Cell => ({ kind: 'share', value: share(challenger, rate) })),
        ...(champion === undefined
          ? []
          : [{ kind: 'share' as const, value: share(champion, 'selection') }]),
      ]),
  };
}

function share(group: GroupCounts, rate: Rate): number | null {
  const found = rateOf(group, rate);
  return found === undefined ? null : found.hits / found.rows;
}
