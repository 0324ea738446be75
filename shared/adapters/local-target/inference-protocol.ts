import { z } from 'zod';
import type { NamedTensor, ServedModel, TensorSpec } from '../../ports/model-entry.ts';
import { HttpError } from './http.ts';

/** The Open Inference Protocol, version 2, over HTTP: the parts a model server must speak. */
export type InferencePath =
  | { readonly kind: 'live' | 'ready' | 'server' }
  | {
      readonly kind: 'metadata' | 'model-ready' | 'infer';
      readonly model: string;
      readonly version: string | undefined;
    };

const modelPath = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/(ready|infer))?$/u;

/** What a path asks for; undefined where the protocol has no such path. */
export function parseInferencePath(url: string): InferencePath | undefined {
  const [path = ''] = url.split('?');
  if (path === '/v2/health/live') return { kind: 'live' };
  if (path === '/v2/health/ready') return { kind: 'ready' };
  if (path === '/v2') return { kind: 'server' };
  const [whole, model, version, action] = modelPath.exec(path) ?? [];
  if (whole === undefined || model === undefined) return undefined;
  const names = { model: decoded(model), version: version && decoded(version) };
  if (action === undefined) return { kind: 'metadata', ...names };
  return { kind: action === 'ready' ? 'model-ready' : 'infer', ...names };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpError(400, 'the path is not well encoded');
  }
}

type Nested = string | number | boolean | readonly Nested[];
const nested: z.ZodType<Nested> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(nested)]),
);

const requestSchema = z.looseObject({
  id: z.string().optional(),
  inputs: z.array(
    z.looseObject({
      name: z.string(),
      datatype: z.string(),
      shape: z.array(z.number().int().min(0)),
      data: z.array(nested),
    }),
  ),
  outputs: z.array(z.looseObject({ name: z.string() })).optional(),
});

export interface InferenceRequest {
  readonly id: string | undefined;
  readonly inputs: readonly NamedTensor[];
  /** Names of the outputs asked for. undefined: all. */
  readonly outputs: readonly string[] | undefined;
}

/** @throws HttpError 400 that says what is wrong with the request. */
export function parseInferenceRequest(
  body: string,
  specs: readonly TensorSpec[],
): InferenceRequest {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HttpError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
  }
  const { id, inputs, outputs } = parsed.data;
  const tensors = specs.map((spec) => {
    const found = inputs.find(({ name }) => name === spec.name);
    if (found === undefined) throw new HttpError(400, `input "${spec.name}" is missing`);
    return checkTensor({ ...found, data: found.data.flat(16) as NamedTensor['data'] }, spec);
  });
  const unknown = inputs.find(({ name }) => specs.every((spec) => spec.name !== name));
  if (unknown !== undefined) throw new HttpError(400, `there is no input "${unknown.name}"`);
  return { id, inputs: tensors, outputs: outputs?.map(({ name }) => name) };
}

interface RawTensor extends Omit<NamedTensor, 'datatype'> {
  readonly datatype: string;
}

function checkTensor({ name, datatype, shape, data }: RawTensor, spec: TensorSpec): NamedTensor {
  const wrong = (what: string): HttpError => new HttpError(400, `input "${name}" ${what}`);
  if (datatype !== spec.datatype) throw wrong(`is ${datatype}, but ${spec.datatype} is expected`);
  const fits =
    shape.length === spec.shape.length &&
    shape.every((size, i) => spec.shape[i] === -1 || spec.shape[i] === size);
  if (!fits) throw wrong(`has shape [${shape}], but [${spec.shape}] is expected`);
  const elements = shape.reduce((product, size) => product * size, 1);
  if (data.length !== elements) throw wrong(`has ${data.length} values for shape [${shape}]`);
  const type = typeOf(spec.datatype);
  if (data.some((value) => typeof value !== type)) throw wrong(`holds a value that is no ${type}`);
  return { name, datatype: spec.datatype, shape, data };
}

function typeOf(datatype: TensorSpec['datatype']): 'boolean' | 'string' | 'number' {
  if (datatype === 'BOOL') return 'boolean';
  return datatype === 'BYTES' ? 'string' : 'number';
}

/** @throws HttpError 400 where an output was asked for that the model does not have. */
export function chooseOutputs(
  outputs: readonly NamedTensor[],
  asked: readonly string[] | undefined,
): readonly NamedTensor[] {
  if (asked === undefined || asked.length === 0) return outputs;
  return asked.map((name) => {
    const found = outputs.find((output) => output.name === name);
    if (found === undefined) throw new HttpError(400, `there is no output "${name}"`);
    return found;
  });
}

/** A model's metadata as the protocol words it. */
export function metadataOf(model: string, version: string, served: ServedModel) {
  const { inputs, outputs } = served;
  return { name: model, versions: [version], platform: 'mlops-serving-entry', inputs, outputs };
}
