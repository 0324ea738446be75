import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { Artifact, Metric } from '../../shared/domain/record.ts';
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
  const params = Object.entries(facts.params).map(([name, value]) => `${name} ${String(value)}`);
  const rows: Cell[][] = [
    ['code', { kind: 'code', text: facts.code }],
    ['parameters', params.length === 0 ? 'none' : params.join(', ')],
    ['seed', String(facts.seed)],
    ['data', facts.data],
    ['took', facts.took],
    ['environment', facts.environment],
    ['GPU', facts.gpu],
    ...(facts.cost === undefined ? [] : [['cost', facts.cost]]),
    ['model', facts.model],
  ];
  return {
    id: 'training',
    title: 'How it was trained',
    folded: true,
    columns: [{ title: 'what' }, { title: 'which' }],
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
        ? { kind: 'verdict', verdict: 'fail', text: 'missing' }
        : required.has(name)
          ? { kind: 'verdict', verdict: 'pass', text: 'reported' }
          : 'not asked for',
    ];
  });
  return [
    {
      id: 'metrics',
      title: 'What the training reported',
      note: 'Measured by the training code itself; the gate measures again on held-out rows.',
      columns: [
        { title: 'metric' },
        { title: 'final', align: 'right' },
        { title: 'by step' },
        { title: 'policy' },
      ],
      rows,
    },
  ];
}

const mostFiles = 50;

export function filesTable(files: readonly Artifact[]): TableInput[] {
  if (files.length === 0) return [];
  const largest = [...files].sort((a, b) => b.size - a.size).slice(0, mostFiles);
  return [
    {
      id: 'model-files',
      title: `Model files: ${files.length}`,
      ...(largest.length < files.length ? { note: `The ${mostFiles} largest.` } : {}),
      folded: true,
      columns: [
        { title: 'file' },
        { title: 'size', align: 'right', unit: 'B' },
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
