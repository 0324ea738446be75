import { z } from 'zod';
import { tableSchema } from './cell.ts';
import { digestSchema } from './digest.ts';
import { stepSchema } from './step.ts';
import { verdictSchema } from './verdict.ts';

/** The version of the record's form. Readers accept their own major version only. */
export const recordVersion = 'mlops-record/1';

const timestamp = z.iso.datetime({ offset: true });
const optionalNumber = z.number().nullable().optional();

export const metricSchema = z.strictObject({
  /** Standard kebab-case name: `auc`, `psi`, `p99-latency`. */
  name: z.string().min(1),
  column: z.string().optional(),
  slice: z.string().optional(),
  /** null: it could not be computed, and a finding says why. */
  value: z.number().nullable(),
  baseline: optionalNumber,
  /** value - baseline. */
  delta: optionalNumber,
  /** Interval of `delta` where there is a baseline, else of `value`. */
  low: optionalNumber,
  high: optionalNumber,
  /** Coverage of the interval, 0.95 for 95 %. */
  level: z.number().gt(0).lt(1).optional(),
  better: z.enum(['higher', 'lower']).optional(),
  unit: z.string().optional(),
  verdict: verdictSchema.optional(),
});
export type Metric = z.infer<typeof metricSchema>;

export const findingSchema = z.strictObject({
  /** Stable, kebab-case. */
  code: z.string().regex(/^[a-z][a-z0-9-]*$/u),
  severity: z.enum(['error', 'warning', 'info']),
  /** One sentence a person can act on. */
  message: z.string().min(1),
  column: z.string().optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
  /** Where an annotation goes: a file of the repository and a 1-based line. */
  file: z.string().optional(),
  line: z.number().int().min(1).optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const seriesSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/u),
  title: z.string(),
  /** The column of the data it is about: drawn on that column's own page of the HTML report. */
  column: z.string().optional(),
  kind: z.enum(['line', 'bar', 'step']).default('line'),
  x: z.strictObject({ title: z.string(), values: z.array(z.union([z.number(), z.string()])) }),
  y: z.strictObject({ title: z.string() }),
  lines: z
    .array(z.strictObject({ name: z.string(), values: z.array(z.number().nullable()) }))
    .min(1),
});
export type Series = z.infer<typeof seriesSchema>;

export const artifactSchema = z.strictObject({
  /** Relative to the working directory. */
  path: z.string(),
  size: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
});
export type Artifact = z.infer<typeof artifactSchema>;

/** What exactly was judged. null: the step does not know it. */
export const subjectSchema = z.strictObject({
  commit: z.string().nullable(),
  dirty: z.boolean().nullable(),
  data: digestSchema.nullable(),
  model: digestSchema.nullable(),
  environment: digestSchema.nullable(),
});
export type Subject = z.infer<typeof subjectSchema>;

/** A step's whole result. Everything a person sees is rendered from this and nothing else. */
export const recordSchema = z.strictObject({
  schema: z.literal(recordVersion),
  step: stepSchema,
  model: z.string().min(1),
  subject: subjectSchema,
  started: timestamp,
  finished: timestamp,
  verdict: verdictSchema,
  /** One sentence: the verdict and the one number that matters. */
  summary: z.string().min(1),
  metrics: z.array(metricSchema),
  findings: z.array(findingSchema),
  tables: z.array(tableSchema),
  series: z.array(seriesSchema),
  artifacts: z.array(artifactSchema),
  /** The inputs that mattered, secrets left out. */
  inputs: z.record(z.string(), z.unknown()),
  /** The inputs as they were given, as text, for whoever runs the step again. */
  given: z.record(z.string(), z.string()).optional(),
});
export type StepRecord = z.infer<typeof recordSchema>;
