import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Series } from '../../../shared/domain/record.ts';
import { columnTitles as titles } from '../column-titles.ts';
import { intervalCell } from '../present-cells.ts';
import type { ExplainedDependence, Explanation } from './explain.ts';
import { seriesTitles, tables } from './messages.ts';

export function explanationTables(explanation: Explanation): TableInput[] {
  const { columns, dependences } = explanation;
  const compared = dependences.filter(({ gap }) => gap !== undefined);
  return [
    ...(columns.length === 0 ? [] : [importanceTable(explanation)]),
    ...(compared.length === 0 ? [] : [dependenceTable(compared)]),
  ];
}

function importanceTable(explanation: Explanation): TableInput {
  const { columns, metric } = explanation;
  const hasChampion = columns.some(({ champion }) => champion !== undefined);
  return {
    id: 'importance',
    title: tables.importance(metric),
    note: tables.importanceNote(explanation),
    folded: true,
    columns: [
      { title: titles.column },
      { title: titles.challenger, align: 'right' },
      { title: titles.interval, align: 'center' },
      ...(hasChampion
        ? ([
            { title: titles.champion, align: 'right' },
            { title: titles.difference, align: 'right', signed: true },
          ] as const)
        : []),
    ],
    rows: columns.map(({ column, challenger, champion, difference }): Cell[] => [
      column,
      numberOrNull(challenger.estimate),
      Number.isNaN(challenger.estimate) ? null : intervalCell(challenger, 'higher'),
      ...(hasChampion ? [numberOrNull(champion?.estimate), numberOrNull(difference)] : []),
    ]),
  };
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function dependenceTable(dependences: readonly ExplainedDependence[]): TableInput {
  return {
    id: 'dependence',
    title: tables.dependence,
    note: tables.dependenceNote,
    folded: true,
    columns: [{ title: titles.column }, { title: titles['widest distance'], align: 'right' }],
    rows: dependences
      .toSorted((a, b) => (b.gap ?? 0) - (a.gap ?? 0))
      .map(({ column, gap }): Cell[] => [column, gap ?? null]),
  };
}

/** Bars of importance, and a curve a column and class. */
export function explanationSeries(explanation: Explanation): Series[] {
  const { columns, dependences, metric } = explanation;
  const bars: Series = {
    id: 'importance',
    title: seriesTitles.importance,
    kind: 'bar',
    x: { title: titles.column, values: columns.map(({ column }) => column) },
    y: { title: seriesTitles.worse(metric) },
    lines: [
      ...(columns.some(({ champion }) => champion !== undefined)
        ? [{ name: 'champion', values: columns.map((one) => numberOrNull(one.champion?.estimate)) }]
        : []),
      { name: 'challenger', values: columns.map((one) => numberOrNull(one.challenger.estimate)) },
    ],
  };
  const curves = dependences.flatMap((one, i) => dependenceSeries(one, i, explanation.classes));
  return columns.length === 0 ? curves : [bars, ...curves];
}

/** More curves than these of one column are not read. */
const mostClasses = 3;

function dependenceSeries(
  { column, challenger, champion }: ExplainedDependence,
  place: number,
  classes: readonly string[],
): Series[] {
  return challenger.averages.slice(0, mostClasses).map((values, of): Series => {
    const old = champion?.averages[of];
    const named = challenger.averages.length > 1 ? classes[of]?.replace(/\.0$/u, '') : undefined;
    return {
      id: `dependence-${place + 1}${named === undefined ? '' : `-${of + 1}`}`,
      title: seriesTitles.dependence(column, named),
      kind: challenger.grid.every((value) => typeof value === 'number') ? 'line' : 'bar',
      x: { title: column, values: [...challenger.grid] },
      y: { title: seriesTitles.answer },
      lines: [
        ...(old === undefined ? [] : [{ name: 'champion', values: [...old] }]),
        { name: 'challenger', values: [...values] },
      ],
    };
  });
}

export function explanationFindings({ problems }: Explanation): Finding[] {
  return problems.map((message) => ({ code: 'not-explained', severity: 'warning', message }));
}
