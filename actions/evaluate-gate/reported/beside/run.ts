import type { EvaluateConfig } from '../../../../shared/config/sections/evaluate.ts';
import type { PastGate } from '../../../../shared/domain/past-gate.ts';
import type { DataSources } from '../../../../shared/ports/data-source.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';
import type { Reported } from '../judge.ts';
import { errors } from '../messages.ts';
import type { ReportedMetrics } from '../read.ts';
import { type ReportedFile, readMetricsSide } from '../run.ts';

type Context = StepContext<typeof definition>;

/** Metrics of the user's own, judged beside what is computed from predictions. */
export interface Beside {
  readonly challenger: ReportedFile;
  /** undefined: no file of the champion's was named. */
  readonly champion: ReportedFile | undefined;
}

/**
 * The metrics files that the input `metrics` and the policy name; undefined where they name none.
 *
 * @throws ActionError (usage): `custom-without-metrics-file` where rules have nothing to be about,
 *   `metrics-file-invalid`, `file-not-found`
 */
export async function readBeside(
  context: Context,
  sources: DataSources,
  policy: EvaluateConfig,
): Promise<Beside | undefined> {
  const stated = policy['metrics-file'];
  const files = typeof stated === 'string' ? { challenger: stated } : stated;
  const own = context.inputs.metrics ?? files?.challenger;
  const [rule] = Object.keys(policy.custom);
  if (own === undefined) {
    if (rule !== undefined) throw errors.customWithoutFile(rule);
    return undefined;
  }
  const old = files?.champion;
  return {
    challenger: await readFile(context, sources, own),
    champion: old === undefined ? undefined : await readFile(context, sources, old),
  };
}

async function readFile(
  context: Context,
  sources: DataSources,
  file: string,
): Promise<ReportedFile> {
  const read = await readMetricsSide(context, sources, [file]);
  if (read === undefined) throw errors.noMetricsFile(file);
  return read;
}

interface Past {
  readonly recorded: Pick<PastGate, 'reported' | 'testSet'> | undefined;
  /** Digest of the rows that are judged now. */
  readonly testSet: string;
}

/**
 * What is judged: the champion's numbers are those of its file, else what the gate recorded of it on
 * the same rows.
 */
export function besideRows(
  { challenger, champion }: Beside,
  policy: EvaluateConfig,
  hasChampion: boolean,
  { recorded, testSet }: Past,
): Reported {
  const kept = recorded?.testSet === testSet ? recorded.reported : undefined;
  const known: ReportedMetrics = new Map(Object.entries(kept ?? {}));
  return {
    challenger: challenger.metrics,
    champion: hasChampion ? (champion?.metrics ?? known) : undefined,
    policy: {
      rules: policy.custom,
      level: policy.level,
      acceptsPoints: policy['accept-point-estimates'],
    },
  };
}

/** As the record keeps it: later runs compare with what was reported of this model. */
export function besideInputs(beside: Beside | undefined): Record<string, unknown> {
  if (beside === undefined) return {};
  const { metrics, ...own } = beside.challenger;
  const { metrics: _, ...old } = beside.champion ?? {};
  return {
    'metrics-file': { challenger: own, champion: beside.champion === undefined ? null : old },
    reported: Object.fromEntries(metrics),
  };
}
