import type { FeatureBatch, FeatureColumn, PredictedBatch } from '../../domain/prediction.ts';
import { featuresNamed, integersOf, matrixOf, numbersOf, textsOf } from './features.ts';
import { messages } from './messages.ts';

export type TensorKind = 'number' | 'integer' | 'boolean' | 'text';

/** An input as a model describes it. The first dimension is the batch; what is no size is free. */
export interface InputSpec {
  readonly name: string;
  readonly kind: TensorKind;
  readonly shape: readonly (number | string)[];
}

/** An input filled with rows, in row-major order. */
export interface FilledInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float64Array | readonly string[];
}

/** What came out of a model under one name, in row-major order. */
export interface Output {
  readonly name: string;
  readonly kind: TensorKind;
  readonly shape: readonly number[];
  readonly data: ArrayLike<unknown>;
}

/** Whether rows go into one matrix, as most exporters of scikit-learn pipelines arrange it. */
function isMatrix(specs: readonly InputSpec[]): boolean {
  return specs.length === 1 && specs[0]?.shape.length === 2;
}

/** What the inputs say about the features: their names, or at least how many. */
export function featuresOf(specs: readonly InputSpec[]): {
  features: readonly string[] | undefined;
  featureCount: number | undefined;
} {
  if (specs.length === 0) return { features: undefined, featureCount: undefined };
  if (!isMatrix(specs)) {
    return { features: specs.map(({ name }) => name), featureCount: specs.length };
  }
  const width = specs[0]?.shape[1];
  return { features: undefined, featureCount: isSize(width) ? width : undefined };
}

function isSize(size: number | string | undefined): size is number {
  return typeof size === 'number' && size > 0;
}

/**
 * Rows as the tensors a model asks for: one matrix of all features in their order, or one tensor a
 * feature, by name.
 *
 * @throws ActionError (usage) where the features do not fit the inputs
 */
export function fillInputs(
  source: string,
  specs: readonly InputSpec[],
  batch: FeatureBatch,
): FilledInput[] {
  const [first] = specs;
  if (first !== undefined && isMatrix(specs)) return [fillMatrix(source, first, batch)];
  const columns = featuresNamed(
    source,
    batch,
    specs.map(({ name }) => name),
  );
  return specs.map((spec, i) => {
    const { name, kind, shape } = spec;
    const isColumn =
      shape.length === 1 || (shape.length === 2 && (shape[1] === 1 || !isSize(shape[1])));
    const column = columns[i];
    if (!isColumn || column === undefined) {
      throw messages.inputShapeUnsupported(source, name, shape);
    }
    const sizes = shape.length === 1 ? [batch.rows] : [batch.rows, 1];
    return { name, shape: sizes, data: valuesOf(source, kind, column) };
  });
}

function fillMatrix(source: string, spec: InputSpec, batch: FeatureBatch): FilledInput {
  const { rows, columns } = batch;
  const { name, kind } = spec;
  const width = spec.shape[1];
  if (isSize(width) && width !== columns.length) {
    throw messages.featureCountDiffers(
      source,
      width,
      columns.map((column) => column.name),
    );
  }
  const shape = [rows, columns.length];
  if (kind === 'text') {
    const texts = columns.map(textsOf);
    const data = Array.from({ length: rows }, (_, row) => texts.map((own) => own[row] ?? ''));
    return { name, shape, data: data.flat() };
  }
  const values = columns.map((column) => valuesOf(source, kind, column) as Float64Array);
  return { name, shape, data: matrixOf(values, rows) };
}

function valuesOf(
  source: string,
  kind: TensorKind,
  column: FeatureColumn,
): Float64Array | readonly string[] {
  if (kind === 'text') return textsOf(column);
  return kind === 'number' ? numbersOf(source, column) : integersOf(source, column);
}

/** What exporters call the probabilities of a classifier, or its one output. */
const usualNames = /prob|score|^predict(?:ions?)?$|^output(?:_0|-0)?$|^variable$/iu;

/**
 * A model's outputs as its prediction: the named output, else the only one of numbers, else the one
 * with a usual name; class names beside it are kept.
 *
 * @throws ActionError (usage) where the prediction cannot be told from the rest
 */
export function readOutputs(
  source: string,
  outputs: readonly Output[],
  rows: number,
  wanted: string | undefined,
): PredictedBatch {
  const main = predictionAmong(source, outputs, wanted);
  const label = outputs.find((output) => output !== main && isLabel(output, rows));
  const labels = label === undefined ? {} : { labels: labelsOf(label) };
  if (main.kind === 'text')
    return { rows, width: 0, values: new Float64Array(), labels: labelsOf(main) };
  const values = Float64Array.from(main.data, Number);
  const width = rows === 0 ? 0 : values.length / rows;
  const isPerRow = main.shape.length <= 1 || main.shape[0] === rows;
  if (!isPerRow || !Number.isInteger(width) || width < 1) {
    throw messages.answerMisshapen(source, rows, main.shape);
  }
  return { rows, width, values, ...labels };
}

function predictionAmong(
  source: string,
  outputs: readonly Output[],
  wanted: string | undefined,
): Output {
  const names = outputs.map(({ name }) => name);
  if (wanted !== undefined) {
    const named = outputs.find(({ name }) => name === wanted);
    if (named === undefined) throw messages.outputUnknown(source, wanted, names);
    return named;
  }
  const numbers = outputs.filter(({ kind }) => kind === 'number');
  const usual = numbers.filter(({ name }) => usualNames.test(name));
  const [only] = numbers.length === 1 ? numbers : usual.length === 1 ? usual : [];
  const [single] = outputs.length === 1 ? outputs : [];
  const found = only ?? single;
  if (found === undefined) throw messages.outputUnclear(source, names);
  return found;
}

/** A class for each row: integers or texts, one a row. */
function isLabel({ kind, data }: Output, rows: number): boolean {
  return kind !== 'number' && data.length === rows;
}

function labelsOf({ data }: Output): string[] {
  return Array.from(data, String);
}
