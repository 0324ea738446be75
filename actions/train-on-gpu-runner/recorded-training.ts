import { z } from 'zod';
import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { StepRecord } from '../../shared/domain/record.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import { messages } from './messages.ts';
import type { Params } from './plan.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What a training record keeps under `inputs`, so that it can be repeated. */
const inputsSchema = z.looseObject({
  command: z.string().optional(),
  entry: z.string().optional(),
  params: z.record(z.string(), scalar),
  seed: z.number(),
  data: z.array(z.string()),
  'test-data': z.array(z.string()),
  environment: z.record(z.string(), z.unknown()),
});

/** A training that can be repeated from its record. */
export interface RecordedTraining {
  readonly record: StepRecord;
  /** Code, seed and data, in the form of inputs. */
  readonly inputs: {
    readonly command: string | undefined;
    readonly entry: string | undefined;
    readonly seed: number;
    readonly data: readonly string[];
  };
  readonly params: Params;
  readonly testData: readonly string[];
  readonly environment: Readonly<Record<string, unknown>>;
}

/**
 * The training a record describes, if it is that of the model asked for.
 *
 * @throws ActionError (usage, `not-the-model`).
 */
export function recordedTraining(record: StepRecord | undefined, model: Digest): RecordedTraining {
  const parsed = inputsSchema.safeParse(record?.inputs);
  const known = record?.subject.model ?? undefined;
  if (record === undefined || known !== model || !parsed.success) {
    const { message, hint } = messages.notTheModel(
      shortDigest(model),
      known === undefined ? undefined : shortDigest(known),
    );
    throw usageError('not-the-model', message, hint);
  }
  const { command, entry, params, seed, data, environment } = parsed.data;
  return {
    record,
    inputs: { command, entry, seed, data },
    params,
    testData: parsed.data['test-data'],
    environment,
  };
}
