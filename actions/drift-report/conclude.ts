import type { Finding, Series } from '../../shared/domain/record.ts';
import { type JudgedColumn, type Policy, shouldRetrain, verdictOf, worstAlert } from './decide.ts';
import { columnFindings } from './findings.ts';
import {
  driftedNames,
  driftSeries,
  driftTable,
  meanSeries,
  metricsOf,
  summaryOf,
  windowTable,
  worstFirst,
} from './report.ts';
import type { WindowUnit } from './windows/calendar.ts';

/** From judged columns to what people and other steps read. */
export function conclude(
  columns: readonly JudgedColumn[],
  schema: readonly Finding[],
  policy: Policy,
  unit: WindowUnit | undefined,
  last: Series | undefined,
) {
  const broken = schema.filter(({ severity }) => severity === 'error');
  const alert = worstAlert([
    ...columns.map((column) => column.alert),
    ...broken.map(() => 'p0' as const),
  ]);
  const own = worstFirst(columns).flatMap(columnFindings);
  const findings = [...broken, ...own, ...schema.filter(({ severity }) => severity !== 'error')];
  const windows = [
    ...new Set(columns.flatMap(({ current }) => [...current.windows.keys()])),
  ].sort();
  const isSplit = unit !== undefined && windows.length > 1;
  const table = isSplit
    ? windowTable(columns, windows, unit, policy.peer ?? policy.method)
    : undefined;
  const important = columns.filter(({ importance }) => importance === 'high');
  const series = isSplit
    ? [
        last ?? driftSeries(columns, windows, policy),
        ...important.map((c) => meanSeries(c, windows)),
      ]
    : [last];
  const worst = findings.find(({ severity }) => severity !== 'info')?.message;
  const retrain = broken.length === 0 && shouldRetrain(alert, columns);
  return {
    verdict: verdictOf(alert, columns, policy.failFrom),
    summary: summaryOf(
      alert,
      columns,
      broken.map(({ message }) => message),
      worst,
    ),
    metrics: metricsOf(columns),
    findings,
    tables: [driftTable(columns, policy), ...(table === undefined ? [] : [table])],
    series: series.filter((entry) => entry !== undefined),
    outputs: {
      alert,
      'drifted-columns': JSON.stringify(driftedNames(columns)),
      retrain: String(retrain),
    },
  };
}
