import type { EvaluateConfig } from '../../../../shared/config/sections/evaluate.ts';
import type { FeatureBatch } from '../../../../shared/domain/prediction.ts';
import type { LoadableModel, ModelBench } from '../../../../shared/ports/model-bench.ts';
import type { Predictor } from '../../../../shared/ports/predictor.ts';
import type { ComparedMetric } from '../../judge.ts';
import { progress } from '../messages.ts';
import {
  comparePerformance,
  type Measured,
  type MeasuredRule,
  memoryRuns,
} from '../performance.ts';

/** A model to measure, with rows as it is given them. */
export interface MeasuredSide {
  readonly name: 'challenger' | 'champion';
  readonly predictor: Predictor;
  readonly loadable: LoadableModel;
  readonly sample: FeatureBatch;
}

export interface MeasureOptions {
  readonly policy: EvaluateConfig;
  readonly requests: number;
  readonly hasChampion: boolean;
  readonly signal: AbortSignal;
  progress(message: string): void;
}

/** Enough for a distribution-free interval of a median that is not all of what was measured. */
const batches = 25;
/** Slow models are measured less often rather than for hours. */
const longestSeconds = 60;

/** Measure what the rules ask for, and compare it. Nothing is measured that no rule asks for. */
export async function measureModels(
  bench: ModelBench,
  sides: readonly MeasuredSide[],
  rules: readonly MeasuredRule[],
  options: MeasureOptions,
): Promise<ComparedMetric[]> {
  const asked = new Set<string>(rules.map(([name]) => name));
  const timings = await timeModels(bench, sides, asked, options);
  const memory = asked.has('memory') ? await memoryOfModels(bench, sides, options) : [];
  const measured = sides.map(({ predictor: { size } }, i): Measured => {
    const own = timings[i] ?? { single: none, batch: none, batchRows: 1 };
    const grown = memory[i];
    return { size, ...own, ...(grown === undefined ? {} : { memory: grown }) };
  });
  const of = (name: MeasuredSide['name']) => measured[sides.findIndex((s) => s.name === name)];
  const challenger = of('challenger');
  if (challenger === undefined) return [];
  const { hasChampion, policy } = options;
  return comparePerformance(
    rules,
    { challenger, champion: of('champion'), hasChampion },
    { level: policy.level, pricePerHour: policy['price-per-hour'] },
  );
}

const none = new Float64Array();

async function timeModels(
  bench: ModelBench,
  sides: readonly MeasuredSide[],
  asked: ReadonlySet<string>,
  { requests, signal, progress: tell }: MeasureOptions,
) {
  const needsSingle = [...asked].some((name) => name.startsWith('latency-'));
  const needsBatch = asked.has('throughput') || asked.has('cost-per-thousand');
  const [first] = sides;
  if (first === undefined || (!needsSingle && !needsBatch)) return [];
  tell(progress.timing);
  const plan = {
    requests: needsSingle ? requests : 0,
    batches: needsBatch ? batches : 0,
    seconds: longestSeconds,
  };
  return bench.time(
    sides.map(({ predictor, sample }) => ({ predictor, rows: sample })),
    plan,
    signal,
  );
}

/** @returns undefined for a model that runs elsewhere */
async function memoryOfModels(
  bench: ModelBench,
  sides: readonly MeasuredSide[],
  { policy, signal, progress: tell }: MeasureOptions,
): Promise<(Float64Array | undefined)[]> {
  tell(progress.memory);
  const here = sides.filter(({ predictor }) => predictor.size !== undefined);
  const models = here.map(({ loadable, sample }) => ({ ...loadable, rows: sample }));
  const grown = await bench.memory(models, memoryRuns(policy.level), signal);
  return sides.map((side) => grown[here.indexOf(side)]);
}
