import type * as Core from '@tensorflow/tfjs-core';
import type { Tensor, TensorLike } from '@tensorflow/tfjs-core';

type Method = (this: Tensor, ...args: readonly unknown[]) => unknown;
type Operation = (...args: readonly unknown[]) => unknown;

/** How TensorFlow.js names the functions that are operations on tensors. */
const operationSuffix = '__op';

/**
 * Let operations be called on a tensor, `x.mul(y)`, as in the native builds: the core package alone
 * only has `mul(x, y)`, and training code must run on both.
 */
export function chainOperations(core: typeof Core): void {
  const methods: Record<string, Method> = {};
  for (const [name, operation] of Object.entries(core)) {
    if (typeof operation !== 'function' || !operation.name.endsWith(operationSuffix)) continue;
    methods[name] = method(operation as Operation);
  }
  const prototype = core.Tensor.prototype as unknown as Record<string, unknown>;
  for (const [name, body] of Object.entries({ ...methods, ...exceptions(core) })) {
    // A tensor's own methods (`clone`, `print`) stay as they are.
    if (name in prototype) continue;
    Object.defineProperty(prototype, name, { value: body, configurable: true, writable: true });
  }
}

function method(operation: Operation): Method {
  return function chained(...args) {
    return operation(this, ...args);
  };
}

/** Methods whose tensor is not the operation's first argument, or that have another name. */
function exceptions(core: typeof Core): Record<string, Method> {
  const listOf = (tensor: Tensor, others: unknown): Tensor[] => [
    tensor,
    ...(Array.isArray(others) ? others : [others]),
  ];
  const shaped: Method = function shaped(...shape) {
    return core.reshape(this, shape as number[]);
  };
  const cast = (dtype: Core.DataType): Method =>
    function toType() {
      return core.cast(this, dtype);
    };
  return {
    asScalar() {
      return core.reshape(this, []);
    },
    asType(dtype) {
      return core.cast(this, dtype as Core.DataType);
    },
    ...{ as1D: flat(core), as2D: shaped, as3D: shaped, as4D: shaped, as5D: shaped },
    ...{ toFloat: cast('float32'), toInt: cast('int32'), toBool: cast('bool') },
    flatten: flat(core),
    reshapeAs(other) {
      return core.reshape(this, (other as Tensor).shape);
    },
    concat(others, axis) {
      return core.concat(listOf(this, others), axis as number | undefined);
    },
    stack(others, axis) {
      return core.stack(listOf(this, others), axis as number | undefined);
    },
    where(condition, other) {
      return core.where(condition as TensorLike, this, other as TensorLike);
    },
    ...{ fft: method(core.fft as Operation), ifft: method(core.ifft as Operation) },
    resizeBilinear: method(core.image.resizeBilinear as Operation),
    resizeNearestNeighbor: method(core.image.resizeNearestNeighbor as Operation),
  };
}

function flat(core: typeof Core): Method {
  return function flatten() {
    return core.reshape(this, [this.size]);
  };
}
