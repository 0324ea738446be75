import type { TableInput } from '../../shared/domain/cell.ts';
import { intervalTitle } from './messages.ts';

/** The columns of the table of metrics, of rows and of scores: a comparison, or one model alone. */
export function metricColumns(hasChampion: boolean, level: number): TableInput['columns'] {
  return hasChampion
    ? [
        { title: 'metric' },
        { title: 'champion', align: 'right' },
        { title: 'challenger', align: 'right' },
        { title: 'change', align: 'right', signed: true },
        { title: intervalTitle(level), align: 'center' },
        { title: 'verdict' },
      ]
    : [
        { title: 'metric' },
        { title: 'challenger', align: 'right' },
        { title: 'from', align: 'right' },
        { title: 'to', align: 'right' },
        { title: 'verdict' },
      ];
}
