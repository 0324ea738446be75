import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { Artifact, Metric } from '../../shared/domain/record.ts';
import { messages } from './messages.ts';
import type { ReportedMetrics } from './metrics-log.ts';

/** What the table says about a training, already in words. */
export interface TrainingFacts {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly data: string;
  readonly took: string;
  readonly environment: string;
  readonly gpu: string;
  readonly cost: string | undefined;
  readonly model: string;
}

/** How the model came about: everything needed to judge and to repeat it. */
export function trainingTable(facts: TrainingFacts): TableInput {
  const titles = messages.tables.training;
  const params = Object.entries(facts.params).map(([name, value]) => `${name} ${String(value)}`);
  const rows: Cell[][] = [
    [titles.code, { kind: 'code', text: facts.code }],
    [titles.parameters, params.length === 0 ? titles.noParameters : params.join(', ')],
    [titles.seed, String(facts.seed)],
    [titles.data, facts.data],
    [titles.took, facts.took],
    [titles.environment, facts.environment],
    [titles.gpu, facts.gpu],
    ...(facts.cost === undefined ? [] : [[titles.cost, facts.cost]]),
    [titles.model, facts.model],
  ];
  return {
    id: 'training',
    title: titles.title,
    folded: true,
    columns: [{ title: titles.what }, { title: titles.which }],
    rows,
  };
}

/** Final values, each with its course over the steps. */
export function metricsTable(
  metrics: readonly Metric[],
  { steps }: Pick<ReportedMetrics, 'steps'>,
  requiredMetrics: readonly string[],
): TableInput[] {
  if (metrics.length === 0) return [];
  const titles = messages.tables.metrics;
  const required = new Set(requiredMetrics);
  const rows = metrics.map(({ name, value }): Cell[] => {
    const course = (steps.get(name) ?? []).map(({ value }) =>
      Number.isFinite(value) ? value : null,
    );
    const missing = required.has(name) && value === null;
    return [
      name,
      value,
      course.length < 2 ? '' : { kind: 'sparkline', values: course, curve: true },
      missing
        ? { kind: 'verdict', verdict: 'fail', text: titles.missing }
        : required.has(name)
          ? { kind: 'verdict', verdict: 'pass', text: titles.reported }
          : titles.notAskedFor,
    ];
  });
  return [
    {
      id: 'metrics',
      title: titles.title,
      note: titles.note,
      columns: [
        { title: titles.metric },
        { title: titles.final, align: 'right' },
        { title: titles.byStep },
        { title: titles.policy },
      ],
      rows,
    },
  ];
}

const mostFiles = 50;

export function filesTable(files: readonly Artifact[]): TableInput[] {
  if (files.length === 0) return [];
  const titles = messages.tables.files;
  const largest = [...files].sort((a, b) => b.size - a.size).slice(0, mostFiles);
  return [
    {
      id: 'model-files',
      title: titles.title(files.length),
      ...(largest.length < files.length ? { note: titles.largest(mostFiles) } : {}),
      folded: true,
      columns: [
        { title: titles.file },
        { title: titles.size, align: 'right', unit: 'B' },
        { title: 'SHA-256' },
      ],
      rows: largest.map(({ path, size, sha256 }): Cell[] => [
        { kind: 'code', text: path },
        size,
        { kind: 'code', text: sha256 },
      ]),
    },
  ];
}
