/**
 * `npm run build`: everything a runner needs, in actions/dist. One bundle with chunks that load
 * when they are needed, a launcher a step, the command line, and the lock files of the packages
 * that carry machine code. The same sources give the same bytes in any directory.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';
import { minify } from 'rolldown/utils';
import { stepNames } from '../domain/step.ts';
import { groupLicenses } from './licenses.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const distFolder = join(root, 'actions', 'dist');

/** The oldest Node the bundle is tested on: what `using: node24` runs. */
const nodeMajor = 24;

/** Files that packages read at run time and that no import names. */
const runtimeFiles = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
].map((name) => join('node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', name));

/** Packages that others use when they happen to be there; they are not, and nothing is lost. */
const optionalPackages = new Set([
  ...['supports-color', 'canvas', 'encoding', 'bufferutil'],
  // Of the database clients: colours of a debug log, and PostgreSQL's own library.
  ...['cardinal', 'pg-native'],
]);

/** Build the bundle into `out`, which is emptied first. */
export async function bundle(out: string): Promise<void> {
  process.chdir(root);
  emitJavaScript();
  const files = await bundleModules(join(root, 'build', 'emit', 'actions', 'cli.js'));
  for (const step of stepNames) files.set(`${step}.js`, launcher(step));
  files.set('cli.js', commandLine);
  files.set('package.json', '{ "type": "module" }\n');
  rmSync(out, { recursive: true, force: true });
  for (const [name, content] of files) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), content);
  }
  for (const file of runtimeFiles) cpSync(join(root, file), join(out, basename(file)));
  copyLockFiles(join(root, 'shared', 'native'), join(out, 'native'));
}

/** TypeScript to JavaScript, unchecked: `npm run check` has checked the types already. */
function emitJavaScript(): void {
  const build = join(root, 'build');
  rmSync(join(build, 'emit'), { recursive: true, force: true });
  mkdirSync(build, { recursive: true });
  const config = {
    extends: '../tsconfig.json',
    compilerOptions: { noEmit: false, noCheck: true, rootDir: '..', outDir: 'emit' },
    include: ['../actions/**/*.ts', '../shared/**/*.ts'],
    exclude: ['../actions/dist', '../shared/tools'],
  };
  writeFileSync(join(build, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(build, 'package.json'), '{ "type": "module" }\n');
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', join(build, 'tsconfig.json')], { stdio: 'inherit' });
}

type Content = string | Uint8Array;

async function bundleModules(entry: string): Promise<Map<string, Content>> {
  const { code, assets } = await ncc(entry, {
    cache: false,
    quiet: true,
    esm: true,
    license: 'licenses.txt',
    filterAssetBase: root,
  });
  const files = new Map<string, Content>([['index.js', await shrink('index.js', code)]]);
  for (const [name, { source }] of Object.entries(assets)) {
    if (name.endsWith('.index.js')) files.set(name, await shrink(name, source.toString()));
    else if (name === 'licenses.txt') files.set(name, groupLicenses(`${source}`, licenseOf));
    // ncc marks what it wrote as modules with the same package.json as ours.
    else if (name !== 'package.json') throw new Error(`ncc added an unexpected file: ${name}`);
  }
  return files;
}

/** What an installed package says its licence is. */
function licenseOf(name: string): string | undefined {
  const file = join(root, 'node_modules', name, 'package.json');
  if (!/^(?:@[\w.-]+\/)?[\w.-]+$/u.test(name) || !existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).license;
}

/** Names are kept, so that the stack of an internal error can still be read. */
async function shrink(name: string, code: string): Promise<string> {
  refuseIncomplete(name, code);
  const { code: small, errors } = await minify(name, code, {
    module: true,
    compress: { target: `node${nodeMajor}`, keepNames: { function: true, class: true } },
    mangle: { keepNames: true },
    codegen: { legalComments: 'none' },
  });
  if (errors.length > 0) throw new Error(`${name} cannot be minified: ${errors[0]?.message}`);
  return `${small.trimEnd()}\n`;
}

/** What would work in this checkout and nowhere else, and what ncc leaves out in silence. */
function refuseIncomplete(name: string, code: string): void {
  if (code.includes(root.replace(/\/$/u, ''))) throw new Error(`${name} holds the path ${root}`);
  if (code.includes('webpackEmptyAsyncContext')) {
    throw new Error(`${name}: import() of a computed name needs /* webpackIgnore: true */`);
  }
  for (const [, missing = ''] of code.matchAll(/eval\([`"']require[`"']\)\([`"']([^`"']+)/gu)) {
    if (!optionalPackages.has(missing)) throw new Error(`${name}: there is no module ${missing}`);
  }
}

function launcher(step: string): string {
  return `process.argv.splice(2, 0, '${step}');\nawait import('./index.js');\n`;
}

const commandLine = `#!/usr/bin/env node
import * as modules from 'node:module';

if (Number(process.versions.node.split('.')[0]) < ${nodeMajor}) {
  console.error(\`mlops needs Node ${nodeMajor} or newer, and this is Node \${process.versions.node}.\`);
  console.error('Without installing it: npx --yes --package node@${nodeMajor} --package mlops-actions mlops');
  process.exit(2);
}
// Compiled once, not at each command. In the user's own folder: whoever could write what is kept
// there could run code as the user. Where there is none, nothing is kept.
const { HOME: home = '/' } = process.env;
if (home !== '/') modules.enableCompileCache(home + '/.cache/mlops-actions/compiled');
await import('./index.js');
`;

/** Each folder of shared/native pins one package with machine code. */
function copyLockFiles(from: string, to: string): void {
  for (const folder of readdirSync(from, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const name of ['package.json', 'package-lock.json']) {
      mkdirSync(join(to, folder.name), { recursive: true });
      writeFileSync(join(to, folder.name, name), readFileSync(join(from, folder.name, name)));
    }
  }
}

if (import.meta.main) {
  const out = resolve(process.argv[2] ?? distFolder);
  await bundle(out);
  const bytes = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + readFileSync(join(entry.parentPath, entry.name)).length, 0);
  console.log(`${out}: ${(bytes / 1e6).toFixed(1)} MB`);
}
