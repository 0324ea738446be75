/**
 * How this model answers requests. Training copies the file into the model folder, so that it is
 * covered by the model's digest; the model server calls `load` once and then `predict`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { columns, encode } from './features.mjs';

const text = new Set(['origin', 'destination']);

export async function load({ directory, tf }) {
  const model = JSON.parse(await readFile(join(directory, 'model.json'), 'utf8'));
  const weights = await readFile(join(directory, 'weights.bin'));
  const { modelTopology, weightSpecs, encoding, label } = model;
  const weightData = new Uint8Array(weights).buffer;
  const network = await tf.layers.loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs, weightData }),
  });
  return {
    inputs: columns.map((name) => ({
      name,
      datatype: text.has(name) ? 'BYTES' : 'FP64',
      shape: [-1],
    })),
    outputs: [{ name: label, datatype: 'FP32', shape: [-1] }],
    async predict(inputs) {
      const flights = Object.fromEntries(inputs.map(({ name, data }) => [name, data]));
      const count = flights.hour.length;
      const x = tf.core.tensor2d(encode(encoding, flights, count), [count, encoding.length]);
      const y = network.predict(x);
      const data = Array.from(await y.data());
      tf.core.dispose([x, y]);
      return [{ name: label, datatype: 'FP32', shape: [count], data }];
    },
  };
}
