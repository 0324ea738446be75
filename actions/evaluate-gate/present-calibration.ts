import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { Calibration, Calibrations } from './calibration.ts';
import { tables as texts } from './messages.ts';

const parts: readonly {
  readonly title: string;
  readonly perfect: string;
  readonly read: (calibration: Calibration) => number | undefined;
}[] = [
  { title: 'calibration slope', perfect: '1', read: ({ line }) => line?.slope },
  { title: 'calibration intercept', perfect: '0', read: ({ line }) => line?.intercept },
  { title: 'reliability', perfect: '0', read: ({ reliability }) => reliability },
  { title: 'resolution', perfect: 'high', read: ({ resolution }) => resolution },
  { title: 'uncertainty', perfect: '', read: ({ uncertainty }) => uncertainty },
];

/** Cox's line, and Murphy's parts of the Brier score. */
export function calibrationTable({ challenger, champion }: Calibrations): TableInput {
  return {
    id: 'calibration',
    title: texts.calibration,
    note: texts.calibrationNote,
    folded: true,
    columns: [
      { title: 'part' },
      ...(champion === undefined
        ? []
        : [{ title: 'champion', align: 'right' as const, digits: 4 }]),
      { title: 'challenger', align: 'right', digits: 4 },
      { title: 'perfect', align: 'right' },
    ],
    rows: parts.map(({ title, perfect, read }): Cell[] => [
      title,
      ...(champion === undefined ? [] : [read(champion) ?? null]),
      read(challenger) ?? null,
      perfect,
    ]),
  };
}
