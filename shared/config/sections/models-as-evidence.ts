import { z } from 'zod';

/** How the gate asks models, where the evidence is models rather than their predictions. */
export const askedModelSchema = z.strictObject({
  features: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      'The columns of the data that the models are given, in the order of training. Default: those that a model names, else every column but the label, the key, the time and the cluster.',
    ),
  classes: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(2)
    .optional()
    .describe(
      'The classes in the order of the probabilities. Default: told from the classes that the models name beside them, else in ascending order.',
    ),
  output: z
    .string()
    .min(1)
    .optional()
    .describe('The output that is the prediction, where a model has several.'),
  batch: z
    .number()
    .int()
    .min(1)
    .max(65_536)
    .optional()
    .describe(
      'Rows in one request at most. Default: 8192 on this machine, 256 to an endpoint. A dynamically quantised model rounds by the range of each batch: 1 judges it as it answers single requests.',
    ),
  timeout: z
    .number()
    .positive()
    .max(600)
    .default(30)
    .describe('Seconds that one request to an endpoint may take.'),
  requests: z
    .number()
    .int()
    .min(20)
    .max(100_000)
    .default(1000)
    .describe('Requests of one row to measure latency with, to each model.'),
});

/** A smaller variant of a model against the model it was made from. */
export const compressionSchema = z.strictObject({
  parent: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The model that the challenger was made from: an .onnx file, a folder or an address. Default: the champion.',
    ),
});
