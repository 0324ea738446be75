import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import { columnTitles as titles } from '../column-titles.ts';
import { tables as texts } from './messages.ts';
import type { Classes, ClassReport, Confused } from './report.ts';

/** The tables of classes and of the pairs that are mixed up most, both folded. */
export function classTables({ classes, confused }: Classes): TableInput[] {
  const hasChampion = classes.some(({ champion }) => champion !== undefined);
  return [
    rateTable(classes, hasChampion),
    ...(confused.length === 0 ? [] : [confusedTable(confused, hasChampion)]),
  ];
}

const right = { align: 'right' } as const;

function rateTable(classes: readonly ClassReport[], hasChampion: boolean): TableInput {
  return {
    id: 'classes',
    title: texts.classes(classes.length),
    note: texts.classesNote(hasChampion),
    folded: true,
    columns: [
      { title: titles.class },
      { title: titles.rows, ...right, digits: 0 },
      { title: titles.precision, ...right, digits: 4 },
      ...(hasChampion ? [{ title: titles.change, ...right, digits: 4, signed: true }] : []),
      { title: titles.recall, ...right, digits: 4 },
      ...(hasChampion ? [{ title: titles.change, ...right, digits: 4, signed: true }] : []),
      { title: 'F1', ...right, digits: 4 },
      ...(hasChampion ? [{ title: titles.change, ...right, digits: 4, signed: true }] : []),
    ],
    rows: classes.map(({ name, rows, challenger, champion }): Cell[] => [
      name,
      rows,
      ...(['precision', 'recall', 'f1'] as const).flatMap((rate): Cell[] =>
        champion === undefined
          ? [challenger[rate]]
          : [challenger[rate], challenger[rate] - champion[rate]],
      ),
    ]),
  };
}

function confusedTable(confused: readonly Confused[], hasChampion: boolean): TableInput {
  return {
    id: 'confusions',
    title: texts.confusions,
    note: texts.confusionsNote,
    folded: true,
    columns: [
      { title: titles.label },
      { title: titles.answer },
      ...(hasChampion ? [{ title: titles.champion, ...right, digits: 0 }] : []),
      { title: titles.challenger, ...right, digits: 0 },
      { title: titles['share of the class'], ...right },
    ],
    rows: confused.map(({ label, answer, challenger, champion, rows }): Cell[] => [
      label,
      answer ?? texts.unknownClass,
      ...(hasChampion ? [champion ?? null] : []),
      challenger,
      { kind: 'share', value: challenger / rows },
    ]),
  };
}
