import type { FeatureBatch } from '../../domain/prediction.ts';
import type { NamedTensor } from '../../ports/model-entry.ts';
import { messages } from './messages.ts';
import { fillInputs, type InputSpec, type Output, type TensorKind } from './tensors.ts';

/** Datatypes of the Open Inference Protocol that rows of a table can fill. */
const kinds: Readonly<Record<string, TensorKind>> = {
  BOOL: 'boolean',
  ...{ INT8: 'integer', INT16: 'integer', INT32: 'integer', INT64: 'integer' },
  ...{ UINT8: 'integer', UINT16: 'integer', UINT32: 'integer', UINT64: 'integer' },
  ...{ FP32: 'number', FP64: 'number' },
  BYTES: 'text',
};

/** A tensor as the protocol describes it in a model's metadata. */
export interface ProtocolSpec {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** A tensor as the protocol answers it. */
export interface ProtocolOutput extends ProtocolSpec {
  readonly data: readonly unknown[];
}

export type ProtocolInput = Omit<NamedTensor, 'datatype'> & { datatype: string };

/** @throws ActionError (usage, `tensor-type-unsupported`) */
export function inputSpecs(source: string, specs: readonly ProtocolSpec[]): InputSpec[] {
  return specs.map(({ name, datatype, shape }) => {
    const kind = kinds[datatype];
    if (kind === undefined) throw messages.tensorTypeUnsupported(source, name, datatype);
    return { name, kind, shape };
  });
}

/** Rows as the inputs of a request. @throws ActionError (usage) where they do not fit */
export function requestInputs(
  source: string,
  specs: readonly ProtocolSpec[],
  batch: FeatureBatch,
): ProtocolInput[] {
  const filled = fillInputs(source, inputSpecs(source, specs), batch);
  return filled.map(({ name, shape, data }, i) => {
    const datatype = specs[i]?.datatype ?? 'FP64';
    const values = Array.from<string | number>(data);
    return { name, datatype, shape, data: datatype === 'BOOL' ? values.map(Boolean) : values };
  });
}

export function outputsOf(outputs: readonly ProtocolOutput[]): Output[] {
  return outputs.map(({ name, datatype, shape, data }) => {
    return { name, kind: kinds[datatype] ?? 'number', shape, data: data.flat(4) };
  });
}
