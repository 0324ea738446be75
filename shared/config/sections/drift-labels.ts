import { z } from 'zod';

const spans = { m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;
const spanForm = /^(\d{1,6}(?:\.\d{1,3})?)(m|h|d|w)$/u;

/** `12h`, `30d`, `2w` in seconds once parsed. */
export const spanSchema = z
  .string()
  .regex(spanForm, 'a number and m, h, d or w is expected, as 30d')
  .transform((text) => {
    const [, amount, unit] = spanForm.exec(text) ?? [];
    return Number(amount) * spans[unit as keyof typeof spans];
  });

/** The metrics a drift report follows; each is one of the gate's, under the same name. */
const followedMetrics = [
  'auc',
  'accuracy',
  'balanced-accuracy',
  'f1',
  'precision',
  'recall',
  'brier',
  'log-loss',
  'f1-macro',
  'precision-macro',
  'recall-macro',
  'rmse',
  'mae',
  'mape',
] as const;

/** When labels arrive, and what performance is judged by once they have. */
export const labelsSchema = z.strictObject({
  delay: spanSchema
    .optional()
    .describe(
      'How long labels take: 30d. Younger rows are not judged by them, because those that come first are not like the rest.',
    ),
  'arrived-column': z
    .string()
    .min(1)
    .optional()
    .describe('The column with the time at which the label of a row arrived.'),
  share: z
    .number()
    .gt(0)
    .max(1)
    .default(0.95)
    .describe('The share of labels that must have arrived before a window is judged.'),
  min: z
    .number()
    .int()
    .min(20)
    .default(200)
    .describe('Labels a window needs to be judged; fewer are shown only.'),
  metric: z
    .enum(followedMetrics)
    .optional()
    .describe('Default: auc or accuracy, for numbers rmse.'),
  positive: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe("The label that counts as positive. Default: the gate's, else 1 or true."),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      "The probability from which a row is decided positive. Default: the gate's, else 0.5.",
    ),
  'max-regression': z
    .number()
    .min(0)
    .optional()
    .describe(
      'How much worse than the reference matters, in units of the metric. Default: 0.05, for losses a tenth of the reference.',
    ),
  limit: z
    .number()
    .optional()
    .describe('What the metric must not be worse than, whatever the reference was.'),
  estimate: z
    .boolean()
    .default(true)
    .describe('Whether to estimate the metric where labels have not arrived.'),
});

/** How far what the model decides may move. */
export const predictionsSchema = z.strictObject({
  'max-share-change': z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('The change in the share of a decision, and of a class, that matters.'),
});
