import { actOn, type Found } from '../../actions/drift-report/alerts/run.ts';
import { definition } from '../../actions/drift-report/definition.ts';
import type { Outbox } from '../../shared/adapters/notifiers/deliver.ts';
import { notifierOpener } from '../../shared/adapters/notifiers/open-notifier.ts';
import type { MemoryHostOptions } from '../../shared/hosts/memory.ts';
import { runStep, type StepRun } from './run-step.ts';

/** What a comparison may have found: nothing, too few rows, and an alert of each level. */
export type Current = 'steady' | 'undecided' | 'p2' | 'p1' | 'p0';

function foundOf(current: Current, name: string): Found {
  const isAlert = current.startsWith('p');
  const message = { p0: `${name} is missing from the current data.` }[current as 'p0'];
  const drifted = `${name} drifted: mean 4 → 9, PSI 0.412.`;
  return {
    verdict: { steady: 'pass', undecided: 'inconclusive', p0: 'fail' }[current as string] ?? 'warn',
    summary: isAlert
      ? `${current.toUpperCase()}: 1 of 3 columns drifted or broke. ${message ?? drifted}`
      : 'No drift in 3 columns over 1,500 rows.',
    findings: isAlert
      ? [
          {
            code: current === 'p0' ? 'column-missing' : 'drift',
            severity: current === 'p0' ? 'error' : 'warning',
            column: name,
            message: message ?? drifted,
          },
        ]
      : [],
    tables: [
      {
        id: 'drift',
        title: 'Drift',
        columns: [{ title: 'column' }, { title: 'verdict' }],
        rows: [[name, isAlert ? 'drifted' : 'steady']],
      },
    ],
    outputs: {
      alert: isAlert ? current : 'none',
      'drifted-columns': JSON.stringify(isAlert ? [name] : []),
      retrain: String(current === 'p1'),
    },
  } as Found;
}

export interface RunOptions extends MemoryHostOptions {
  /** Default: another for each hour. */
  readonly runId?: string;
  /** The column that moved. */
  readonly column?: string;
  /** Besides what an alert finds. */
  readonly metrics?: Found['metrics'];
  /** Rows with their label. */
  readonly labels?: number;
}

/** One scheduled run, so many hours after the first. */
export type DriftRun = (current: Current, at: number, options?: RunOptions) => Promise<StepRun>;

const start = Date.parse('2026-03-01T06:00:00Z');

/**
 * Runs of a drift report on a schedule, at times the caller says: the whole life of the step, but
 * for the comparison itself, whose result the caller says as well.
 */
export function driftRuns(root: string, environment: Readonly<Record<string, string>>): DriftRun {
  const box: Omit<Outbox, 'now'> = {
    ...{ timeoutMs: 2_000, retries: 1, longestRestS: 30 },
    wait: async () => undefined,
  };
  return (current, at, options = {}) => {
    const { runId = `run-${at}`, column = 'x', labels = 5_000, metrics, ...host } = options;
    const found = foundOf(current, column);
    const runUrl = `https://github.example/octo/flights/actions/runs/${runId}`;
    const now = () => new Date(start + at * 3_600_000);
    const ports = { openNotifier: notifierOpener({ ...box, now: () => now().getTime() }) };
    const step = {
      definition,
      // The step's own clock: a client of a forge does not bear one that runs backwards.
      run: (context: Parameters<typeof actOn>[0]) =>
        actOn({ ...context, now }, ports, { ...found, ...(metrics && { metrics }) }, labels),
    };
    return runStep(
      step,
      root,
      { ...host.inputs },
      {
        environment,
        ...host,
        context: { repository: 'octo/flights', runId, runUrl, branch: 'main', ...host.context },
      },
    );
  };
}
