/**
 * `node test/bench/generated-files.ts [--files 10000] [--from 1]`: generated data files of every
 * format, most of them damaged, each checked in this process with checks of its own. No file may end
 * in exit code 70 or take longer than ten seconds. File number n has the seed n, so that any of them
 * can be made again: `--files 1 --from n`. Prints a row for every format with its exit codes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { step } from '../../actions/data-validate/main.ts';
import { anyCheck, brokenFiles } from '../support/broken-files.ts';
import { runStep } from '../support/run-step.ts';

const hangsAfterMs = 10_000;
const allowed = [0, 1, 2];

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
  },
});
const from = Number(values.from);
const to = from + Number(values.files);

const cases = fc.tuple(brokenFiles, fc.array(anyCheck, { maxLength: 4 }), fc.boolean());
const seen = new Map<string, Map<number, number>>();
const wrong: string[] = [];
let slowest = { ms: 0, seed: 0 };

// A step takes signals for its own: between two files they are ours.
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));
let seed = from;
for (; seed < to && !stopped; seed++) {
  const started = performance.now();
  const { format, exitCode, log } = await runOne(seed);
  const ms = performance.now() - started;
  if (ms > slowest.ms) slowest = { ms, seed };
  const codes = seen.get(format) ?? new Map<number, number>();
  seen.set(format, codes.set(exitCode, (codes.get(exitCode) ?? 0) + 1));
  if (!allowed.includes(exitCode)) wrong.push(`file ${seed} (${format}): ${exitCode}, ${log}`);
  if (ms > hangsAfterMs) wrong.push(`file ${seed} (${format}): took ${Math.round(ms)} ms`);
  if ((seed - from + 1) % 100 === 0) console.error(`${seed - from + 1} files`);
}
console.log(`${seed - from} files, seeds ${from} to ${seed - 1}\n`);
console.log('| format | files | passed (0) | failed (1) | not readable (2) | other |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
for (const [format, codes] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const all = [...codes.values()].reduce((sum, n) => sum + n, 0);
  const known = allowed.map((code) => codes.get(code) ?? 0);
  const other = all - known.reduce((sum, n) => sum + n, 0);
  console.log(`| ${[format, all, ...known, other].join(' | ')} |`);
}
console.log(`\nThe slowest took ${Math.round(slowest.ms)} ms (seed ${slowest.seed}).`);
for (const line of wrong) console.log(line);
process.exitCode = wrong.length === 0 && seed === to ? 0 : 1;

async function runOne(seed: number) {
  const [drawn] = fc.sample(cases, { seed, numRuns: 1 });
  if (drawn === undefined) throw new Error('one case was asked for');
  const [{ name, bytes, data = name }, checks, shown] = drawn;
  const root = mkdtempSync(join(tmpdir(), 'mlops-generated-'));
  try {
    writeFileSync(join(root, name), bytes);
    writeFileSync(join(root, 'suite.yml'), stringify({ checks }));
    const { exitCode, log } = await runStep(step, root, {
      data,
      ...(checks.length === 0 ? {} : { checks: 'suite.yml' }),
      ...(shown ? { 'show-values': 'true' } : {}),
    });
    return { format: extname(name).slice(1) || 'no extension', exitCode, log };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
