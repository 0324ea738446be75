import { resolve } from 'node:path';
import type { Finding, StepRecord } from '../../../shared/domain/record.ts';
import { writeAtomically } from '../../../shared/files/write-atomically.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { MetricsPush } from '../../../shared/ports/metrics-push.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { renderOpenMetrics } from '../../../shared/report/open-metrics.ts';
import type { definition } from '../definition.ts';
import { observabilityMessages } from './messages.ts';

type Context = StepContext<typeof definition>;

/**
 * Hand the figures to those who watch them over time: a file for a collector, a Pushgateway. What
 * does not work out is a warning: monitoring that is down must not change a verdict.
 */
export async function publishFigures(
  context: Context,
  metricsPush: MetricsPush,
  measured: Pick<StepRecord, 'verdict' | 'metrics'> & { started: Date },
): Promise<Finding[]> {
  const { inputs, modelName, workingDirectory, signal } = context;
  const file = inputs['metrics-file'];
  const { pushgateway } = inputs;
  if (file === undefined && pushgateway === undefined) return [];
  const text = renderOpenMetrics([
    {
      ...{ step: 'drift-report', model: modelName, verdict: measured.verdict },
      ...{ started: measured.started.toISOString(), finished: context.now().toISOString() },
      metrics: measured.metrics,
    },
  ]);
  const findings: (Finding | undefined)[] = [];
  if (file !== undefined) {
    const path = resolve(workingDirectory, file);
    const warn = (reason: string) => observabilityMessages.notWritten(file, reason);
    findings.push(await attempt('metrics-not-written', warn, () => writeAtomically(path, text)));
  }
  if (pushgateway !== undefined) {
    const group = { job: 'mlops_drift_report', model: modelName };
    findings.push(
      await attempt('metrics-not-pushed', observabilityMessages.notPushed, () =>
        metricsPush.replace(pushgateway, group, text, signal),
      ),
    );
  }
  return findings.filter((finding) => finding !== undefined);
}

async function attempt(
  code: string,
  warning: (reason: string) => string,
  body: () => Promise<void>,
): Promise<Finding | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    const hint = error instanceof ActionError && error.hint !== undefined ? ` ${error.hint}` : '';
    const reason = error instanceof Error ? error.message : String(error);
    return { code, severity: 'warning', message: warning(`${reason}${hint}`) };
  }
}

/** Seconds from the newest row with a label to the newest row, or undefined where none has one. */
export async function labelLag(
  tables: TableReader,
  current: Table,
  time: string | undefined,
  label: string | undefined,
): Promise<number | undefined> {
  const isThere = current.columns.some(({ name }) => name === label);
  if (time === undefined || label === undefined || !isThere) return undefined;
  const at = tables.identifier(time);
  const newest = `max(${at}) FILTER (isfinite(${at}))`;
  const labelled = `max(${at}) FILTER (isfinite(${at}) AND ${tables.identifier(label)} IS NOT NULL)`;
  const [row = {}] = await tables.query(
    `SELECT epoch(${newest}) - epoch(${labelled}) AS lag FROM ${current.relation}`,
  );
  return row.lag === null || row.lag === undefined ? undefined : Number(row.lag);
}
