/**
 * Run a task of this repository with nothing prepared: `node shared/tools/bootstrap.mjs <task>`.
 *
 * Plain JavaScript with built-in modules only, because it runs before anything is installed and on
 * any Node from 20: it installs the packages of package-lock.json where they are missing or stale,
 * then runs the task with Node 24, which itself comes from npm.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wantedMajor = 24;

/** What each task runs, one command after another. */
const tasks = {
  demo: [['node', 'workflows-templates/quickstart/demo.ts']],
  test: [['vitest', 'run', '--config', 'test/vitest.config.ts']],
  'test:peers': [
    ['node', 'test/peers/install.ts'],
    ['vitest', 'run', '--config', 'test/peers/vitest.config.ts'],
  ],
  'test:runners': [
    ['node', 'test/peers/install.ts'],
    ['vitest', 'run', '--config', 'test/peers/vitest.config.ts', 'test/runners'],
  ],
  check: [['node', 'shared/tools/check.ts']],
  fix: [['biome', 'check', '--write', '.']],
  generate: [['node', 'shared/tools/generate.ts']],
  build: [['node', 'shared/tools/bundle.ts']],
  bench: [['node', 'test/bench/run.ts']],
  'bench:peers': [['node', 'test/bench/peers/run.ts']],
  'bench:statistics': [['node', 'test/bench/statistics/run.ts']],
  gallery: [['node', 'test/gallery/render.ts']],
};

await main(process.argv[2] ?? '', process.argv.slice(3));

async function main(task, extra) {
  const commands = tasks[task];
  if (commands === undefined) {
    console.error(`Unknown task "${task}". Known: ${Object.keys(tasks).join(', ')}.`);
    process.exit(2);
  }
  await installIfStale();
  const env = { ...process.env, PATH: searchPath(findNode()) };
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const code = await run(isLast ? [...command, ...extra] : command, env);
    if (code !== 0) process.exit(code);
  }
}

/** npm writes node_modules/.package-lock.json when it has finished: what is really installed. */
function isInstalled() {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = read('node_modules/.package-lock.json');
  return Object.entries(read('package-lock.json')).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    // An optional package for another platform is not installed, and rightly so.
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

async function installIfStale() {
  if (isInstalled()) return;
  const release = await takeInstallLock();
  try {
    if (isInstalled()) return;
    console.error('Installing the packages of package-lock.json, once ...');
    const npm = process.env.npm_execpath;
    const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
    // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, which
    // some registries do not carry. This installs what is locked and leaves the lock file alone.
    const result = spawnSync(command, [...args, 'install', '--no-save', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // An npm that runs inside another (npm test) would take over its settings.
      env: Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !name.startsWith('npm_config_')),
      ),
      shell: process.platform === 'win32' && npm === undefined,
    });
    if (result.status !== 0) {
      console.error('npm install failed, see above. Nothing can run without the packages.');
      process.exit(1);
    }
  } finally {
    release();
  }
}

/** Two tasks started at once must not both rewrite node_modules. */
async function takeInstallLock() {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const lock = join(tmpdir(), `mlops-actions-install-${id}`);
  for (let announced = false; ; announced = true) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true });
    else {
      if (!announced) console.error('Waiting for another task that installs the packages ...');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function isAbandoned(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return false;
  } catch (error) {
    if (error.code === 'EPERM') return false;
    if (error.code === 'ESRCH') return true;
  }
  // No pid yet: its owner is about to write it, or was killed before it could.
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age > 5_000;
}

/** This process where it is new enough, else the Node that npm installed for this platform. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath;
  const { platform, arch } = process;
  const require = createRequire(join(root, 'package.json'));
  for (const name of [`node-${platform}-${arch}`, `node-bin-${platform}-${arch}`]) {
    try {
      const home = dirname(require.resolve(`${name}/package.json`));
      const node = join(home, 'bin', platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(node)) return node;
    } catch {
      // Not this platform's package: try the next name.
    }
  }
  console.error(
    `This repository needs Node ${wantedMajor}. npm has no Node package for ${platform}-${arch} ` +
      `in package-lock.json, and this is Node ${process.versions.node}: install Node ${wantedMajor}.`,
  );
  process.exit(1);
}

function searchPath(node) {
  const bin = join(root, 'node_modules', '.bin');
  return [dirname(node), bin, process.env.PATH ?? ''].join(delimiter);
}

/** Run a command in the repository, passing signals on, and resolve to its exit code. */
function run([command, ...args], env) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const pass = (signal) => child.kill(signal);
  process.on('SIGTERM', pass);
  // The terminal sends SIGINT to the whole group; surviving it here lets the task end in order.
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code, signal) => {
      process.off('SIGTERM', pass);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
