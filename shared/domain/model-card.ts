import { z } from 'zod';

const text = z.string().min(1);
const names = z.array(text).min(1);

/** What no record can know of a model, and its makers may say. Section `evaluate.model-card`. */
export const statedCardSchema = z.strictObject({
  license: text
    .optional()
    .describe('An identifier of huggingface.co/docs/hub/repositories-licenses: apache-2.0.'),
  'license-link': text.optional().describe('Where the text of another license is.'),
  language: names.optional().describe('ISO 639 codes of the texts it reads or writes: [en, fr].'),
  tags: names.optional(),
  datasets: names.optional().describe('Data sets of Hugging Face it was trained on.'),
  'base-model': text.optional().describe('The model of Hugging Face it was tuned from.'),
  library: text.optional().describe('onnx, sklearn, keras, tf-keras, pytorch, ...'),
  task: text
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, { message: 'must be a name such as text-classification' })
    .optional()
    .describe('A task of huggingface.co/tasks. Default: that of a table of such labels.'),
  description: text.optional(),
  'intended-use': text.optional(),
  'out-of-scope': text.optional().describe('What it must not be used for.'),
  limitations: text.optional(),
  developers: text.optional(),
  contact: text.optional(),
});
export type StatedCard = z.infer<typeof statedCardSchema>;
