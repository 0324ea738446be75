import { z } from 'zod';
import { type Digest, digestSchema } from './digest.ts';
import { artifactSchema, metricSchema, type StepRecord } from './record.ts';
import { verdictSchema } from './verdict.ts';

/** The version of the form; another one is not read. */
export const pastGateVersion = 'mlops-past-gate/1';

/** One metric as a file reports it. */
const reportedMetricSchema = z.strictObject({
  value: z.number(),
  standardError: z.number().optional(),
  interval: z.strictObject({ low: z.number(), high: z.number(), level: z.number() }).optional(),
  /** Rows or cases that it was measured on. */
  rows: z.number().optional(),
});

/** A test set, by the digest of its labels, and digests of the predictions judged on it. */
const looksAtSchema = z.strictObject({ testSet: digestSchema, lookedBy: z.array(digestSchema) });

/** What a later run of the gate needs to know of an earlier one. */
export const pastGateSchema = z.strictObject({
  schema: z.literal(pastGateVersion),
  /** The model's name. */
  model: z.string().min(1),
  /** The commit under review then. null: not known. */
  commit: z.string().nullable(),
  at: z.iso.datetime({ offset: true }),
  verdict: verdictSchema,
  summary: z.string(),
  /** The model that was judged, and the data it was judged on; null: not known. */
  judgedModel: digestSchema.nullable(),
  data: digestSchema.nullable(),
  /** Digest of the held-out labels: what tells one test set from another. */
  testSet: digestSchema.nullable(),
  /** Digests of the predictions of every model known to have been judged on that test set. */
  lookedBy: z.array(digestSchema),
  /** The same of other test sets, which this commit or an earlier one was judged on. */
  otherLooks: z.array(looksAtSchema).optional(),
  /** Over all rows, of the judged model. */
  metrics: z.array(metricSchema),
  /** Metrics of the user's own, as a metrics file reported them. */
  reported: z.record(z.string(), reportedMetricSchema).optional(),
  /** The predictions that were judged, as the gate was given them. */
  predictions: z.array(artifactSchema),
});
export type PastGate = z.infer<typeof pastGateSchema>;

/** What was judged, beside what every record says. */
type Judged = Pick<StepRecord, 'model' | 'verdict' | 'summary' | 'metrics' | 'inputs'> & {
  readonly subject: Pick<StepRecord['subject'], 'commit' | 'data' | 'model'>;
};

/** A gate's record, or its result, as later runs look back at it. */
export function pastGateOf(judged: Judged, at: string): PastGate {
  const { inputs, metrics, model, subject, summary, verdict } = judged;
  const whole = metrics.filter(({ slice, column }) => slice === undefined && column === undefined);
  return {
    schema: pastGateVersion,
    model,
    commit: subject.commit,
    at,
    verdict,
    summary,
    judgedModel: subject.model,
    data: subject.data,
    testSet: digestSchema.safeParse(inputs['test-set']).data ?? null,
    lookedBy: lookedByOf(inputs),
    ...otherLooksOf(inputs),
    metrics: whole,
    ...reportedOf(inputs),
    predictions: filesOf(inputs),
  };
}

function reportedOf({ reported }: StepRecord['inputs']): Pick<PastGate, 'reported'> {
  const found = z.record(z.string(), reportedMetricSchema).safeParse(reported).data;
  return found === undefined ? {} : { reported: found };
}

/** What a model answered where it was asked, else the files that were given. */
function filesOf({ challenger, predictions = challenger }: StepRecord['inputs']) {
  return z.array(artifactSchema).safeParse(predictions).data ?? [];
}

function otherLooksOf({
  'other-looks': others,
}: StepRecord['inputs']): Pick<PastGate, 'otherLooks'> {
  const found = z.array(looksAtSchema).safeParse(others).data;
  return found === undefined ? {} : { otherLooks: found };
}

/** The models a record says to have been judged on its test set. */
function lookedByOf(inputs: StepRecord['inputs']): Digest[] {
  return z.array(digestSchema).safeParse(inputs['looked-by']).data ?? [];
}
