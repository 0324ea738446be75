import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { definition } from '../../actions/drift-report/definition.ts';
import { run } from '../../actions/drift-report/run.ts';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import type { Outbox } from '../../shared/adapters/notifiers/deliver.ts';
import { notifierOpener } from '../../shared/adapters/notifiers/open-notifier.ts';
import { pushgateway } from '../../shared/adapters/pushgateway.ts';
import type { MemoryHostOptions } from '../../shared/hosts/memory.ts';
import { createRandom } from '../../shared/stats/random.ts';
import { runStep, type StepRun } from './run-step.ts';
import { tempDir } from './temp-dir.ts';

/** What current data may show: nothing, and an alert of each level. */
export type Current = 'steady' | 'p2' | 'p1' | 'p0';

const rows = 1_500;

function csv(columns: readonly string[], shift: { x: number; z: number }, seed: number): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, () => {
    const row: Record<string, string> = {
      late: random.uniform() < 0.3 ? '1' : '0',
      x: (random.normal() + shift.x).toFixed(3),
      z: (random.normal() + shift.z).toFixed(3),
    };
    return columns.map((name) => row[name]).join(',');
  });
  return `${columns.join(',')}\n${lines.join('\n')}\n`;
}

const all = ['late', 'x', 'z'];
const still = { x: 0, z: 0 };
const files = {
  'reference.csv': csv(all, still, 1),
  'steady.csv': csv(all, still, 2),
  'p2.csv': csv(all, { x: 0, z: 1 }, 3),
  'p1.csv': csv(all, { x: 1, z: 0 }, 4),
  'p0.csv': csv(['late', 'x'], still, 5),
};

export interface DriftProject {
  readonly root: string;
  /** `drift:` of mlops.yml below the columns, indented by six spaces. */
  configure(drift: string): void;
  /** One scheduled run, so many hours after the first. */
  run(current: Current, at: number, options?: RunOptions): Promise<StepRun>;
}

export interface RunOptions extends MemoryHostOptions {
  /** Default: another for each hour. */
  readonly runId?: string;
}

const start = Date.parse('2026-03-01T06:00:00Z');

/** A project whose drift report runs on a schedule, at times the test says. x is important. */
export function driftProject(drift: string, environment: Readonly<Record<string, string>> = {}) {
  const root = tempDir(files);
  const box: Outbox = {
    ...{ timeoutMs: 2_000, retries: 1, longestRestS: 30 },
    wait: async () => undefined,
    now: () => Date.now(),
  };
  const project: DriftProject = {
    root,
    configure: (text) =>
      writeFileSync(
        join(root, 'mlops.yml'),
        `version: 1\nmodels:\n  flights:\n    label: late\n    drift:\n      columns: { x: { importance: high } }\n${text}`,
      ),
    async run(current, at, options = {}) {
      vi.useFakeTimers({ toFake: ['Date'], now: start + at * 3_600_000 });
      try {
        const { runId = `run-${at}`, inputs = {}, context = {}, ...others } = options;
        const step = {
          definition,
          run: (given: Parameters<typeof run>[0]) =>
            run(given, {
              tables: duckdbTableReader(),
              openNotifier: notifierOpener(box),
              metricsPush: pushgateway(),
            }),
        };
        const runUrl = `https://github.example/octo/flights/actions/runs/${runId}`;
        return await runStep(
          step,
          root,
          { reference: 'reference.csv', current: `${current}.csv`, history: 'off', ...inputs },
          {
            environment,
            ...others,
            context: { repository: 'octo/flights', runId, runUrl, branch: 'main', ...context },
          },
        );
      } finally {
        vi.useRealTimers();
      }
    },
  };
  project.configure(drift);
  return project;
}

/** Findings as `severity code: message`. */
export function findings(ran: StepRun): string[] {
  return (ran.record?.findings ?? []).map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
}
