import { expect, test } from 'vitest';
import {
  parseInferencePath,
  parseInferenceRequest,
} from '../../../shared/adapters/local-target/inference-protocol.ts';
import type { TensorSpec } from '../../../shared/ports/model-entry.ts';

const x: TensorSpec = { name: 'x', datatype: 'FP64', shape: [-1] };
const tensor = { name: 'x', datatype: 'FP64', shape: [1], data: [1] };
const request = (...inputs: object[]): string => JSON.stringify({ inputs });

test('nested and flat values are the same', () => {
  const flat = { name: 'x', datatype: 'FP64', shape: [2], data: [1, 2] };
  const nested = { ...flat, data: [[1], [2]] };
  expect(parseInferenceRequest(request(nested), [x])).toEqual({
    id: undefined,
    inputs: [flat],
    outputs: undefined,
  });
});

test.each([
  ['{', 'the body is not JSON'],
  ['{}', 'inputs: '],
  ['[]', 'body: '],
  [request(), 'input "x" is missing'],
  [request({ ...tensor, datatype: 'INT32' }), 'is INT32, but FP64 is expected'],
  [request({ ...tensor, shape: [3] }), 'has 1 values for shape [3]'],
  [request({ ...tensor, shape: [1, 1] }), 'has shape [1,1], but [-1] is expected'],
  [request({ ...tensor, shape: [-1] }), 'inputs.0.shape.0'],
  [request({ ...tensor, data: ['1'] }), 'holds a value that is no number'],
  [request({ ...tensor, data: [null] }), 'inputs.0.data.0'],
  [request(tensor, { ...tensor, name: 'y' }), 'there is no input "y"'],
])('%s is told what is wrong', (body, said) => {
  expect(() => parseInferenceRequest(body, [x])).toThrow(said);
});

test.each([
  ['/v2/health/live', { kind: 'live' }],
  ['/v2/models/flights', { kind: 'metadata', model: 'flights', version: undefined }],
  ['/v2/models/a%20b/infer?x=1', { kind: 'infer', model: 'a b', version: undefined }],
  [
    '/v2/models/flights/versions/sha256%3Aab/ready',
    { kind: 'model-ready', model: 'flights', version: 'sha256:ab' },
  ],
  ['/v2/models', undefined],
  ['/v2/models/flights/explain', undefined],
  ['/', undefined],
])('%s', (url, expected) => {
  expect(parseInferencePath(url)).toEqual(expected);
});
