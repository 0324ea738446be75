import type { Metric } from '../../../shared/domain/record.ts';
import { hasDrifted, type JudgedColumn, worstAlert } from '../decide.ts';
import { startOf } from '../history/season.ts';

/** What is known of the whole dataset besides its columns. */
export interface DatasetFigures {
  readonly columns: readonly JudgedColumn[];
  /** The dataset's alert, broken columns included. */
  readonly alert: string;
  /** From the newest label to the newest row, in seconds. undefined: there are no labels. */
  readonly labelLag: number | undefined;
}

/** An alert as a number, the most urgent the highest. */
const levels: Readonly<Record<string, number>> = { none: 0, p2: 1, p1: 2, p0: 3 };

/**
 * Figures that no table of the report shows by themselves, for those who watch them over time.
 * Names are those of the exporter's metrics with dashes: `drift-alert` is `mlops_drift_alert`.
 */
export function figuresOf({ columns, alert, labelLag }: DatasetFigures): Metric[] {
  // The column that cuts the windows has none itself.
  const first = columns.find(({ current }) => current.windows.size > 0) ?? columns[0];
  const drifted = columns.filter((column) => column.importance !== 'low' && hasDrifted(column));
  const broken = columns.filter((column) => worstAlert([column.alert]) === 'p0');
  return [
    { name: 'drift-alert', value: levels[alert] ?? 0 },
    { name: 'drifted-columns', value: drifted.length },
    { name: 'broken-columns', value: broken.length },
    { name: 'watched-columns', value: columns.length },
    { name: 'reference-rows', value: first?.reference.rows ?? 0 },
    { name: 'current-rows', value: first?.current.all.rows ?? 0 },
    ...(labelLag === undefined ? [] : [{ name: 'label-lag-seconds', value: labelLag }]),
    ...[...(first?.current.windows ?? [])].flatMap(([slice, { rows }]): Metric[] => {
      const start = startOf(slice);
      return [
        { name: 'window-rows', slice, value: rows },
        ...(start === undefined
          ? []
          : [{ name: 'window-start-timestamp-seconds', slice, value: start }]),
      ];
    }),
    ...columns.flatMap(columnFigures),
  ];
}

function columnFigures(judged: JudgedColumn): Metric[] {
  const { column, whole, alert } = judged;
  const at = { column: column.name };
  const { missing, adjustedP, threshold } = whole;
  return [
    { name: 'drift-alert', ...at, value: levels[alert] ?? 0 },
    ...(whole.effect === undefined ? [] : [{ name: 'drift-limit', ...at, value: threshold }]),
    ...(adjustedP === undefined ? [] : [{ name: 'adjusted-p', ...at, value: adjustedP }]),
    ...(missing === undefined
      ? []
      : [
          {
            name: 'missing-share',
            ...at,
            value: missing.current,
            baseline: missing.reference,
          },
        ]),
  ];
}
