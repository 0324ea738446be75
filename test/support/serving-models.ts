import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ModelBehaviour {
  /** Tells models apart that behave the same. */
  bias: number;
  /** Every n-th prediction fails; 0: none. */
  failEvery?: number;
  /** Milliseconds a prediction takes. */
  delayMs?: number;
  /** Loading it throws. */
  broken?: boolean;
  /** The process ends at this prediction. */
  dieAt?: number;
  /** From this prediction on it computes for ever and hears nothing, SIGTERM included. */
  hangAt?: number;
}

/** A model folder that needs no TensorFlow.js: it adds a bias to its one input. */
export function writeModel(directory: string, behaviour: ModelBehaviour): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'weights.json'), JSON.stringify(behaviour));
  writeFileSync(join(directory, 'serve.mjs'), servingModule);
  return directory;
}

const servingModule = `import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const tensorflow = false;

export async function load({ directory }) {
  const model = JSON.parse(await readFile(join(directory, 'weights.json'), 'utf8'));
  if (model.broken) throw new Error('these weights do not fit this model');
  const spec = (name) => ({ name, datatype: 'FP64', shape: [-1] });
  let served = 0;
  return {
    inputs: [spec('x')],
    outputs: [spec('score')],
    async predict([x]) {
      served += 1;
      if (served === model.dieAt) process.exit(7);
      if (served === model.hangAt) {
        process.on('SIGTERM', () => undefined);
        process.stderr.write('hanging');
        for (;;);
      }
      if (model.delayMs) await new Promise((resolve) => setTimeout(resolve, model.delayMs));
      if (model.failEvery && served % model.failEvery === 0) throw new Error('out of range');
      return [{ name: 'score', datatype: 'FP64', shape: x.shape, data: x.data.map((v) => v + model.bias) }];
    },
  };
}
`;
