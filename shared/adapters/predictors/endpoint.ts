import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { FeatureBatch } from '../../domain/prediction.ts';
import { ActionError } from '../../kernel/action-error.ts';
import type { Predictor, PredictorOptions } from '../../ports/predictor.ts';
import { inBatches } from './batches.ts';
import { messages } from './messages.ts';
import {
  inputSpecs,
  outputsOf,
  type ProtocolInput,
  type ProtocolSpec,
  requestInputs,
} from './oip.ts';
import { featuresOf, readOutputs } from './tensors.ts';

const tensorSchema = z.object({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.number()),
});
/** MLServer leaves the tensors out where the deployment does not describe them. */
const tensorsSchema = z.array(tensorSchema).nullish();
const metadataSchema = z.object({ inputs: tensorsSchema, outputs: tensorsSchema });
const answerSchema = z.object({
  outputs: z.array(tensorSchema.extend({ data: z.array(z.unknown()) })).min(1),
});

/** How patient to be with an endpoint. Tests make it impatient. */
export interface EndpointPatience {
  /** Rests before a request that failed for no reason of ours is repeated, in milliseconds. */
  readonly restsMs: readonly number[];
  readonly timeoutMs: number;
}

const usualPatience: EndpointPatience = { restsMs: [500, 2_000, 5_000], timeoutMs: 30_000 };

const modelPath = /^(?<prefix>.*\/v2\/models\/[^/]+(?:\/versions\/[^/]+)?)(?:\/infer)?\/?$/u;

/** Rows in one request: servers limit the size of a body, often to a megabyte. */
const usualBatch = 256;

/** Whether this is the address of a model, rather than of a data file. */
export function isEndpoint(reference: string): boolean {
  return /^https?:\/\//u.test(reference) && reference.includes('/v2/models/');
}

/** Whether this is the address of a server, but of no model there. */
export function isServer(reference: string): boolean {
  return /^https?:\/\/[^/]+\/?(?:v2(?:\/models)?\/?)?$/u.test(reference);
}

/**
 * A model behind the Open Inference Protocol, version 2, over HTTP.
 *
 * @throws ActionError (usage, `endpoint-address` or `endpoint-model-unknown`), (external) when it
 *   does not answer
 */
export async function connectEndpoint(
  reference: string,
  { classes, output, timeoutMs, batch: size = usualBatch }: PredictorOptions,
  patience: EndpointPatience = usualPatience,
): Promise<Predictor> {
  const { address, headers, source } = addressOf(reference);
  const client = endpointClient(source, headers, {
    ...patience,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const { inputs, outputs } = parse(source, metadataSchema, await client(address));
  const specs = inputs ?? [];
  const wanted = output ?? probabilitiesAmong(outputs ?? []);
  return {
    source,
    runtime: 'endpoint',
    ...featuresOf(inputSpecs(source, specs)),
    classes,
    files: [],
    size: undefined,
    isQuantized: undefined,
    predict: inBatches(size, async (batch, signal) => {
      const asked = specs.length === 0 ? [undescribed(batch)] : specs;
      const tensors = requestInputs(source, asked, batch);
      requireSendable(source, tensors);
      const named = wanted === undefined ? {} : { outputs: [{ name: wanted }] };
      const body = JSON.stringify({ inputs: tensors, ...named });
      const answer = parse(source, answerSchema, await client(`${address}/infer`, body, signal));
      return readOutputs(source, outputsOf(answer.outputs), batch.rows, output);
    }),
    close: async () => undefined,
  };
}

/** Credentials in the address become a header and never part of a message. */
function addressOf(reference: string) {
  const url = URL.parse(reference);
  const prefix = modelPath.exec(url?.pathname ?? '')?.groups?.prefix;
  if (url === null || prefix === undefined) throw messages.addressInvalid(reference);
  const { username, password } = url;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers: Record<string, string> =
    username === '' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
  const address = `${url.protocol}//${url.host}${prefix}`;
  return { address, headers, source: address };
}

/** A model that does not describe its inputs is sent one matrix, as scikit-learn takes it. */
function undescribed({ columns }: FeatureBatch): ProtocolSpec {
  const isText = columns.some(({ kind }) => kind === 'text');
  return { name: 'input-0', datatype: isText ? 'BYTES' : 'FP64', shape: [-1, columns.length] };
}

function probabilitiesAmong(outputs: readonly ProtocolSpec[]): string | undefined {
  return outputs.length < 2 ? undefined : outputs.find(({ name }) => /prob/iu.test(name))?.name;
}

/** @throws ActionError (usage, `feature-not-sendable`) */
function requireSendable(source: string, tensors: readonly ProtocolInput[]): void {
  const wrong = tensors.find(({ data }) =>
    data.some((value) => typeof value === 'number' && !Number.isFinite(value)),
  );
  if (wrong !== undefined) throw messages.featureNotSendable(source, wrong.name);
}

type Client = (address: string, body?: string, signal?: AbortSignal) => Promise<unknown>;

/** Requests that are repeated, with rests, where the server or the way to it fails. */
function endpointClient(
  source: string,
  headers: Readonly<Record<string, string>>,
  { restsMs, timeoutMs }: EndpointPatience,
): Client {
  return async (address, body, signal) => {
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const answer = await once(source, address, { headers, body, signal, timeoutMs });
      if (!(answer instanceof ActionError)) return answer.json;
      const rest = restsMs[attempt];
      if (rest === undefined) throw answer;
      await delay(rest, undefined, signal === undefined ? {} : { signal });
    }
  };
}

interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/** @returns the answer, or what may be tried again. @throws ActionError for what may not. */
async function once(
  source: string,
  address: string,
  { headers, body, signal, timeoutMs }: Sending,
): Promise<{ json: unknown } | ActionError> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const request = {
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    // A model that moved would be another model.
    redirect: 'error' as const,
    ...(body === undefined ? {} : { method: 'POST', body }),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, request);
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    const problem = timeout.aborted
      ? messages.problems.noAnswer(timeoutMs / 1000)
      : reasonOf(cause);
    return messages.endpointUnreachable(source, problem, cause);
  }
  if (response.status >= 500 || response.status === 429) {
    return messages.endpointUnreachable(
      source,
      `${messages.problems.status(response.status)}${quote(text)}`,
    );
  }
  if (!response.ok) throw messages.endpointRefused(source, response.status, saidIn(text));
  return { json: parseJson(source, text) };
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const { code } = inner as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED' ? messages.problems.nothingListens : messages.firstLine(inner);
}

function quote(text: string): string {
  const said = saidIn(text);
  return said === '' ? '' : `, "${said}"`;
}

/** The protocol's `{ "error": … }`, else the start of whatever came. */
function saidIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return messages.firstLine(error);
  } catch {
    // Not JSON: a proxy's page, of which the first line must do.
  }
  return messages.firstLine(text.trim());
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw messages.endpointAnswerInvalid(source, messages.problems.notJson);
  }
}

function parse<T>(source: string, schema: z.ZodType<T>, json: unknown): T {
  const { data, error } = schema.safeParse(json);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw messages.endpointAnswerInvalid(source, `"${issue?.path.join('.')}" ${issue?.message}`);
}
