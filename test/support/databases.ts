import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A server on 127.0.0.1. */
export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

export const password = "p@ss/w'rd";

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

/** Start a program, and wait until somebody listens on the port. */
export async function startServer(
  program: string,
  flags: readonly string[],
  port: number,
  options: { uid?: number; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<RunningServer> {
  const child: ChildProcess = spawn(program, flags, { stdio: 'ignore', ...options });
  const until = Date.now() + 30_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended before it was ready`);
    if (Date.now() > until) throw new Error(`${program} was not ready within 30 seconds`);
    await delay(100);
  }
  return {
    port,
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Debian keeps the server's programs beside each other, a folder a version, outside PATH. */
export function postgresqlFolder(): string | undefined {
  const root = '/usr/lib/postgresql';
  try {
    const [newest] = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return newest === undefined ? undefined : join(root, newest, 'bin');
  } catch {
    return undefined;
  }
}

/** PostgreSQL with the user `reader`, who owns the database `data`. It refuses to run as root. */
export async function startPostgresql(sql: string): Promise<RunningServer> {
  const programs = postgresqlFolder();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const isRoot = process.getuid?.() === 0;
  const uid = isRoot
    ? Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }))
    : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'mlops-postgresql-'));
  const secret = join(folder, 'password');
  writeFileSync(secret, password);
  if (uid !== undefined) for (const path of [folder, secret]) chownSync(path, uid, uid);
  const as = { cwd: folder, ...(uid === undefined ? {} : { uid }) };
  const data = join(folder, 'data');
  const init = ['-D', data, '-U', 'reader', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-N'];
  execFileSync(join(programs, 'initdb'), init, { ...as, stdio: 'ignore' });
  const port = await freePort();
  const flags = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-F'];
  const server = await startServer(join(programs, 'postgres'), flags, port, as);
  const env = { ...process.env, PGPASSWORD: password };
  const psql = ['-h', '127.0.0.1', '-p', String(port), '-U', 'reader', '-v', 'ON_ERROR_STOP=1'];
  const ask = (database: string, text: string): void => {
    execFileSync(join(programs, 'psql'), [...psql, '-q', '-d', database], { env, input: text });
  };
  ask('postgres', 'CREATE DATABASE data');
  ask('data', sql);
  return { port, stop: () => server.stop().then(() => rmSync(folder, { recursive: true })) };
}

/** MariaDB with the user `reader`, who may do all in the database `data` and write files. */
export async function startMariadb(sql: string): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mlops-mariadb-'));
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const data = join(folder, 'data');
  mkdirSync(data);
  const where = ['--no-defaults', `--datadir=${data}`, ...user];
  execFileSync('mariadb-install-db', [...where, '--skip-test-db'], { stdio: 'ignore' });
  const port = await freePort();
  const socket = join(folder, 'socket');
  const flags = [`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${socket}`];
  const setup = join(folder, 'setup.sql');
  const quoted = password.replaceAll("'", "''");
  writeFileSync(
    setup,
    `CREATE DATABASE data;\nCREATE USER reader@'127.0.0.1' IDENTIFIED BY '${quoted}';\nGRANT ALL ON data.* TO reader@'127.0.0.1';\nGRANT FILE ON *.* TO reader@'127.0.0.1';\nUSE data;\n${sql.replaceAll(/\s*\n\s*/gu, ' ').replaceAll('; ', ';\n')}\n`,
  );
  const program = [
    '/usr/sbin/mariadbd',
    ...where,
    ...flags,
    '--skip-name-resolve',
    `--init-file=${setup}`,
  ];
  const [path = '', ...rest] = program;
  const server = await startServer(path, rest, port);
  return { port, stop: () => server.stop().then(() => rmSync(folder, { recursive: true })) };
}
