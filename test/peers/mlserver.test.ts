import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { predictorLoader } from '../../shared/adapters/predictors/loader.ts';
import type { FeatureBatch } from '../../shared/domain/prediction.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { peer } from './install.ts';

/** Trains a model of scikit-learn, and says how MLServer serves it and what it should answer. */
const prepare = `
import json, sys, joblib, numpy as np
from sklearn.linear_model import LogisticRegression
rng = np.random.default_rng(3)
x = rng.normal(size=(200, 2))
model = LogisticRegression().fit(x, x[:, 0] > x[:, 1])
joblib.dump(model, 'model.joblib')
asked = x[:50]
json.dump({'rows': asked.tolist(), 'probabilities': model.predict_proba(asked).ravel().tolist()},
          open('expected.json', 'w'))
json.dump({'name': 'late', 'implementation': 'mlserver_sklearn.SKLearnModel',
           'parameters': {'uri': './model.joblib'}}, open('model-settings.json', 'w'))
ports = [int(port) for port in sys.argv[1:]]
json.dump({'host': '127.0.0.1', 'http_port': ports[0], 'grpc_port': ports[1],
           'metrics_port': ports[2], 'parallel_workers': 0}, open('settings.json', 'w'))
`;

let server: ChildProcess;
let address: string;
let expected: { rows: [number, number][]; probabilities: number[] };

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

beforeAll(async () => {
  const python = peer('mlserver');
  const cwd = temporaryFolder('mlserver');
  const ports = [await freePort(), await freePort(), await freePort()];
  execFileSync(python, ['-c', prepare, ...ports.map(String)], { cwd });
  expected = JSON.parse(readFileSync(join(cwd, 'expected.json'), 'utf8'));
  server = spawn(join(dirname(python), 'mlserver'), ['start', '.'], { cwd, stdio: 'ignore' });
  address = `http://127.0.0.1:${ports[0]}/v2/models/late`;
  const isReady = () =>
    fetch(`${address}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (server.exitCode !== null) throw new Error('MLServer ended before it was ready');
    await delay(200);
  }
});

afterAll(async () => {
  const ended = once(server, 'exit');
  server.kill();
  await ended;
});

test('a model of scikit-learn behind MLServer answers the probabilities of scikit-learn', async () => {
  const batch: FeatureBatch = {
    rows: expected.rows.length,
    columns: [0, 1].map((i) => ({
      name: `x${i}`,
      kind: 'number',
      values: Float64Array.from(expected.rows, (row) => row[i] as number),
    })),
  };
  const options = { output: 'predict_proba', batch: 20 };
  const predictor = await predictorLoader().load('/', address, options);
  const { width, values } = await predictor.predict(batch, new AbortController().signal);
  expect(width).toBe(2);
  expect([...values]).toEqual(expected.probabilities.map((p) => expect.closeTo(p, 12)));
});

test('a model that MLServer does not have is a clear error', async () => {
  await expect(predictorLoader().load('/', address.replace(/late$/u, 'early'))).rejects.toThrow(
    /has no such model \(404: Model early not found/u,
  );
});
