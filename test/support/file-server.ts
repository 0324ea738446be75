import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export type Answerer = (asked: Asked, answer: ServerResponse) => void;

/** A server of files on 127.0.0.1, closed when the test ends. */
export interface FileServer {
  readonly url: string;
  /** Every request so far. */
  readonly asked: readonly Asked[];
  /** Answer requests for a path: in order, the last one stays. */
  on(path: string, ...answers: readonly Answerer[]): void;
}

export async function fileServer(): Promise<FileServer> {
  const routes = new Map<string, Answerer[]>();
  const asked: Asked[] = [];
  const server = createServer(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const text = Buffer.concat(chunks).toString('utf8');
    const one = { method: request.method ?? '', url, headers: request.headers, text };
    asked.push(one);
    const answers = routes.get(url.pathname) ?? [];
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next === undefined) answer.writeHead(404).end('not here');
    else next(one, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    on: (path, ...answers) => void routes.set(path, [...answers]),
  };
}

/** Answer with a text. */
export function text(content: string, headers: Readonly<Record<string, string>> = {}): Answerer {
  return (_asked, answer) =>
    void answer
      .writeHead(200, { 'content-length': String(Buffer.byteLength(content)), ...headers })
      .end(content);
}

/** Answer with a status alone. */
export function status(code: number, content = '', headers: Record<string, string> = {}): Answerer {
  return (_asked, answer) => void answer.writeHead(code, headers).end(content);
}

/** Begin to answer with a text, and hang up after `sent` bytes. */
export function cutOff(
  content: string,
  sent: number,
  headers: Record<string, string> = {},
): Answerer {
  return (_asked, answer) => {
    answer.writeHead(200, { 'content-length': String(content.length), ...headers });
    answer.write(content.slice(0, sent), () => answer.socket?.destroySoon());
  };
}

/** Answer with what a range asks for, where the state of the file is the one asked for. */
export function ranged(content: string, etag: string): Answerer {
  return ({ headers }, answer) => {
    const [, from] = /^bytes=(\d+)-$/u.exec(headers.range ?? '') ?? [];
    const isSame = headers['if-range'] === etag;
    if (from === undefined || !isSame) return text(content, { etag })({} as Asked, answer);
    const rest = content.slice(Number(from));
    answer
      .writeHead(206, {
        etag,
        'content-length': String(rest.length),
        'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
      })
      .end(rest);
  };
}
