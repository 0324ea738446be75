import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ActRelay {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Between `@actions/artifact` and the artifact server of act, which speaks the first version of
 * the protocol: a field it does not know is an error, a list is one only where something was left,
 * and its signature is over the address of an upload as it wrote it, which the client's library
 * writes anew. On loopback, for one call.
 *
 * @param server - `ACTIONS_RESULTS_URL`.
 */
export async function actRelay(server: string): Promise<ActRelay> {
  const uploads: string[] = [];
  let url = '';
  const relay = createServer((incoming, outgoing) => {
    const answer = incoming.url?.startsWith('/upload/') ? upload : call;
    answer(incoming, outgoing).catch(() => outgoing.writeHead(502).end('{}'));
  });
  const upload = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const asked = new URL(incoming.url ?? '', url);
    const target = uploads[Number(asked.pathname.split('/')[2])] ?? '';
    const part = asked.searchParams.get('comp') ?? 'block';
    const body = await bytesOf(incoming);
    const { status } = await fetch(`${target}&comp=${encodeURIComponent(part)}`, {
      method: 'PUT',
      body: new Uint8Array(body),
    });
    outgoing.writeHead(status).end();
  };
  const call = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const method = incoming.url?.split('/').at(-1);
    const { mime_type: _, ...body } = JSON.parse((await bytesOf(incoming)).toString('utf8'));
    const answered = await fetch(new URL(incoming.url ?? '', server), {
      method: 'POST',
      headers: { authorization: incoming.headers.authorization ?? '' },
      body: JSON.stringify(body),
    }).then(
      async (response) => ({
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
      }),
      (error: unknown) => {
        if (method !== 'ListArtifacts') throw error;
        return { status: 200, body: { artifacts: [] } as Record<string, unknown> };
      },
    );
    if (typeof answered.body.signedUploadUrl === 'string') {
      uploads.push(answered.body.signedUploadUrl);
      answered.body.signedUploadUrl = `${url}/upload/${uploads.length - 1}`;
    }
    outgoing.writeHead(answered.status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(answered.body));
  };
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  return {
    url,
    async close() {
      relay.closeAllConnections();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
