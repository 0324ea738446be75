import { Agent, request as httpRequest } from 'node:http';
import { z } from 'zod';
import { digestSchema } from '../../domain/digest.ts';
import { versionTrafficSchema } from '../../domain/rollout.ts';
import { externalError } from '../../kernel/action-error.ts';
import { loopback, readBody } from './http.ts';
import { gateways } from './messages.ts';

export const reportSchema = z.strictObject({
  instance: z.string(),
  revision: z.number().int(),
  weight: z.number().int(),
  stable: digestSchema.nullable(),
  servers: z.record(
    z.string(),
    z.strictObject({
      state: z.enum(['starting', 'ready', 'failed']),
      restarts: z.number().int(),
      error: z.string().optional(),
    }),
  ),
  stage: z.strictObject({ canary: versionTrafficSchema, stable: versionTrafficSchema }),
});

/** What is read of a model's metadata. */
export const metadataSchema = z.object({
  inputs: z.array(
    z.object({
      name: z.string(),
      datatype: z.enum(['BOOL', 'INT32', 'INT64', 'FP32', 'FP64', 'BYTES']),
      shape: z.array(z.number()),
    }),
  ),
});

/** What is read of an answer. What is no tensor is none, and still tells who answered. */
export const answerSchema = z.object({
  model_version: z.string().optional().catch(undefined),
  outputs: z
    .array(
      z.object({
        name: z.string(),
        datatype: z.string(),
        shape: z.array(z.number()),
        data: z.array(z.unknown()),
      }),
    )
    .optional()
    .catch(undefined),
});

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** A client of one gateway on this machine. Connections are reused and keep no process alive. */
export class GatewayClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  /** @throws ActionError (external, `target-unreachable`). */
  call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    timeout = 30_000,
  ): Promise<HttpAnswer> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers =
      bytes === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': bytes.length };
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { host: loopback, port: this.#port, method, path, headers, timeout, agent: this.#agent },
        (incoming) => {
          readBody(incoming).then(
            (received) =>
              resolve({ status: incoming.statusCode ?? 0, body: received.toString('utf8') }),
            (error: unknown) => reject(unreachable(this.#port, error)),
          );
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${timeout} ms`)));
      outgoing.on('error', (error) => reject(unreachable(this.#port, error)));
      outgoing.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function unreachable(port: number, cause: unknown): Error {
  return externalError(
    'target-unreachable',
    gateways.noAnswer(`http://${loopback}:${port}`),
    gateways.startAnew,
    cause,
  );
}
