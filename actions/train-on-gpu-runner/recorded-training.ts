import { z } from 'zod';
import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { Artifact, StepRecord } from '../../shared/domain/record.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import * as messages from './messages.ts';
import type { Params, TrainingCode } from './plan.ts';

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
  readonly code: TrainingCode;
  readonly params: Params;
  readonly seed: number;
  readonly data: { readonly train: readonly string[]; readonly test: readonly string[] };
  readonly environment: Readonly<Record<string, unknown>>;
}

/**
 * The training a record describes, if it is that of the model asked for.
 *
 * @throws ActionError (usage, `not-the-model`).
 */
export function recordedTraining(
  record: StepRecord | undefined,
  model: Digest,
): RecordedTraining {
  const parsed = inputsSchema.safeParse(record?.inputs);
  const known = record?.subject.model ?? undefined;
  if (known !== model || !parsed.success) {
    const { message, hint } = messages.notTheModel(
      shortDigest(model),
      known === undefined ? undefined : shortDigest(known),
    );
    throw usageError('not-the-model', message, hint);
  }
  const { command, entry, params, seed, data, environment } = parsed.data;
  const code: TrainingCode =
    command === undefined ? { kind: 'entry', entry: entry ?? '' } : { kind: 'command', command };
  const files = { train: data, test: parsed.data['test-data'] };
  return { code, params, seed, data: files, environment };
}

/** Files that are not the same in both, by path: changed, missing or new. */
export function differentFiles(before: readonly Artifact[], after: readonly Artifact[]): string[] {
  const digests = (files: readonly Artifact[]): Map<string, string> =>
    new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const [old, now] = [digests(before), digests(after)];
  const paths = new Set([...old.keys(), ...now.keys()]);
  return [...paths].filter((path) => old.get(path) !== now.get(path)).sort();
}

/** Names of what is not the same in both environments. */
export function differentKeys(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
