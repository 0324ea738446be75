import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PeerName, peer } from '../../test/peers/install.ts';

/** Why a linter did not run: it is no package of npm, and this machine may lack it. */
export interface NotInstalled {
  readonly notInstalled: string;
}

export interface WorkflowLinter {
  readonly name: string;
  readonly peer: PeerName;
  /** The program and its arguments, in a repository that has the ready workflows. */
  command(): readonly string[];
}

const templates = fileURLToPath(new URL('../../workflows-templates', import.meta.url));
const workflows = join('.github', 'workflows');

/** A user pins the suite by its tag, everything else by its commit. */
const zizmorConfig = {
  rules: {
    'unpinned-uses': { config: { policies: { 'OWNER/*': 'ref-pin', '*': 'hash-pin' } } },
  },
};

export const workflowLinters: readonly WorkflowLinter[] = [
  {
    name: 'the ready GitHub workflows please actionlint',
    peer: 'actionlint',
    command: () => [peer('actionlint'), '-no-color'],
  },
  {
    name: 'the ready GitHub workflows please zizmor, pedantic',
    peer: 'zizmor',
    command: () => [
      ...[peer('zizmor'), '--offline', '--persona', 'pedantic', '--no-progress'],
      ...['--config', 'zizmor.yml', workflows],
    ],
  },
  {
    name: "the ready GitLab pipelines fit GitLab's schema",
    peer: 'check-jsonschema',
    command: () => [
      ...['python3', peer('check-jsonschema'), '--builtin-schema', 'vendor.gitlab-ci'],
      ...['--data-transform', 'gitlab-ci', ...pipelines()],
    ],
  },
];

/** Run a linter; what it says is printed where it is not content. */
export function lint(linter: WorkflowLinter): boolean | NotInstalled {
  const program = peer(linter.peer);
  if (!existsSync(program)) {
    return { notInstalled: `${linter.peer} is not here; \`npm run test:peers\` installs it` };
  }
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lint-'));
  try {
    userRepository(folder);
    const [command = '', ...args] = linter.command();
    const result = spawnSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      // A wheel is unpacked beside its libraries.
      env: { PATH: process.env.PATH ?? '', HOME: folder, PYTHONPATH: join(program, '..', '..') },
    });
    if (result.status !== 0) process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    return result.status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function userRepository(folder: string): void {
  mkdirSync(join(folder, workflows), { recursive: true });
  for (const name of yamlFilesOf('github')) {
    cpSync(join(templates, 'github', name), join(folder, workflows, name));
  }
  writeFileSync(join(folder, 'zizmor.yml'), JSON.stringify(zizmorConfig));
  spawnSync('git', ['init', '-q'], { cwd: folder });
}

/** Whole pipelines; components have an interface of their own before the pipeline. */
function pipelines(): string[] {
  return yamlFilesOf('gitlab').map((name) => join(templates, 'gitlab', name));
}

function yamlFilesOf(forge: string): string[] {
  return readdirSync(join(templates, forge)).filter((name) => name.endsWith('.yml'));
}
