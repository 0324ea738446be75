import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { modelServer } from '../../../shared/adapters/local-target/model-server.ts';
import { predictorLoader } from '../../../shared/adapters/predictors/loader.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import type { NamedTensor, ServedModel } from '../../../shared/ports/model-entry.ts';
import type { Predictor, PredictorOptions } from '../../../shared/ports/predictor.ts';

const { signal } = new AbortController();
const impatient = { restsMs: [1, 1], timeoutMs: 5_000 };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/models/late`;
}

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { inputs: NamedTensor[]; outputs?: { name: string }[] } | undefined;
}

/** A server that answers as told, and keeps what it was asked. */
async function serve(
  answer: (request: Request, place: number) => { status?: number; json: unknown },
) {
  const asked: Request[] = [];
  const server = createServer((incoming, response) => {
    void readText(incoming).then((text) => {
      const { method, url, headers } = incoming;
      const body = text === '' ? undefined : JSON.parse(text);
      asked.push({ method, url, authorization: headers.authorization, body });
      const { status = 200, json } = answer(asked.at(-1) as Request, asked.length - 1);
      response.writeHead(status).end(typeof json === 'string' ? json : JSON.stringify(json));
    });
  });
  return { address: await listen(server), asked };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const load = (address: string, options?: PredictorOptions): Promise<Predictor> =>
  predictorLoader({ patience: impatient }).load('/', address, options);

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'it worked',
    ({ kind, message, hint }) => `${kind}: ${message} ${hint}`,
  );

function hours(...values: readonly number[]): FeatureBatch {
  const hour = { name: 'hour', kind: 'number', values: Float64Array.from(values) } as const;
  const origin = { name: 'origin', kind: 'text', values: values.map(() => 'ATL') } as const;
  return { rows: values.length, columns: [origin, hour] };
}

/** Answers an hour with its share of the day. */
const shareOfDay: ServedModel = {
  inputs: [
    { name: 'hour', datatype: 'FP64', shape: [-1] },
    { name: 'origin', datatype: 'BYTES', shape: [-1] },
  ],
  outputs: [{ name: 'late', datatype: 'FP64', shape: [-1] }],
  predict: async ([hour]) => {
    const data = (hour?.data ?? []).map((value) => Number(value) / 24);
    return [{ name: 'late', datatype: 'FP64', shape: [data.length], data }];
  },
};

describe('an endpoint of the Open Inference Protocol', () => {
  test("answers through the local target's own server, by the names of its inputs", async () => {
    const id = `sha256:${'a'.repeat(64)}` as const;
    const address = await listen(modelServer({ name: 'late', id, model: shareOfDay }));
    const predictor = await load(address);
    expect(predictor).toMatchObject({ runtime: 'endpoint', source: address, size: undefined });
    expect(predictor.features).toEqual(['hour', 'origin']);
    const { width, values } = await predictor.predict(hours(0, 6, 12), signal);
    expect({ width, values: [...values] }).toEqual({ width: 1, values: [0, 0.25, 0.5] });
  });

  const metadata = { name: 'late', inputs: [], outputs: [] };
  const answerTo = ({ body }: Request) => {
    const [matrix] = body?.inputs ?? [];
    const [rows = 0] = matrix?.shape ?? [];
    const data = Array.from({ length: rows }, (_, row) => [0.25, row / 100]);
    return { json: { outputs: [{ name: 'p', datatype: 'FP32', shape: [rows, 2], data }] } };
  };

  test('that describes no inputs gets one matrix, and may answer in nested lists', async () => {
    const { address, asked } = await serve((request) =>
      request.method === 'GET' ? { json: metadata } : answerTo(request),
    );
    const predictor = await load(`${address}/versions/3/infer`, { batch: 2 });
    const { columns, rows } = hours(6, 7, 8);
    const numbers = columns.filter(({ kind }) => kind === 'number');
    const { width, values } = await predictor.predict({ rows, columns: numbers }, signal);
    expect({ width, values: [...values] }).toEqual({
      width: 2,
      values: [0.25, 0, 0.25, 0.01, 0.25, 0],
    });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v2/models/late/versions/3',
      'POST /v2/models/late/versions/3/infer',
      'POST /v2/models/late/versions/3/infer',
    ]);
    expect(asked[1]?.body?.inputs).toEqual([
      { name: 'input-0', datatype: 'FP64', shape: [2, 1], data: [6, 7] },
    ]);
  });

  test('that fails for a while is asked again', async () => {
    const { address, asked } = await serve((request, place) => {
      if (place === 0) return { status: 503, json: 'starting' };
      if (request.method === 'GET') return { json: metadata };
      return place === 2 ? { status: 500, json: { error: 'busy' } } : answerTo(request);
    });
    const answers = await (await load(address)).predict(hours(6), signal);
    expect(answers.rows).toBe(1);
    expect(asked).toHaveLength(4);
  });

  test('that keeps failing is given up, with what it said', async () => {
    const { address } = await serve(() => ({ status: 503, json: { error: 'model is loading' } }));
    expect(await failure(load(address))).toMatch(
      /^external: The endpoint http:\S+ does not answer: status 503, "model is loading"\. Check that/u,
    );
  });

  test('that nobody listens at, or that takes too long', async () => {
    const server = createServer(() => undefined);
    const address = await listen(server);
    expect(await failure(load(address, { timeoutMs: 30 }))).toContain(
      'does not answer: no answer within 0.03 s.',
    );
    expect(await failure(load('http://127.0.0.1:9/v2/models/late'))).toMatch(/does not answer: /u);
  });

  test('that refuses is not asked again', async () => {
    const { address, asked } = await serve((_, place) =>
      place === 0 ? { json: metadata } : { status: 400, json: { error: 'hour: wrong type' } },
    );
    expect(await failure((await load(address)).predict(hours(1), signal))).toMatch(
      /^external: .* refused the request \(status 400: hour: wrong type\)\./u,
    );
    expect(asked).toHaveLength(2);
    const unknown = await serve(() => ({ status: 404, json: { error: 'no model late' } }));
    expect(await failure(load(unknown.address))).toMatch(/^usage: .* has no such model \(404/u);
  });

  test('that is something else altogether', async () => {
    const page = await serve(() => ({ json: '<html>' }));
    expect(await failure(load(page.address))).toContain('its answer is not JSON');
    const other = await serve(() => ({ json: { inputs: [{ name: 1 }] } }));
    expect(await failure(load(other.address))).toContain('"inputs.0.name"');
    expect(await failure(load('http://127.0.0.1:9/v2/models/'))).toContain(
      'http://127.0.0.1:9/v2/models/ is no address of a model.',
    );
  });

  test('gets credentials of the address as a header, and no message shows them', async () => {
    const { address, asked } = await serve(() => ({ status: 400, json: { error: 'no' } }));
    const said = await failure(load(address.replace('http://', 'http://ann:s3cret@')));
    expect(asked[0]?.authorization).toBe(`Basic ${btoa('ann:s3cret')}`);
    expect(said).toContain(`The endpoint ${address} refused`);
    expect(said).not.toContain('s3cret');
    expect(await failure(load('http://ann:s3cret@h/v2/models/'))).not.toContain('s3cret');
  });

  test('is not sent what JSON cannot carry', async () => {
    const { address } = await serve(() => ({ json: metadata }));
    const { columns } = hours(Number.NaN);
    const numbers = columns.filter(({ kind }) => kind === 'number');
    const asked = (await load(address)).predict({ rows: 1, columns: numbers }, signal);
    expect(await failure(asked)).toContain('missing or infinite number in "input-0"');
  });
});
