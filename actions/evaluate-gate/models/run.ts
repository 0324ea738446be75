import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluateConfig } from '../../../shared/config/sections/evaluate.ts';
import { askedModelSchema } from '../../../shared/config/sections/models-as-evidence.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import type { Artifact } from '../../../shared/domain/record.ts';
import type { ModelBench } from '../../../shared/ports/model-bench.ts';
import type { PredictorLoader, PredictorOptions } from '../../../shared/ports/predictor.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { keepAnswers } from '../champion/predictions/run.ts';
import type { definition } from '../definition.ts';
import type { ComparedMetric } from '../judge.ts';
import { isCompression } from './compression.ts';
import { oneModelAtATime } from './errors.ts';
import { type MeasuredSide, measureModels } from './measure/run.ts';
import { problems } from './messages.ts';
import { type MeasuredRule, measuredRules } from './performance.ts';
import { type AskedSide, predictTables } from './predict/run.ts';
import { type LoadedModel, type Prepared, prepareModels } from './prepare/run.ts';

type Context = StepContext<typeof definition>;
type ModelSide = AskedSide['name'];

export interface ModelPorts {
  readonly tables: TableReader;
  readonly predictors: PredictorLoader;
  readonly bench: ModelBench;
}

/** What the models answered and how they behaved, as evidence beside or instead of files. */
export interface ModelEvidence {
  /** Predictions of the sides that are models. */
  readonly tables: Readonly<Partial<Record<ModelSide, Table>>>;
  /** The held-out data; undefined: no side is a model. */
  readonly data?: Table;
  /** The column that joins the tables, where the data has no key of its own. */
  readonly key?: string;
  readonly measured: readonly ComparedMetric[];
  /** Whether the challenger is a variant of the champion. */
  readonly isCompression: boolean;
  /** What the challenger answered, as a file that is kept. */
  readonly answers: readonly Artifact[];
  /** The models, open until the body is done, with the features each is given. */
  readonly sides: readonly AskedSide[];
}

/** A parent that the policy names is the champion, whatever else might be. */
export function withParent(context: Context, { compression }: EvaluateConfig): Context {
  const parent = compression?.parent;
  if (parent === undefined) return context;
  return { ...context, inputs: { ...context.inputs, champion: [parent] } };
}

/**
 * Where the challenger or the champion is a model, ask it about the held-out data; measure what the
 * policy asks for; hand both to `body`, and let go of the models afterwards.
 *
 * @throws ActionError (usage) `several-models`, and as `prepareModels` and `predictTables`; whatever
 *   the models throw
 */
export async function withModels<T>(
  context: Context,
  ports: ModelPorts,
  policy: EvaluateConfig,
  body: (evidence: ModelEvidence) => Promise<T>,
): Promise<T> {
  const loaded: LoadedModel[] = [];
  try {
    for (const name of ['challenger', 'champion'] as const) {
      const model = await loadSide(context, ports, policy, name);
      if (model !== undefined) loaded.push(model);
    }
    return await body(await evidenceOf(context, ports, policy, loaded));
  } finally {
    await Promise.all(loaded.map(({ predictor }) => predictor.close()));
  }
}

async function loadSide(
  { inputs, workingDirectory }: Context,
  { predictors }: ModelPorts,
  policy: EvaluateConfig,
  name: ModelSide,
): Promise<LoadedModel | undefined> {
  const given = inputs[name] ?? [];
  const [reference] = given;
  const models = await Promise.all(given.map((one) => predictors.isModel(workingDirectory, one)));
  if (reference === undefined || !models.includes(true)) return undefined;
  if (given.length > 1) throw oneModelAtATime(name, given);
  const predictor = await predictors.load(workingDirectory, reference, optionsOf(policy));
  return { name, reference, predictor };
}

function optionsOf({ model }: EvaluateConfig): PredictorOptions {
  const { classes, output, batch, timeout } = model ?? askedModelSchema.parse({});
  return { classes: classes?.map(String), output, batch, timeoutMs: timeout * 1000 };
}

async function evidenceOf(
  context: Context,
  ports: ModelPorts,
  policy: EvaluateConfig,
  loaded: readonly LoadedModel[],
): Promise<ModelEvidence> {
  const of = (name: ModelSide) => loaded.find((model) => model.name === name)?.predictor;
  const both = { challenger: of('challenger'), champion: of('champion') };
  const compressed = isCompression(policy.compression !== undefined, both);
  const rules = measuredRules(policy.metrics, compressed);
  const [first, ...others] = loaded;
  if (first === undefined) {
    const none = { tables: {}, answers: [], sides: [] };
    return { ...none, measured: unmeasured(rules), isCompression: compressed };
  }
  const prepared = await prepareModels(context, ports.tables, policy, [first, ...others]);
  const { tables, samples, answers } = await askAll(context, ports, policy, prepared);
  const question = { policy, loaded, rules, samples };
  return {
    tables,
    data: prepared.data,
    ...(prepared.isNumbered ? { key: prepared.key.name } : {}),
    measured:
      both.challenger === undefined ? unmeasured(rules) : await measure(context, ports, question),
    isCompression: compressed,
    answers,
    sides: prepared.sides,
  };
}

function unmeasured(rules: readonly MeasuredRule[]): ComparedMetric[] {
  return rules.map(([name, rule]) => ({ name, rule, problem: problems.notAModel }));
}

async function askAll(
  context: Context,
  ports: ModelPorts,
  policy: EvaluateConfig,
  prepared: Prepared,
) {
  const { host, inputs, signal } = context;
  const { sides, data, key, classes } = prepared;
  const workFolder = await mkdtemp(join(host.tempDir, 'models-'));
  try {
    const { tables, samples, answers } = await predictTables(ports.tables, sides, {
      ...{ data, key, classes, workFolder, signal },
      prefix: inputs.prediction ?? 'prediction',
      progress: (message) => host.progress(message),
    });
    const named = sides.map(({ name }, i) => [name, tables[i]]);
    const own = answers[sides.findIndex(({ name }) => name === 'challenger')];
    const isKept = policy['keep-predictions'] && own !== undefined;
    return {
      tables: Object.fromEntries(named) as ModelEvidence['tables'],
      samples,
      answers: isKept ? await keepAnswers(context, own) : [],
    };
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

interface Question {
  readonly policy: EvaluateConfig;
  readonly loaded: readonly LoadedModel[];
  readonly rules: readonly MeasuredRule[];
  /** In the order of the models. */
  readonly samples: readonly FeatureBatch[];
}

async function measure(
  { host, inputs, signal, workingDirectory }: Context,
  { bench }: ModelPorts,
  { policy, loaded, rules, samples }: Question,
): Promise<ComparedMetric[]> {
  const sides = loaded.map(({ name, reference, predictor }, i): MeasuredSide => {
    const loadable = { root: workingDirectory, reference, options: optionsOf(policy) };
    return { name, predictor, loadable, sample: samples[i] ?? { rows: 0, columns: [] } };
  });
  return measureModels(bench, sides, rules, {
    policy,
    requests: (policy.model ?? askedModelSchema.parse({})).requests,
    hasChampion: inputs.champion !== undefined,
    signal,
    progress: (message) => host.progress(message),
  });
}
