import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  url: URL;
  headers: IncomingHttpHeaders;
  text: string;
  json: Record<string, unknown>;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** What an HTTP receiver on loopback got, and what it answers. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Answers in order; the last one stays. `hang-up` closes the connection. */
  answer(...replies: readonly (Reply | 'hang-up')[]): void;
}

/** A receiver of webhooks on 127.0.0.1, closed when the test ends. */
export async function receiver(): Promise<Receiver> {
  const received: Received[] = [];
  let replies: (Reply | 'hang-up')[] = [{ status: 200, body: 'ok' }];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    received.push({ url, headers: incoming.headers, text, json: JSON.parse(text) });
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    if (reply === undefined || reply === 'hang-up') return void outgoing.socket?.destroy();
    outgoing.writeHead(reply.status ?? 200, reply.headers);
    outgoing.end(reply.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook?token=s3cret-path`,
    received,
    answer(...next) {
      replies = [...next];
    },
  };
}
