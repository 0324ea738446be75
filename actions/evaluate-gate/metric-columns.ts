import type { TableInput } from '../../shared/domain/cell.ts';
import { columnTitles as titles } from './column-titles.ts';
import { intervalTitle } from './messages.ts';

/** The columns of the table of metrics, of rows and of scores: a comparison, or one model alone. */
export function metricColumns(hasChampion: boolean, level: number): TableInput['columns'] {
  return hasChampion
    ? [
        { title: titles.metric },
        { title: titles.champion, align: 'right' },
        { title: titles.challenger, align: 'right' },
        { title: titles.change, align: 'right', signed: true },
        { title: intervalTitle(level), align: 'center' },
        { title: titles.verdict },
      ]
    : [
        { title: titles.metric },
        { title: titles.challenger, align: 'right' },
        { title: titles.from, align: 'right' },
        { title: titles.to, align: 'right' },
        { title: titles.verdict },
      ];
}
