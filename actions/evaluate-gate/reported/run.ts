import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type EvaluateConfig, evaluateSchema } from '../../../shared/config/sections/evaluate.ts';
import type { DataOrigin } from '../../../shared/domain/data-origin.ts';
import { worstVerdict } from '../../../shared/domain/verdict.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { findData } from '../../../shared/files/find-data.ts';
import type { DataSources } from '../../../shared/ports/data-source.ts';
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
  /** Relative to the working directory, with forward slashes; or an address. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** Where it was fetched from; absent where it was in place. */
  readonly origin?: DataOrigin;
  readonly metrics: ReportedMetrics;
}

/** Larger files are tables of predictions. */
const largest = 1024 ** 2;

/** The metrics file that the challenger is; undefined: it is something else. */
export function readReported(
  context: Context,
  sources: DataSources,
): Promise<ReportedFile | undefined> {
  return readMetricsSide(context, sources, context.inputs.challenger);
}

/** An address may be followed by what signs it; a source by name says nothing of what it gives. */
function isMetricsName(name: string): boolean {
  const address = /^https?:/iu.test(name) ? URL.parse(name)?.pathname : undefined;
  const ending = extname(address ?? name).toLowerCase();
  return ['.json', '.csv'].includes(ending) || /^source:/iu.test(name);
}

/** One file, if it is a metrics file. */
export async function readMetricsSide(
  { workingDirectory }: Pick<Context, 'workingDirectory'>,
  sources: DataSources,
  asked: readonly string[],
): Promise<ReportedFile | undefined> {
  const [only, ...others] = asked;
  if (only === undefined || others.length > 0) return undefined;
  if (!isMetricsName(only)) return undefined;
  const [file, ...more] = await findData(workingDirectory, [only], sources);
  if (file === undefined || more.length > 0) return undefined;
  const { path, name, origin } = file;
  const { size } = await stat(path);
  if (size > largest) return undefined;
  const metrics = readMetricsFile(await readFile(path, 'utf8'), name);
  if (metrics === undefined) return undefined;
  const read = { path: name, size, sha256: await digestFile(path), metrics };
  return origin === undefined ? read : { ...read, origin };
}

/**
 * Judge a model by metrics that someone else computed.
 *
 * @throws ActionError (usage): `champion-is-no-metrics-file`, `not-for-metrics-file`,
 *   `no-rules-for-metrics`
 */
export async function runReported(
  context: Context,
  sources: DataSources,
  config: EvaluateConfig,
  challenger: ReportedFile,
): Promise<Result> {
  refuseRulesOfRows(context, config);
  const champion = await readChampion(context, sources);
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
      ...(champion === undefined ? [firstRun()] : []),
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

async function readChampion(
  context: Context,
  sources: DataSources,
): Promise<ReportedFile | undefined> {
  const { champion } = context.inputs;
  if (champion === undefined) return undefined;
  const file = await readMetricsSide(context, sources, champion);
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
