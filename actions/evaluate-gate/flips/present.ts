import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { LabelMeaning } from '../check-rows.ts';
import { columnTitles as titles } from '../column-titles.ts';
import type { GateRows, SliceColumn } from '../rows.ts';
import type { FlippedRow } from './list.ts';
import { texts } from './messages.ts';

/** What the table calls each row: a key, or a number. */
export interface NamedRows {
  readonly title: 'key' | 'row';
  readonly names: readonly string[];
}

/**
 * The flipped cases as a folded table. It has what leads a person with access to the data to the
 * row, and what they asked slices for; groups of fairness stay out, as a row with a person's sex and
 * race would point at that person.
 */
export function flippedTable(
  flipped: readonly FlippedRow[],
  named: NamedRows,
  { rows, meaning, all, slices }: Shown,
): TableInput[] {
  if (flipped.length === 0) return [];
  const shown = rows.slices.filter(({ name }) => slices.includes(name));
  const isNumber = meaning.task === 'regression';
  const note = isNumber ? texts.errorsNote : texts.flippedNote;
  return [
    {
      id: 'flipped-cases',
      title: isNumber ? texts.errors(flipped.length) : texts.flipped(flipped.length, all),
      note: named.title === 'key' ? note : `${note} ${texts.rowNote}`,
      folded: true,
      columns: [
        { title: titles[named.title] },
        ...shown.map(({ name }) => ({ title: name })),
        ...(isNumber ? [] : [{ title: titles.change }]),
        { title: titles.truth, align: 'right' as const },
        { title: titles.champion, align: 'right' as const },
        { title: titles.challenger, align: 'right' as const },
        ...(isNumber ? [{ title: titles['error grew by'], align: 'right' as const }] : []),
      ],
      rows: flipped.map((one, i): Cell[] => [
        { kind: 'code', text: named.names[i] ?? '' },
        ...shown.map((column) => sliceValue(column, one.row)),
        ...(isNumber ? [] : [one.direction]),
        ...answers(one, rows, meaning),
        ...(isNumber ? [one.moved] : []),
      ]),
    },
  ];
}

export interface Shown {
  readonly rows: GateRows;
  readonly meaning: LabelMeaning;
  /** How many flipped, listed or not. */
  readonly all: number;
  /** Columns whose values may be shown. */
  readonly slices: readonly string[];
}

function sliceValue({ codes, values }: SliceColumn, row: number): string {
  return values[codes[row] ?? -1] ?? '(missing)';
}

function answers(flipped: FlippedRow, rows: GateRows, meaning: LabelMeaning): Cell[] {
  const { truth, champion, challenger } = flipped;
  if (meaning.task === 'multiclass') {
    return [truth, champion, challenger].map((at) => meaning.classes[at] ?? '(other)');
  }
  if (meaning.task !== 'binary' || rows.task !== 'binary') return [truth, champion, challenger];
  const positive = meaning.positive.replace(/\.0$/u, '');
  const name = (value: number) => (value === 1 ? positive : texts.otherClass(positive));
  const answer = (value: number, kind: string | undefined): Cell =>
    kind === 'probability' ? value : name(value);
  return [
    name(truth),
    answer(champion, rows.championKind),
    answer(challenger, rows.challengerKind),
  ];
}
