import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { Calibration, Calibrations } from './calibration.ts';
import { columnTitles as titles } from './column-titles.ts';
import { tables as texts } from './messages.ts';

const parts: readonly {
  readonly name: keyof typeof titles;
  /** A number, or the catalogue's word for it. */
  readonly perfect: '' | '0' | '1' | 'high';
  readonly read: (calibration: Calibration) => number | undefined;
}[] = [
  { name: 'calibration slope', perfect: '1', read: ({ line }) => line?.slope },
  { name: 'calibration intercept', perfect: '0', read: ({ line }) => line?.intercept },
  { name: 'reliability', perfect: '0', read: ({ reliability }) => reliability },
  { name: 'resolution', perfect: 'high', read: ({ resolution }) => resolution },
  { name: 'uncertainty', perfect: '', read: ({ uncertainty }) => uncertainty },
];

/** Cox's line, and Murphy's parts of the Brier score. */
export function calibrationTable({ challenger, champion }: Calibrations): TableInput {
  return {
    id: 'calibration',
    title: texts.calibration,
    note: texts.calibrationNote,
    folded: true,
    columns: [
      { title: titles.part },
      ...(champion === undefined
        ? []
        : [{ title: titles.champion, align: 'right' as const, digits: 4 }]),
      { title: titles.challenger, align: 'right', digits: 4 },
      { title: titles.perfect, align: 'right' },
    ],
    rows: parts.map(({ name, perfect, read }): Cell[] => [
      titles[name],
      ...(champion === undefined ? [] : [read(champion) ?? null]),
      read(challenger) ?? null,
      perfect === 'high' ? titles.high : perfect,
    ]),
  };
}
