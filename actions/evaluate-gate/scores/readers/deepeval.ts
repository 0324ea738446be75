import { z } from 'zod';
import { type Attempt, metadataOf, type ReadScores } from '../attempt.ts';
import { checked } from './checked.ts';

const metricSchema = z.object({
  name: z.string(),
  score: z.number().nullish(),
  success: z.boolean().nullish(),
  threshold: z.number().nullish(),
  error: z.string().nullish(),
});

const runCaseSchema = z.object({
  name: z.string(),
  input: z.unknown().optional(),
  success: z.boolean().nullish(),
  metricsData: z.array(metricSchema).nullish(),
  metadata: z.unknown().optional(),
  additionalMetadata: z.unknown().optional(),
  runDuration: z.number().nullish(),
});
const runSchema = z.object({ testCases: z.array(runCaseSchema) });

const resultCaseSchema = z.object({
  name: z.string(),
  input: z.unknown().optional(),
  success: z.boolean().nullish(),
  metrics_data: z.array(metricSchema).nullish(),
  metadata: z.unknown().optional(),
  additional_metadata: z.unknown().optional(),
});
const resultSchema = z.object({ test_results: z.array(resultCaseSchema) });

interface TestCase {
  name: string;
  input?: unknown;
  success?: boolean | null | undefined;
  metrics: z.infer<typeof metricSchema>[];
  metadata?: unknown;
  additional?: unknown;
}

/** The name DeepEval gives a case that has none: by its place, which says nothing about the case. */
const placeholder = /^(?:test_case_|conversational_test_case_)\d+$/u;

/**
 * DeepEval's results: a test run as `DEEPEVAL_RESULTS_FOLDER` keeps it, or what `evaluate()` returns.
 * The same case again is its next repeat. Its `runDuration` is that of the metrics, not the model's.
 *
 * @throws ActionError (usage): `deepeval-malformed`
 * @see https://deepeval.com/docs/evaluation-flags-and-configs
 */
export function readDeepeval(value: unknown, file: string): ReadScores {
  const isRun = typeof value === 'object' && value !== null && 'testCases' in value;
  const cases: TestCase[] = isRun
    ? checked(runSchema, value, file, 'deepeval').testCases.map(
        ({ metricsData, additionalMetadata, ...rest }) => ({
          ...rest,
          metrics: metricsData ?? [],
          additional: additionalMetadata,
        }),
      )
    : checked(resultSchema, value, file, 'deepeval').test_results.map(
        ({ metrics_data: metrics, additional_metadata: additional, ...rest }) => ({
          ...rest,
          metrics: metrics ?? [],
          additional,
        }),
      );
  return { format: 'deepeval', attempts: cases.map(attemptOf), lower: lowerIsBetter(cases) };
}

/**
 * The metrics that pass below their threshold, such as Toxicity and Bias: the file does not say which
 * way a metric is read, but a pass below it or a failure above it does.
 */
function lowerIsBetter(cases: readonly TestCase[]): string[] {
  const shows = cases
    .flatMap(({ metrics }) => metrics)
    .filter(({ score, success, threshold }) => {
      if (typeof score !== 'number' || typeof threshold !== 'number') return false;
      return (success === true && score < threshold) || (success === false && score > threshold);
    });
  return [...new Set(shows.map(({ name }) => name))];
}

function attemptOf({ name, input, success, metrics, metadata, additional }: TestCase): Attempt {
  const isNamed = !placeholder.test(name) || typeof input !== 'string';
  return {
    case: isNamed ? name : input,
    passed: success ?? undefined,
    scores: metrics.map(({ name: criterion, score, success: passed, error }) => ({
      criterion,
      score: typeof error === 'string' ? null : (score ?? null),
      passed: passed ?? undefined,
    })),
    failed: metrics.length === 0,
    metadata: metadataOf(additional, metadata),
  };
}
