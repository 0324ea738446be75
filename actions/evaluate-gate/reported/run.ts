import { readFile } from 'node:fs/promises';
import { extname, relative, sep } from 'node:path';
import { type EvaluateConfig, evaluateSchema } from '../../../shared/config/sections/evaluate.ts';
import { worstVerdict } from '../../../shared/domain/verdict.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { findFiles } from '../../../shared/files/find-files.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import { checkCustody } from '../custody.ts';
import type { definition } from '../definition.ts';
import { judgeReported, type ReportedPolicy } from './judge.ts';
import { errors } from './messages.ts';
import { findingsOf, firstRun, recordMetrics, summaryOf, tableOf } from './present.ts';
import { type ReportedMetrics, readMetricsFile } from './read.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

export interface ReportedFile {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly metrics: ReportedMetrics;
}

/** Larger files are tables of predictions. */
const largest = 1024 ** 2;

/** The metrics file that the challenger is; undefined: it is something else. */
export function readReported(context: Context): Promise<ReportedFile | undefined> {
  return readMetricsSide(context, context.inputs.challenger);
}

/** One file, if it is a metrics file. */
export async function readMetricsSide(
  { workingDirectory }: Pick<Context, 'workingDirectory'>,
  asked: readonly string[],
): Promise<ReportedFile | undefined> {
  const [only, ...others] = asked;
  if (only === undefined || others.length > 0) return undefined;
  if (!['.json', '.csv'].includes(extname(only).toLowerCase())) return undefined;
  const [path, ...more] = await findFiles(workingDirectory, [only]);
  if (path === undefined || more.length > 0) return undefined;
  const bytes = await readFile(path);
  if (bytes.length > largest) return undefined;
  const name = relative(workingDirectory, path).split(sep).join('/');
  const metrics = readMetricsFile(bytes.toString('utf8'), name);
  if (metrics === undefined) return undefined;
  return { path: name, size: bytes.length, sha256: await digestFile(path), metrics };
}

/**
 * Judge a model by metrics that someone else computed.
 *
 * @throws ActionError (usage): `champion-is-no-metrics-file`, `not-for-metrics-file`,
 *   `no-rules-for-metrics`
 */
export async function runReported(
  context: Context,
  config: EvaluateConfig,
  challenger: ReportedFile,
): Promise<Result> {
  refuseRulesOfRows(context, config);
  const champion = await readChampion(context);
  const policy: ReportedPolicy = {
    rules: { ...config.metrics, ...config.custom },
    level: config.level,
    acceptsPoints: config['accept-point-estimates'],
  };
  if (Object.keys(policy.rules).length === 0) throw errors.noRules([...challenger.metrics.keys()]);
  const reported = { challenger: challenger.metrics, champion: champion?.metrics, policy };
  const judged = judgeReported(reported);
  const { metrics: _, ...file } = challenger;
  const custody = checkCustody(
    {
      validation: await context.evidence.read('data-validate'),
      training: await context.evidence.read('train-on-gpu-runner'),
      predictions: [file],
    },
    config.require,
  );
  const refused = custody.findings.find(({ severity }) => severity === 'error');
  const judgedAny = judged.some(({ judgements }) => judgements.length > 0);
  const own = worstVerdict([...judged.map(({ verdict }) => verdict), judgedAny ? 'pass' : 'warn']);
  const verdict = worstVerdict([own, refused === undefined ? 'pass' : 'fail']);
  const metrics = recordMetrics(judged, challenger.metrics, config.level);
  return {
    verdict,
    summary: refused?.message ?? summaryOf(judged, own, config.level),
    subject: { model: custody.model },
    metrics,
    findings: [
      ...custody.findings,
      ...findingsOf(judged, reported),
      ...(champion === undefined ? [firstRun] : []),
    ],
    tables: [tableOf(judged, champion !== undefined, config.level)],
    inputs: {
      evidence: 'metrics-file',
      challenger: [file],
      champion: champion === undefined ? null : [{ ...champion, metrics: undefined }],
      policy: config,
    },
    outputs: {
      promote: String(verdict === 'pass' || verdict === 'warn'),
      metrics: JSON.stringify(
        Object.fromEntries(metrics.map(({ name, level: _level, ...rest }) => [name, rest])),
      ),
    },
  };
}

async function readChampion(context: Context): Promise<ReportedFile | undefined> {
  const { champion } = context.inputs;
  if (champion === undefined) return undefined;
  const file = await readMetricsSide(context, champion);
  if (file === undefined) throw errors.championIsNoMetricsFile(champion.join(', '));
  return file;
}

/** A rule that would do nothing is a check that someone believes in. */
function refuseRulesOfRows({ inputs }: Context, config: EvaluateConfig): void {
  const silent = evaluateSchema.parse({});
  if (inputs.metrics !== undefined) throw errors.notForMetricsFile('metrics-file');
  for (const section of ['slices', 'fairness', 'cluster', 'metrics-file'] as const) {
    if (JSON.stringify(config[section]) !== JSON.stringify(silent[section])) {
      throw errors.notForMetricsFile(section);
    }
  }
}
