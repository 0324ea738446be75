import { z } from 'zod';
import { measuredNames } from '../../domain/measured-metric.ts';
import { metricNames } from '../../domain/metric.ts';
import { type MetricAt, metricAtPattern } from '../../domain/metric-at.ts';
import { statedCardSchema } from '../../domain/model-card.ts';
import { explainSchema } from './explain.ts';
import { askedModelSchema, compressionSchema } from './models-as-evidence.ts';
import { robustnessSchema } from './robustness.ts';
import { scoresSchema } from './scores.ts';

/** Names with a number in them: `ndcg-at-20`, `top-3-accuracy`. */
const metricAtSchema = z.string().regex(metricAtPattern) as unknown as z.ZodType<
  MetricAt,
  MetricAt
>;

const regressionSchema = z
  .union([
    z.number().min(0).describe('In units of the metric: 0.002.'),
    z
      .strictObject({
        relative: z.number().min(0).max(1),
        absolute: z.number().min(0).optional().describe('Both must hold where both are given.'),
      })
      .describe("As a share of the champion's value: { relative: 0.01 } allows 1 %."),
  ])
  .describe('How much worse than the champion a metric may be.');

const metricRuleSchema = z
  .strictObject({
    min: z.number().optional().describe('The floor: the value must not lie below it.'),
    max: z.number().optional().describe('The ceiling: the value must not lie above it.'),
    'max-regression': regressionSchema.optional(),
    'min-improvement': regressionSchema
      .optional()
      .describe('How much better than the champion a metric must be, at least.'),
    required: z
      .boolean()
      .default(true)
      .describe('false: advisory. It is shown and may warn, but never fails the gate.'),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    message: 'min is above max, so no value can pass',
  });

const columnSchema = z.string().min(1);
const groupingsSchema = z
  .array(z.union([columnSchema, z.array(columnSchema).min(2)]))
  .describe('Columns, and lists of columns whose values are taken together: [sex, [sex, race]].');

const sliceRuleSchema = z.strictObject({
  by: groupingsSchema.default([]),
  find: z
    .union([z.boolean(), z.array(columnSchema).min(1)])
    .default(false)
    .describe(
      'true, or a list of columns: search them for segments where the challenger is weak or got worse. One half of the rows is searched, the other half judges.',
    ),
  'min-rows': z
    .number()
    .int()
    .min(2)
    .default(100)
    .describe('Smaller slices are counted but not judged.'),
  metric: z
    .union([z.enum(metricNames), metricAtSchema])
    .optional()
    .describe('Default: the first required metric.'),
  'max-regression': regressionSchema
    .optional()
    .describe('Default: what the metric itself is allowed.'),
});

const shareSchema = z.number().min(0).max(1).optional();

const fairnessRuleSchema = z.strictObject({
  by: groupingsSchema.min(1),
  limits: z
    .strictObject({
      'demographic-parity-difference': shareSchema.describe(
        'Largest difference of selection rates: 0.1.',
      ),
      'selection-rate-ratio': shareSchema.describe(
        'Smallest ratio of selection rates: 0.8 is the four-fifths rule.',
      ),
      'equal-opportunity-difference': shareSchema.describe(
        'Largest difference of true positive rates.',
      ),
      'false-positive-rate-difference': shareSchema.describe(
        'Largest difference of false positive rates.',
      ),
      'equalized-odds-difference': shareSchema.describe('The larger of the two differences.'),
      'calibration-within-groups': shareSchema.describe(
        'Largest distance, in any group, of the observed share from the mean probability.',
      ),
    })
    .default({})
    .describe('What groups may differ by. Measures without a limit are shown only.'),
  'max-regression': z
    .strictObject({
      'demographic-parity-difference': shareSchema,
      'selection-rate-ratio': shareSchema,
      'equal-opportunity-difference': shareSchema,
      'false-positive-rate-difference': shareSchema,
      'equalized-odds-difference': shareSchema,
    })
    .default({})
    .describe('How much more unequally than the champion groups may be treated: 0.01.'),
  'min-rows': z
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Smaller groups are named but left out of the measures.'),
  required: z.boolean().default(true).describe('false: advisory.'),
});

/** The gate's policy, in `mlops.yml` or in a file of its own (input `policy`). */
export const evaluateSchema = z.strictObject({
  metrics: z
    .partialRecord(
      z.union([z.enum([...metricNames, ...measuredNames]), metricAtSchema]),
      metricRuleSchema,
    )
    .default({})
    .describe('What each metric must keep. Empty: no metric may get worse.'),
  slices: z
    .union([groupingsSchema, sliceRuleSchema])
    .default([])
    .describe('Columns whose values are judged one by one.'),
  fairness: fairnessRuleSchema.optional().describe('How differently groups may be treated.'),
  scores: scoresSchema
    .optional()
    .describe('For the task scores: repeated scores of cases, as evaluation tools write them.'),
  positive: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe('The label that counts as positive. Default: 1 or true.'),
  'prediction-type': z
    .enum(['probability', 'score', 'class'])
    .optional()
    .describe('What the predictions are. Default: told from their values.'),
  threshold: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('The probability from which a row counts as predicted positive.'),
  level: z
    .number()
    .min(0.5)
    .max(0.9999)
    .default(0.95)
    .describe('Confidence level of every interval.'),
  cluster: columnSchema
    .optional()
    .describe(
      'The column whose values rows come in clusters of: customer, store; the query of a ranking.',
    ),
  champion: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe(
      'Whom the challenger is measured by where the input "champion" is not given: predictions, a model, an alias or version of the registry (champion, flights@v3), or a revision (git:main, merge-base). Default: the registry\'s alias champion.',
    ),
  'keep-predictions': z
    .boolean()
    .default(true)
    .describe(
      'Keep the predictions that were judged in the report directory, the cache and the artifacts of the run (up to 32 MB), so that a later run can compare with this commit row by row. They hold keys: false where those must not be stored.',
    ),
  'show-keys': z
    .boolean()
    .default(false)
    .describe('Name flipped cases by their key. Otherwise the report has their row numbers only.'),
  custom: z
    .record(z.string().min(1), metricRuleSchema.safeExtend({ better: z.enum(['higher', 'lower']) }))
    .default({})
    .describe(
      'Metrics of your own, from a metrics file (`metrics-file`): as in `metrics`, and which direction is better.',
    ),
  'metrics-file': z
    .union([
      z.string().min(1),
      z.strictObject({ challenger: z.string().min(1), champion: z.string().min(1).optional() }),
    ])
    .optional()
    .describe(
      "The metrics file that rules in `custom` are about, where the challenger is predictions or a model: the challenger's alone, or { challenger, champion }. The input `metrics` takes the challenger's place.",
    ),
  'accept-point-estimates': z
    .boolean()
    .default(false)
    .describe(
      'true: metrics of a metrics file that come without an interval are judged as if they were exact. Otherwise they are inconclusive.',
    ),
  quantile: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('The quantile that the predictions are of, for the pinball loss.'),
  scale: columnSchema
    .optional()
    .describe(
      'For MASE: the column with the mean absolute error, in training, of the naive (seasonal) forecast of the series that a row belongs to.',
    ),
  worth: z
    .strictObject({
      'true-positive': z.number().default(0),
      'false-positive': z.number().default(0),
      'true-negative': z.number().default(0),
      'false-negative': z.number().default(0),
    })
    .optional()
    .describe('What each kind of answer is worth, for the business value. A cost is negative.'),
  model: askedModelSchema
    .optional()
    .describe('How models are asked, where they are given instead of predictions.'),
  compression: compressionSchema
    .optional()
    .describe(
      'The challenger is a compressed variant (quantised, pruned) and is judged against its parent. Default: where an ONNX challenger is quantised and the champion is not.',
    ),
  'price-per-hour': z
    .number()
    .positive()
    .optional()
    .describe('What an hour of this machine costs, in any currency, for cost-per-thousand.'),
  robustness: robustnessSchema
    .optional()
    .describe('How the model must behave on inputs that are not as they should be.'),
  explain: explainSchema.optional().describe('Tell what the model goes by, for an audit.'),
  'model-card': statedCardSchema
    .optional()
    .describe('What the model card says beside what the records know.'),
  require: z
    .array(z.enum(['validated-data', 'training-record']))
    .default([])
    .describe('Evidence without which the gate fails.'),
});

export type EvaluateConfig = z.infer<typeof evaluateSchema>;
