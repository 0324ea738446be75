import { execFile } from 'node:child_process';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { errors } from './messages.ts';

/** What a repository holds, as far as init looks. */
export interface Survey {
  /** Absolute. */
  readonly directory: string;
  /** What people call it: the remote's name, else the folder's. */
  readonly name: string;
  /** Relative paths with forward slashes, sorted. */
  readonly files: readonly string[];
  /** Address of the remote `origin`. */
  readonly remote: string | undefined;
  /** The branch that requests are merged into. */
  readonly branch: string;
  readonly isRepository: boolean;
  /** Where the folder lies in its repository, as `models/loans`; empty: at the top. */
  readonly below: string;
}

/** A file of code, with what a person reads in it. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Enough for a person's project; what is deeper or beyond is somebody else's code or raw data. */
const deepest = 5;
const mostFiles = 5000;
const mostSources = 300;
const largestSource = 2_000_000;

/** What others wrote, or a program made. Folders that begin with a dot are left out anyway. */
const foreign = new Set([
  ...['node_modules', 'venv', 'env', '__pycache__', 'site-packages', 'dist', 'build'],
  ...['mlruns', 'wandb', 'lightning_logs', 'vendor', 'third_party'],
]);
const looked = new Set(['.github', '.gitlab', '.dvc']);

/** @throws ActionError (usage): `folder-not-found` */
export async function survey(directory: string): Promise<Survey> {
  const root = await realpath(directory).catch(() => directory);
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw usageError('folder-not-found', errors.noFolder(directory), errors.noFolderHint);
  }
  const git = gitIn(root);
  const [inside, remote, head, current, prefix] = await Promise.all([
    git('rev-parse', '--is-inside-work-tree'),
    git('config', '--get', 'remote.origin.url'),
    git('symbolic-ref', '--short', 'refs/remotes/origin/HEAD'),
    git('symbolic-ref', '--short', 'HEAD'),
    git('rev-parse', '--show-prefix'),
  ]);
  const remoteName = remote?.replace(/(?:\.git)?\/*$/u, '').match(/[^/:]+$/u)?.[0];
  return {
    directory: root,
    name: remoteName ?? basename(root),
    files: (await filesUnder(root)).sort(),
    remote,
    branch: head?.replace(/^origin\//u, '') ?? mainBranch(remote, current),
    isRepository: inside === 'true',
    below: prefix?.replace(/\/$/u, '') ?? '',
  };
}

/** Without a remote the branch of the first commits is the one to merge into. */
function mainBranch(remote: string | undefined, current: string | undefined): string {
  return remote === undefined ? (current ?? 'main') : 'main';
}

function gitIn(directory: string) {
  return async (...args: readonly string[]): Promise<string | undefined> => {
    const asked = promisify(execFile)('git', [...args], { cwd: directory, timeout: 20_000 });
    // No git, no repository, no such thing in it: all the same to who asks.
    const answer = await asked.catch(() => undefined);
    const text = answer?.stdout.trim();
    return text === '' ? undefined : text;
  };
}

async function filesUnder(root: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (found.length >= mostFiles) return;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) found.push(path);
      const mayEnter = !entry.name.startsWith('.') || looked.has(entry.name);
      if (entry.isDirectory() && mayEnter && !foreign.has(entry.name) && depth < deepest) {
        await visit(path, depth + 1);
      }
    }
  };
  await visit('', 1);
  return found;
}

/** The code of a repository, notebooks as the code of their cells. */
export async function readSources({ directory, files }: Survey): Promise<Source[]> {
  const code = files
    .filter((path) => /\.(?:py|ipynb|js|mjs|ts)$/u.test(path))
    .filter((path) => !/(?:^|\/)(?:tests?|docs?|conftest\.py|setup\.py)(?:\/|$)/u.test(path))
    .slice(0, mostSources);
  const sources: Source[] = [];
  for (const path of code) {
    const { size } = await stat(join(directory, path)).catch(() => ({ size: Infinity }));
    if (size > largestSource) continue;
    const text = await readFile(join(directory, path), 'utf8').catch(() => '');
    sources.push({ path, text: path.endsWith('.ipynb') ? cellsOf(text) : text });
  }
  return sources;
}

/** A text file of the repository, or undefined where it is not there. */
export async function readText(survey: Survey, path: string): Promise<string | undefined> {
  if (!survey.files.includes(path)) return undefined;
  return await readFile(join(survey.directory, path), 'utf8').catch(() => undefined);
}

/** Whether git leaves a file out: what is not committed is not there on a runner. */
export async function isIgnored({ directory }: Survey, path: string): Promise<boolean> {
  return (await gitIn(directory)('check-ignore', '--', path)) !== undefined;
}

interface Notebook {
  cells?: { cell_type?: string; source?: string | string[] }[];
}

function cellsOf(text: string): string {
  try {
    const { cells = [] } = JSON.parse(text) as Notebook;
    const code = cells.filter(({ cell_type: kind }) => kind === 'code');
    return code.map(({ source = '' }) => [source].flat().join('')).join('\n');
  } catch {
    return '';
  }
}
