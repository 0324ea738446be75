import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { LoopbackServer } from './loopback-server.ts';

export interface StandaloneOptions {
  port: number;
  /** Of the pull or merge request. */
  number: number;
  /** The commit the request stands at. */
  head: string;
  readOnlyTokens: string[];
}

/**
 * Serve a forge for other processes until SIGTERM. Prints its address as the first line (or writes
 * it to `--url-file`); `GET /_written` shows what was written, `POST /_fail` takes a list of
 * failures as JSON.
 *
 *     node test/support/forges/github.ts --port 0 --number 7 --head <sha> --read-only <token>
 */
export async function startStandalone(
  serve: (options: StandaloneOptions) => Promise<LoopbackServer>,
): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      number: { type: 'string', default: '7' },
      head: { type: 'string', default: 'a'.repeat(40) },
      'read-only': { type: 'string', multiple: true, default: [] },
      'url-file': { type: 'string' },
    },
  });
  const server = await serve({
    port: Number(values.port),
    number: Number(values.number),
    head: values.head,
    readOnlyTokens: values['read-only'],
  });
  process.stdout.write(`${server.url}\n`);
  if (values['url-file'] !== undefined) writeFileSync(values['url-file'], `${server.url}\n`);
  const stop = (): void => {
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
