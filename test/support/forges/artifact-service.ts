import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Failure, fail } from './loopback-server.ts';

/** What GitHub's artifact service keeps of one artifact, or its cache of one entry. */
export interface KeptArtifact {
  id: number;
  name: string;
  content: Buffer;
}

export interface ArtifactService {
  readonly url: string;
  readonly kept: KeptArtifact[];
  /** The methods that were called, in order. */
  readonly calls: string[];
  /** Tokens that were sent to the storage, which needs none: its addresses are signed. */
  readonly authorizations: string[];
  /** The variables a job has. */
  readonly env: Readonly<Record<string, string>>;
  /** Keep an archive nobody uploaded. */
  put(name: string, content: Buffer): void;
  /** Answer everything with this status from now on. */
  failWith(status: number): void;
  /**
   * Fail at one call from now on: a method, or of the storage `GET`, `PUT block`, `PUT blocklist`.
   * undefined: at none.
   */
  failAt(call: string | undefined, answer: Failure['answer']): void;
  close(): Promise<void>;
}

/** A job's token: the client reads the run's and the job's id from it, and nothing else. */
const claims = { scp: 'Actions.Results:11111111-1111:22222222-2222' };

/**
 * GitHub's artifact and cache service for one run, on loopback: the calls, and the storage behind
 * them.
 *
 * @param signature - in the token and in every address of the storage: base64url.
 */
export async function artifactService(signature = 'c2ln'): Promise<ArtifactService> {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const runtimeToken = `e30.${payload}.${signature}`;
  const state = new Service(signature);
  const server = createServer((incoming, outgoing) => {
    const { failing } = state;
    if (failing !== undefined && callOf(incoming) === failing.call) {
      state.calls.push(failing.call);
      fail(outgoing, failing.answer);
      return;
    }
    state
      .answer(incoming)
      .then(({ status, body, type }) =>
        outgoing.writeHead(status, { 'content-type': type }).end(body),
      )
      .catch((error: Error) => outgoing.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: state.url,
    kept: state.kept,
    calls: state.calls,
    authorizations: state.authorizations,
    env: { ACTIONS_RUNTIME_TOKEN: runtimeToken, ACTIONS_RESULTS_URL: state.url },
    put: (name, content) => void state.kept.push({ id: state.nextId++, name, content }),
    failWith: (status) => {
      state.failure = status;
    },
    failAt(call, answer) {
      state.failing = call === undefined ? undefined : { call, answer };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  status: number;
  type: string;
  body: Buffer | string;
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

function callOf({ url = '/', method = '' }: IncomingMessage): string {
  const asked = new URL(url, 'http://127.0.0.1');
  if (!asked.pathname.startsWith('/storage/')) return asked.pathname.split('/').at(-1) ?? '';
  return `${method} ${asked.searchParams.get('comp') ?? ''}`.trim();
}

class Service {
  url = '';
  private readonly signature: string;
  nextId = 1;
  failure: number | undefined;
  failing: { readonly call: string; readonly answer: Failure['answer'] } | undefined;
  readonly kept: KeptArtifact[] = [];
  readonly calls: string[] = [];
  readonly authorizations: string[] = [];
  private readonly blocks = new Map<string, Buffer>();

  constructor(signature: string) {
    this.signature = signature;
  }

  async answer(incoming: IncomingMessage): Promise<Answer> {
    const asked = new URL(incoming.url ?? '/', this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.failure) return json(this.failure, { msg: 'refused' });
    if (asked.pathname.startsWith('/storage/')) {
      const { authorization } = incoming.headers;
      if (authorization !== undefined) this.authorizations.push(authorization);
      return this.storage(asked, incoming.method, body);
    }
    const method = asked.pathname.split('/').at(-1) ?? '';
    this.calls.push(method);
    return this.call(method, JSON.parse(body.toString('utf8')));
  }

  private call(method: string, request: Record<string, string>): Answer {
    const { name = '' } = request;
    const found = this.kept.find((artifact) => artifact.name === name);
    switch (method) {
      case 'CreateArtifact': {
        if (found !== undefined) return json(409, { msg: 'an artifact with this name exists' });
        return json(200, { ok: true, signed_upload_url: this.addressOf(this.make(name)) });
      }
      case 'FinalizeArtifact':
        return json(200, { ok: true, artifact_id: String(found?.id ?? 0) });
      case 'ListArtifacts':
        return json(200, { artifacts: this.listed(request.name_filter, request.id_filter) });
      case 'GetSignedArtifactURL':
        return json(200, { signed_url: this.addressOf(found) });
      case 'DeleteArtifact':
        if (found !== undefined) this.kept.splice(this.kept.indexOf(found), 1);
        return json(200, { ok: true, artifact_id: String(found?.id ?? 0) });
      default:
        return this.cacheCall(method, request.key ?? '');
    }
  }

  /** An entry of the cache is kept by its key, which is no name of an artifact in these tests. */
  private cacheCall(method: string, key: string): Answer {
    const found = this.kept.find(({ name }) => name === key);
    switch (method) {
      case 'CreateCacheEntry':
        return json(200, { ok: true, signed_upload_url: this.addressOf(this.make(key)) });
      case 'FinalizeCacheEntryUpload':
        return json(200, { ok: true, entry_id: String(found?.id ?? 0) });
      case 'GetCacheEntryDownloadURL':
        if (found === undefined) return json(200, { ok: false });
        return json(200, {
          ok: true,
          matched_key: key,
          signed_download_url: this.addressOf(found),
        });
      default:
        return json(404, { msg: 'no such method' });
    }
  }

  private make(name: string): KeptArtifact {
    const made = { id: this.nextId++, name, content: Buffer.alloc(0) };
    this.kept.push(made);
    return made;
  }

  private addressOf(artifact: KeptArtifact | undefined): string {
    return `${this.url}/storage/${artifact?.id}?sig=${this.signature}`;
  }

  private listed(name: string | undefined, id: string | undefined): object[] {
    return this.kept
      .filter((each) => (name === undefined || each.name === name) && (!id || `${each.id}` === id))
      .map((each) => ({
        workflow_run_backend_id: '11111111-1111',
        workflow_job_run_backend_id: '22222222-2222',
        database_id: String(each.id),
        name: each.name,
        size: String(each.content.length),
      }));
  }

  /** As Azure's block blobs: blocks by id, then the list that says their order. */
  private storage(asked: URL, method: string | undefined, body: Buffer): Answer {
    const artifact = this.kept.find(({ id }) => `/storage/${id}` === asked.pathname);
    if (artifact === undefined) return json(404, {});
    if (method === 'GET') return { status: 200, type: 'application/zip', body: artifact.content };
    const part = asked.searchParams.get('comp');
    if (part === 'block') this.blocks.set(asked.searchParams.get('blockid') ?? '', body);
    else if (part === 'blocklist') {
      const order = [...body.toString('utf8').matchAll(/<Latest>([^<]*)<\/Latest>/gu)];
      const parts = order.map(([, id = '']) => this.blocks.get(id) ?? Buffer.alloc(0));
      artifact.content = Buffer.concat(parts);
    } else artifact.content = body;
    return { status: 201, type: 'application/xml', body: '' };
  }
}
