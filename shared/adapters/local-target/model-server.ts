import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Digest } from '../../domain/digest.ts';
import type { ServedModel } from '../../ports/model-entry.ts';
import { HttpError, readBody, sendJson } from './http.ts';
import {
  chooseOutputs,
  type InferencePath,
  metadataOf,
  parseInferencePath,
  parseInferenceRequest,
} from './inference-protocol.ts';

export interface Serving {
  readonly name: string;
  /** Digest of the bytes that were loaded: every answer carries it as `model_version`. */
  readonly id: Digest;
  readonly model: ServedModel;
}

/** One model behind the Open Inference Protocol. */
export function modelServer(serving: Serving): Server {
  const server = createServer((request, response) => {
    answer(serving, request, response).catch((error: unknown) => {
      const status = error instanceof HttpError ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, status, { error: message });
    });
  });
  // The gateway keeps connections open; one closed here as it sends would look like a failure.
  server.keepAliveTimeout = 0;
  return server;
}

async function answer(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = parseInferencePath(request.url ?? '');
  if (path === undefined) throw new HttpError(404, `there is no ${request.url}`);
  const method = path.kind === 'infer' ? 'POST' : 'GET';
  if (request.method !== method) throw new HttpError(405, `${request.url} takes ${method}`);
  requireThisModel(serving, path);
  switch (path.kind) {
    case 'live':
      return sendJson(response, 200, { live: true });
    case 'ready':
    case 'model-ready':
      return sendJson(response, 200, { ready: true });
    case 'server':
      return sendJson(response, 200, { name: 'mlops-local', version: '1', extensions: [] });
    case 'metadata':
      return sendJson(response, 200, metadataOf(serving.name, serving.id, serving.model));
    case 'infer':
      return sendJson(response, 200, await infer(serving, await readBody(request)));
  }
}

function requireThisModel({ name, id }: Serving, path: InferencePath): void {
  if (!('model' in path)) return;
  if (path.model !== name) throw new HttpError(404, `there is no model "${path.model}"`);
  if (path.version !== undefined && path.version !== id) {
    throw new HttpError(404, `this server has no version "${path.version}"`);
  }
}

async function infer({ name, id, model }: Serving, body: Buffer) {
  const request = parseInferenceRequest(body.toString('utf8'), model.inputs);
  const outputs = chooseOutputs(await model.predict(request.inputs), request.outputs);
  return {
    model_name: name,
    model_version: id,
    ...(request.id === undefined ? {} : { id: request.id }),
    outputs,
  };
}
