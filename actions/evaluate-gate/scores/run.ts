import { readFile } from 'node:fs/promises';
import { type EvaluateConfig, evaluateSchema } from '../../../shared/config/sections/evaluate.ts';
import { scoresSchema } from '../../../shared/config/sections/scores.ts';
import type { DataOrigin } from '../../../shared/domain/data-origin.ts';
import { worstVerdict } from '../../../shared/domain/verdict.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { findData } from '../../../shared/files/find-data.ts';
import type { DataSources } from '../../../shared/ports/data-source.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';
import { checkCustody } from '../custody.ts';
import type { definition } from '../definition.ts';
import type { SideName } from '../layout.ts';
import { countTogether, type EarlierLook, type Looks, looksFindings } from '../looks/count.ts';
import { sliceRule } from '../policy.ts';
import { columnsOf } from '../rows.ts';
import type { Attempt, Format } from './attempt.ts';
import { decideScores, type ScoresDecision } from './decide.ts';
import * as errors from './errors.ts';
import { answersOf, testSetOf } from './looks.ts';
import type { ScoresPolicy } from './policy.ts';
import { findingsOf, recordMetrics, summaryOf, tablesOf } from './present.ts';
import { layTable, readTable } from './readers/table.ts';
import { readTool } from './readers/tool.ts';
import { gatherSide } from './side.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

/** What was read of one side. */
interface ReadSide {
  readonly files: readonly ReadFile[];
  readonly attempts: readonly (readonly Attempt[])[];
  readonly formats: readonly Format[];
  /** Criteria that the files show to be good when low. */
  readonly lower: readonly string[];
}

interface ReadFile {
  /** Relative to the working directory, with forward slashes; or an address. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** Where it was fetched from; absent where it was in place. */
  readonly origin?: DataOrigin;
}

interface Ports {
  readonly tables: TableReader;
  readonly sources: DataSources;
}

/**
 * Whether this run is about scores: the model's task says so, or the policy where there is no task.
 *
 * @throws ActionError (usage): `scores-without-task` where the policy has rules for scores in vain
 */
export function isAboutScores({ model }: Context, { scores }: EvaluateConfig): boolean {
  const { task } = model;
  if (task !== undefined && task !== 'scores' && scores !== undefined) {
    throw errors.scoresWithoutTask(task);
  }
  return task === 'scores' || scores !== undefined;
}

/** Judge a model by what an evaluation tool wrote: repeated scores of cases. */
export async function runScores(
  context: Context,
  ports: Ports,
  config: EvaluateConfig,
  looked: readonly EarlierLook[],
): Promise<Result> {
  refuseForeignRules(context, config);
  const stated = withSlices(withKey(config.scores ?? scoresSchema.parse({}), context), config);
  const challenger = await readSide(context, ports, 'challenger', stated);
  const champion =
    context.inputs.champion === undefined
      ? undefined
      : await readSide(context, ports, 'champion', stated);
  const lower = [...new Set([...challenger.lower, ...(champion?.lower ?? [])])];
  const policy: ScoresPolicy = { ...stated, lower };
  const old =
    champion === undefined ? undefined : gatherSide('champion', champion.attempts, policy);
  const own = gatherSide('challenger', challenger.attempts, policy, old);
  const decision = decideScores(own, old, policy, config.level);
  const looks = countTogether(testSetOf(own), answersOf(own), looked);
  return conclude(context, { config, policy, decision, challenger, champion, looks });
}

/** A rule that would do nothing is a check that someone believes in. */
function refuseForeignRules({ inputs }: Context, config: EvaluateConfig): void {
  for (const input of ['data', 'label', 'prediction'] as const) {
    if (inputs[input] !== undefined) throw errors.inputNotForScores(input);
  }
  const silent = evaluateSchema.parse({});
  for (const section of ['metrics', 'fairness', 'custom'] as const) {
    if (JSON.stringify(config[section]) !== JSON.stringify(silent[section])) {
      throw errors.notForScores(section);
    }
  }
  const { find, metric, 'max-regression': allowed } = sliceRule(config);
  const isForRows = find !== false || metric !== undefined || allowed !== undefined;
  if (isForRows || sliceRule(config)['min-rows'] !== sliceRule(silent)['min-rows']) {
    throw errors.notForScores('slices');
  }
}

/** Columns named in the input or in `evaluate.slices` are as good as those of `scores.slices`. */
function withSlices(policy: ScoresPolicy, config: EvaluateConfig): ScoresPolicy {
  const { by } = sliceRule(config);
  return by.length === 0 ? policy : { ...policy, slices: { ...policy.slices, by } };
}

/** In a plain table the case is the key that joins both sides. */
function withKey(policy: ScoresPolicy, { inputs, model }: Context): ScoresPolicy {
  const key = inputs.key ?? policy.columns.case ?? model.key;
  return key === undefined ? policy : { ...policy, columns: { ...policy.columns, case: key } };
}

async function readSide(
  context: Context,
  { tables, sources }: Ports,
  side: 'challenger' | 'champion',
  policy: ScoresPolicy,
): Promise<ReadSide> {
  const { inputs, workingDirectory } = context;
  const attempts: (readonly Attempt[])[] = [];
  const formats = new Set<Format>();
  const lower: string[] = [];
  const files: ReadFile[] = [];
  for (const { path, name, origin } of await findData(
    workingDirectory,
    inputs[side] ?? [],
    sources,
  )) {
    const bytes = await readFile(path);
    const file = { path: name, size: bytes.length, sha256: await digestFile(path) };
    files.push(origin === undefined ? file : { ...file, origin });
    const read =
      readTool(bytes, name, policy.format) ??
      (await readAsTable(tables, workingDirectory, path, side, policy));
    if (read.attempts.length === 0) throw errors.noAttempts(name, read.format);
    formats.add(read.format);
    attempts.push(read.attempts);
    lower.push(...(read.lower ?? []));
  }
  return { files, attempts, formats: [...formats], lower };
}

async function readAsTable(
  tables: TableReader,
  root: string,
  path: string,
  side: SideName,
  policy: ScoresPolicy,
) {
  const table = await tables.open(root, [path]);
  const format = policy.format === 'ragas' || policy.format === 'table' ? policy.format : undefined;
  const layout = layTable(table, policy.columns, side, format, columnsOf(policy.slices.by));
  const named = [
    ...[...layout.roles].map(([role, { name }]) => [role, name] as const),
    ...layout.metrics.map(({ name }, i) => [`metric_${i}`, name] as const),
  ].map(([as, name]) => `${tables.identifier(name)} AS ${tables.identifier(as)}`);
  const columns = [
    ...named,
    ...layout.slices.map(
      ({ name }, i) => `CAST(${tables.identifier(name)} AS VARCHAR) AS slice_${i}`,
    ),
  ];
  const rows = await tables.query(`SELECT ${columns.join(', ')} FROM ${table.relation}`);
  return readTable(rows, layout, side);
}

interface Judged {
  readonly config: EvaluateConfig;
  readonly policy: ScoresPolicy;
  readonly decision: ScoresDecision;
  readonly challenger: ReadSide;
  readonly champion: ReadSide | undefined;
  readonly looks: Looks;
}

async function conclude(context: Context, judged: Judged): Promise<Result> {
  const { config, policy, decision, challenger, champion, looks } = judged;
  const custody = checkCustody(
    {
      validation: await context.evidence.read('data-validate'),
      training: await context.evidence.read('train-on-gpu-runner'),
      predictions: challenger.files,
    },
    config.require,
  );
  const refused = custody.findings.find(({ severity }) => severity === 'error');
  const verdict = worstVerdict([decision.verdict, refused === undefined ? 'pass' : 'fail']);
  const isStated = Object.keys(policy.metrics).length > 0;
  const metrics = recordMetrics(decision);
  return {
    verdict,
    summary: refused === undefined ? summaryOf(decision) : refused.message,
    subject: { model: custody.model },
    metrics,
    findings: [
      ...custody.findings,
      ...findingsOf(decision, isStated),
      ...looksFindings(looks, config.level, 'cases'),
    ],
    tables: tablesOf(decision),
    inputs: {
      task: 'scores',
      formats: { challenger: challenger.formats, champion: champion?.formats ?? null },
      challenger: challenger.files,
      champion: champion?.files ?? null,
      policy: { level: config.level, require: config.require, ...policy },
      'test-set': looks.testSet,
      looks: looks.looks,
      'looked-by': looks.lookedBy,
    },
    outputs: {
      promote: String(verdict === 'pass' || verdict === 'warn'),
      metrics: JSON.stringify(
        Object.fromEntries(
          metrics
            .filter(({ slice }) => slice === undefined)
            .map(({ name, level: _level, ...rest }) => [name, rest]),
        ),
      ),
    },
  };
}
