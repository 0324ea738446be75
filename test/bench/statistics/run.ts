/**
 * `npm run bench:statistics [word ...]`: do the intervals and tests keep their promises? Each
 * `*.statistics.ts` beside this file exports `statistics`. Cases whose name has every word are
 * simulated anew, on two cores; the others keep what was stored, so that a run may be done in
 * pieces, and `--missing` simulates those that were not. `README.md` is written from it; a promise
 * that is not kept makes the exit code 1.
 */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { markdownTable } from 'markdown-table';
import type { Measured, Statistics } from './statistics.ts';

const folder = new URL('.', import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, folder));

/** Lies with the fixtures, as what is generated there is not formatted. */
const stored = '../../fixtures/statistics.json';

/** By table and case. */
type Results = Record<string, Record<string, Measured>>;

interface Task {
  readonly table: string;
  readonly name: string;
}

async function load(table: string): Promise<Statistics> {
  return ((await import(`./${table}.statistics.ts`)) as { statistics: Statistics }).statistics;
}

async function measure({ table, name }: Task): Promise<Measured> {
  const { cases } = await load(table);
  const found = cases.find((candidate) => candidate.name === name);
  if (found === undefined) throw new TypeError(`${table} has no case ${name}`);
  return found.run();
}

function readResults(): Results {
  try {
    return JSON.parse(readFileSync(path(stored), 'utf8')) as Results;
  } catch {
    // The first run.
    return {};
  }
}

/** Two at a time, each in a thread of its own. */
async function runAll(tasks: readonly Task[], done: (task: Task, measured: Measured) => void) {
  const waiting = [...tasks];
  const next = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const start = performance.now();
      const measured = await inThread(task);
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      console.error(`${seconds} s  ${task.table}: ${measured.cells.join(' | ')}`);
      done(task, measured);
    }
  };
  await Promise.all([next(), next()]);
}

function inThread(task: Task): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function main(words: readonly string[]): Promise<void> {
  const tables = readdirSync(folder)
    .filter((name) => name.endsWith('.statistics.ts'))
    .map((name) => name.replace('.statistics.ts', ''))
    .toSorted();
  const loaded = await Promise.all(
    tables.map(async (table) => [table, await load(table)] as const),
  );
  const results = readResults();
  const isWanted = ({ table, name }: Task): boolean =>
    words.every((word) =>
      word === '--missing'
        ? results[table]?.[name] === undefined
        : `${table} ${name}`.includes(word),
    );
  const tasks = loaded.flatMap(([table, { cases }]) =>
    cases.map(({ name }) => ({ table, name })).filter(isWanted),
  );
  await runAll(tasks, store);
  const known = readResults();
  writeFileSync(path('README.md'), render(loaded, known));
  const missed = tasks.filter(({ table, name }) => known[table]?.[name]?.isMet !== true);
  console.error(`${tasks.length - missed.length} of ${tasks.length} kept`);
  process.exitCode = tasks.length > 0 && missed.length === 0 ? 0 : 1;
}

/** Beside what is there by now: another run may have stored a part of its own. */
function store({ table, name }: Task, measured: Measured): void {
  const results = readResults();
  results[table] = { ...results[table], [name]: measured };
  // Whole or not at all: another run may read it at this moment.
  const written = path(`${stored}.${process.pid}`);
  writeFileSync(written, `${JSON.stringify(results, null, 1)}\n`);
  renameSync(written, path(stored));
}

const start = `# Do the statistics keep their promises?

Simulated with stored seeds, so that every row can be had again: \`npm run bench:statistics\`, or
with words of a row's name for a part, which rewrites this page.
`;

function render(loaded: readonly (readonly [string, Statistics])[], results: Results): string {
  const parts = loaded.map(([table, { title, text, columns, cases }]) => {
    const rows = cases.flatMap(({ name }) => {
      const measured = results[table]?.[name];
      return measured === undefined ? [] : [[...measured.cells, measured.isMet ? 'yes' : '**no**']];
    });
    return `## ${title}\n\n${text}\n\n${markdownTable([[...columns, 'kept'], ...rows])}\n`;
  });
  return [start, ...parts].join('\n');
}

if (isMainThread) await main(process.argv.slice(2));
else parentPort?.postMessage(await measure(workerData as Task));
