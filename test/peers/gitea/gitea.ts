import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../support/databases.ts';
import { until } from '../../support/until.ts';
import { peer } from '../install.ts';

export interface User {
  readonly name: string;
  readonly password: string;
  /** Allowed everything the user is. */
  readonly token: string;
}

/** A real Gitea on loopback, in a folder of its own. */
export interface Gitea {
  readonly url: string;
  readonly administrator: User;
  /** Call the API, by default as the administrator. A refusal is thrown. */
  api<T>(method: string, path: string, body?: object, as?: User): Promise<T>;
  addUser(name: string): Promise<User>;
  /** Press a button of its pages, for what the API lacks. */
  press(path: string, as?: User): Promise<void>;
  stop(): Promise<void>;
}

export async function startGitea(folder: string): Promise<Gitea> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const configuration = configure(folder, port);
  const server = launch(folder, ['web', '-c', configuration]);
  const stop = async (): Promise<void> => end(server);
  try {
    await until(() => isHealthy(url, server, folder), 'Gitea answers');
    const administrator = await createAdministrator(folder, configuration);
    const api: Gitea['api'] = (method, path, body, as = administrator) =>
      call(`${url}/api/v1${path}`, method, body, as);
    const addUser = async (name: string): Promise<User> => addUserBy(api, url, name);
    const press = (path: string, as = administrator): Promise<void> => pressAs(url, path, as);
    return { url, administrator, api, addUser, press, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing is sent or fetched, no task runs by the clock, and every secret is made here. */
function configure(folder: string, port: number): string {
  const secret = (): string => randomBytes(32).toString('hex');
  const sections: Record<string, Record<string, string | number | boolean>> = {
    '': {
      RUN_USER: userInfo().username,
      RUN_MODE: 'prod',
      WORK_PATH: folder,
      I_AM_BEING_UNSAFE_RUNNING_AS_ROOT: true,
    },
    server: {
      HTTP_ADDR: '127.0.0.1',
      HTTP_PORT: port,
      ROOT_URL: `http://127.0.0.1:${port}/`,
      STATIC_ROOT_PATH: join(peer('gitea'), '..', '..', 'static'),
      OFFLINE_MODE: true,
      DISABLE_SSH: true,
    },
    database: { DB_TYPE: 'sqlite3', PATH: join(folder, 'gitea.db') },
    repository: { ROOT: join(folder, 'repositories'), DEFAULT_BRANCH: 'main' },
    security: {
      INSTALL_LOCK: true,
      SECRET_KEY: secret(),
      INTERNAL_TOKEN: secret(),
      // The default takes 0.1 s for each sign-in by password.
      PASSWORD_HASH_ALGO: 'pbkdf2_v1',
    },
    service: { DISABLE_REGISTRATION: true },
    oauth2: { ENABLED: false },
    log: { MODE: 'file', LEVEL: 'warn', ROOT_PATH: folder },
    indexer: { ISSUE_INDEXER_TYPE: 'db' },
    // `uses: owner/name` is of this Gitea.
    actions: { ENABLED: true, DEFAULT_ACTIONS_URL: 'self' },
    'cron.update_checker': { ENABLED: false },
  };
  const lines = Object.entries(sections).flatMap(([name, values]) => [
    ...(name === '' ? [] : [`[${name}]`]),
    ...Object.entries(values).map(([key, value]) => `${key} = ${value}`),
  ]);
  mkdirSync(join(folder, 'home'), { recursive: true });
  const path = join(folder, 'app.ini');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function environment(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: join(folder, 'home'),
    GITEA_WORK_DIR: folder,
  };
}

function launch(folder: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, 'out.log'), 'a');
  const server = spawn(peer('gitea'), [...args], {
    cwd: folder,
    env: environment(folder),
    stdio: ['ignore', log, log],
  });
  // Where the tests end before their hooks: nothing of it may go on.
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  server.once('exit', () => process.removeListener('exit', kill));
  return server;
}

async function isHealthy(url: string, server: ChildProcess, folder: string): Promise<boolean> {
  if (server.exitCode !== null) {
    throw new Error(`Gitea ended:\n${readFileSync(join(folder, 'out.log'), 'utf8')}`);
  }
  return fetch(`${url}/api/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const force = setTimeout(() => server.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}

async function createAdministrator(folder: string, configuration: string): Promise<User> {
  const [name, password] = ['root1', randomBytes(12).toString('hex')];
  const { stdout } = await promisify(execFile)(
    peer('gitea'),
    [
      ...['-c', configuration, 'admin', 'user', 'create', '--admin', '--username', name],
      ...['--password', password, '--email', 'root1@example.org', '--must-change-password=false'],
      ...['--access-token', '--access-token-scopes', 'all'],
    ],
    { cwd: folder, env: environment(folder) },
  );
  const [token] = /\b[0-9a-f]{40}\b/u.exec(stdout) ?? [];
  if (token === undefined) throw new Error(`Gitea made no token: ${stdout}`);
  return { name, password, token };
}

async function addUserBy(api: Gitea['api'], url: string, name: string): Promise<User> {
  const password = randomBytes(12).toString('hex');
  const email = `${name}@example.org`;
  await api('POST', '/admin/users', {
    ...{ username: name, email, password },
    must_change_password: false,
  });
  const basic = Buffer.from(`${name}:${password}`).toString('base64');
  const { sha1: token } = await call<{ sha1: string }>(
    `${url}/api/v1/users/${name}/tokens`,
    'POST',
    { name: 'tests', scopes: ['all'] },
    `Basic ${basic}`,
  );
  return { name, password, token };
}

async function pressAs(url: string, path: string, { name, password }: User): Promise<void> {
  const signedIn = await fetch(`${url}/user/login`, {
    method: 'POST',
    body: new URLSearchParams({ user_name: name, password }),
    redirect: 'manual',
  });
  // It sets its session twice; the later one is signed in.
  const cookies = new Map(
    signedIn.headers.getSetCookie().map((cookie) => [cookie.split('=')[0], cookie.split(';')[0]]),
  );
  const pressed = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { cookie: [...cookies.values()].join('; ') },
    redirect: 'manual',
  });
  if (!pressed.ok) throw new Error(`POST ${path}: ${pressed.status} ${await pressed.text()}`);
}

async function call<T>(
  url: string,
  method: string,
  body: object | undefined,
  as: User | string,
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: typeof as === 'string' ? as : `token ${as.token}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${url}: ${response.status} ${text}`);
  }
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return (isJson ? JSON.parse(text) : text) as T;
}
