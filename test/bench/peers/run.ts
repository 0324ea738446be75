/**
 * `npm run bench:peers`: the steps beside the Python tools people use today, on the same files in
 * one run, from process start to report. Each `*.peers.ts` beside this file exports `compare`; a
 * target that is missed makes the exit code 1. Words after the command choose among them.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markdownTable } from 'markdown-table';
import type { Comparison } from './comparison.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const asked = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.peers.ts'))
  .filter((name) => asked.length === 0 || asked.some((word) => name.includes(word)));

console.log(`${cpus().length} cores, Node ${process.versions.node}\n`);
for (const file of files) {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-bench-peers-'));
  try {
    const { compare } = (await import(`./${file}`)) as {
      compare: (directory: string) => Promise<Comparison>;
    };
    show(await compare(directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
if (files.length === 0) {
  console.error(`No comparison is called ${asked.join(' ')}.`);
  process.exitCode = 2;
}

function show({ title, rows, notes, tables = [] }: Comparison): void {
  const cells = rows.map(({ tool, seconds, memory, times, target }) => [
    tool,
    `${seconds.toFixed(2)} s`,
    memory === undefined ? '' : `${(memory / 2 ** 20).toFixed(0)} MiB`,
    times === undefined ? '' : `${times.toFixed(1)}x`,
    target === undefined ? '' : `>= ${target}x`,
    target === undefined || times === undefined ? '' : times >= target ? 'ok' : 'MISSED',
  ]);
  const head = ['tool', 'process start to report', 'memory', 'ours is faster by', 'target', ''];
  console.log(`## ${title}\n\n${markdownTable([head, ...cells])}\n`);
  for (const table of tables) console.log(`${markdownTable(table)}\n`);
  for (const note of notes) console.log(`- ${note}`);
  console.log('');
  if (rows.some(({ times, target }) => target !== undefined && !((times ?? 0) >= target))) {
    process.exitCode = 1;
  }
}
