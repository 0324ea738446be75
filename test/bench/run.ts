/**
 * `npm run bench`: every bar that is a ratio of times, measured in one run on one machine. Each
 * `*.bench.ts` beside this file exports `bench`; a target that is missed makes the exit code 1.
 */
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** One measured bar. `target` is the largest ratio of `ours_ms` to `limit_ms` that is allowed. */
export interface BenchResult {
  name: string;
  ours_ms: number;
  limit_ms: number;
  ratio: number;
  target: number;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const asked = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => asked.length === 0 || asked.some((word) => name.includes(word)));

const results: BenchResult[] = [];
for (const file of files) {
  console.error(`${file} ...`);
  const { bench } = (await import(`./${file}`)) as { bench: () => Promise<BenchResult[]> };
  results.push(...(await bench()));
}
console.log(`${cpus().length} cores, Node ${process.versions.node}\n`);
console.log(table(results));
process.exitCode = results.length > 0 && results.every(holds) ? 0 : 1;

function holds({ ratio, target }: BenchResult): boolean {
  return ratio <= target;
}

function table(rows: readonly BenchResult[]): string {
  const cells = rows.map((row) => [
    row.name,
    `${row.ours_ms.toFixed(0)} ms`,
    `${row.limit_ms.toFixed(0)} ms`,
    `${row.ratio.toFixed(2)}x`,
    `<= ${row.target}x`,
    holds(row) ? 'ok' : 'MISSED',
  ]);
  const all = [['what', 'ours', 'against', 'ratio', 'target', ''], ...cells];
  const widths = (all[0] ?? []).map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
