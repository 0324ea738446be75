import { canonicalDigest } from '../../shared/domain/canonical-digest.ts';
import type { Digest } from '../../shared/domain/digest.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import type { InputsOf, Scalar } from '../../shared/kernel/define-action.ts';
import type { TrainingDefinition } from './definition.ts';
import { messages } from './messages.ts';

export type Params = Readonly<Record<string, Scalar>>;

/** Who trains: the user's command, or the user's module. */
export type TrainingCode =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'entry'; readonly entry: string };

/** What is trained, from what, and what it must report. */
export interface TrainingPlan {
  readonly code: TrainingCode;
  readonly params: Params;
  readonly seed: number;
  /** Paths, globs or directories, as the user wrote them. */
  readonly data: { readonly train: readonly string[]; readonly test: readonly string[] };
  /** Final metrics that must be reported, in the order they are shown. */
  readonly requiredMetrics: readonly string[];
  readonly engine: InputsOf<TrainingDefinition>['engine'];
  readonly timeoutMs: number;
  readonly price: Price | undefined;
}

export interface Price {
  readonly perHour: number;
  readonly currency: string | undefined;
}

type Files = string | readonly string[] | undefined;

/** The part of a model's configuration this step reads. */
export interface TrainingConfig {
  readonly data?: { readonly train?: Files; readonly test?: Files } | undefined;
  readonly train?:
    | {
        readonly command?: string | undefined;
        readonly entry?: string | undefined;
        readonly params: Params;
        readonly seed?: number | undefined;
        readonly metrics: readonly string[];
      }
    | undefined;
}

/**
 * Inputs over configuration: an input wins, and parameters are merged name by name.
 *
 * @throws ActionError (usage): `no-training-code`, `two-training-codes`, `no-training-data`.
 */
export function planTraining(
  inputs: InputsOf<TrainingDefinition>,
  model: TrainingConfig,
): TrainingPlan {
  const { train } = model;
  return {
    code: chooseCode(inputs, train),
    params: { ...train?.params, ...inputs.params },
    seed: inputs.seed ?? train?.seed ?? 0,
    data: { train: chooseData(inputs.data, model), test: listOf(model.data?.test) },
    requiredMetrics: [...new Set(train?.metrics)],
    engine: inputs.engine,
    timeoutMs: inputs['timeout-minutes'] * 60_000,
    price: parsePrice(inputs['price-per-hour']),
  };
}

function chooseCode(
  inputs: Pick<InputsOf<TrainingDefinition>, 'command' | 'entry'>,
  train: TrainingConfig['train'],
): TrainingCode {
  const given = inputs.command !== undefined || inputs.entry !== undefined;
  const { command, entry } = given ? inputs : (train ?? {});
  if (command !== undefined && entry !== undefined) {
    const { message, hint } = messages.twoTrainingCodes(given);
    throw usageError('two-training-codes', message, hint);
  }
  if (command !== undefined) return { kind: 'command', command };
  if (entry !== undefined) return { kind: 'entry', entry };
  throw usageError(
    'no-training-code',
    messages.noTrainingCode.message,
    messages.noTrainingCode.hint,
  );
}

function chooseData(
  input: readonly string[] | undefined,
  model: TrainingConfig,
): readonly string[] {
  const files = input ?? listOf(model.data?.train);
  if (files.length > 0) return files;
  throw usageError(
    'no-training-data',
    messages.noTrainingData.message,
    messages.noTrainingData.hint,
  );
}

function listOf(files: Files): readonly string[] {
  return files === undefined ? [] : typeof files === 'string' ? [files] : files;
}

function parsePrice(text: string | undefined): Price | undefined {
  const [amount, currency] = text?.split(' ') ?? [];
  return amount === undefined ? undefined : { perHour: Number(amount), currency };
}

/** What a duration costs, in the currency of the price. */
export function costOf(price: Price | undefined, milliseconds: number) {
  if (price === undefined) return undefined;
  return { value: (price.perHour * milliseconds) / 3_600_000, currency: price.currency };
}

/**
 * One digest for the training configuration: what a person chose, not where it ran. It is part of
 * the model's identity.
 */
export function configDigest({
  code,
  params,
  seed,
}: Pick<TrainingPlan, 'code' | 'params' | 'seed'>): Digest {
  return canonicalDigest({ ...codeAsJson(code), params, seed });
}

/** `{ command }` or `{ entry }`, as records keep it. */
export function codeAsJson(code: TrainingCode): { command: string } | { entry: string } {
  return code.kind === 'command' ? { command: code.command } : { entry: code.entry };
}

/** What a person calls it, on one line. */
export function codeName(code: TrainingCode): string {
  if (code.kind === 'entry') return code.entry;
  const [first = '', ...more] = code.command.trim().split('\n');
  return more.length === 0 ? first : `${first} …`;
}
