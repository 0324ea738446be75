import { z } from 'zod';

const unit = z.number().gt(0).lt(1);

/** Parameters have the names and defaults of river. */
const parametersSchema = z.discriminatedUnion('detector', [
  z.strictObject({
    detector: z.literal('adwin'),
    delta: unit.optional(),
    clock: z.number().int().min(1).optional(),
    'max-buckets': z.number().int().min(2).max(64).optional(),
    'min-window-length': z.number().int().min(1).optional(),
    'grace-period': z.number().int().min(1).optional(),
  }),
  z.strictObject({
    detector: z.literal('page-hinkley'),
    'min-instances': z.number().int().min(1).optional(),
    delta: z.number().min(0).optional(),
    threshold: z.number().gt(0).optional(),
    alpha: z.number().gt(0).max(1).optional(),
  }),
  z.strictObject({
    detector: z.literal('ddm'),
    'warm-start': z.number().int().min(1).optional(),
    'warning-threshold': z.number().gt(0).optional(),
    'drift-threshold': z.number().gt(0).optional(),
  }),
  z.strictObject({
    detector: z.literal('hddm-a'),
    'drift-confidence': unit.optional(),
    'warning-confidence': unit.optional(),
  }),
  z.strictObject({
    detector: z.literal('hddm-w'),
    'drift-confidence': unit.optional(),
    'warning-confidence': unit.optional(),
    lambda: unit.optional(),
  }),
]);

const detectorSchema = z.union([
  z.enum(['adwin', 'page-hinkley', 'ddm', 'hddm-a', 'hddm-w']),
  parametersSchema,
]);

/** Detectors of a change of the model's errors over time. */
export const conceptSchema = z.strictObject({
  detectors: z
    .array(detectorSchema)
    .min(1)
    .default(['adwin', 'page-hinkley'])
    .describe('By name, or with parameters: { detector: adwin, delta: 0.001 }.'),
});
