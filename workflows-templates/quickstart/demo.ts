/**
 * The whole chain on three million flights: `npm run demo`.
 *
 * It types what a person would type: every step is the command line itself, in a process of its
 * own. Nothing is sent anywhere, and nothing is left running.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepRecord } from '../../shared/domain/record.ts';
import type { StepName } from '../../shared/domain/step.ts';
import { foldForTerminal } from './fold-for-terminal.ts';
import { prepareData } from './prepare.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = ['../../actions/dist/cli.js', '../../actions/cli.ts'].find((path) =>
  existsSync(join(here, path)),
);
const started = performance.now();

type Flags = Readonly<Record<string, string>>;

/** Champion and challenger are one model in two stages; only these inputs differ. */
const champion = {
  'report-dir': '.mlops/champion',
  data: 'data/train/2001-01.parquet,data/train/2001-02.parquet',
  params: '{ features: "hour, distance", units: 0 }',
};
const damaged = {
  'report-dir': '.mlops/damaged',
  data: 'data/train/2001-01.parquet,data/train/2001-02.parquet,data/damaged/2001-03.parquet',
};
const challenger = { 'report-dir': '.mlops' };
const championPredictions = '.mlops/champion/predictions.csv';

await main().catch(async (error: unknown) => {
  say(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
  await stopServing().catch(() => undefined);
});

async function main(): Promise<void> {
  chapter('Three million flights, January to June 2001');
  const prepared = await prepareData(join(here, 'data'));
  say(prepared === 'made' ? 'Split into months under data/.' : 'Already split under data/.');
  await cleanUp();
  await raiseChampion();
  await stopDamagedModel();
  await promoteChallenger();
  await stopServing();
  await farewell();
}

/** What an interrupted demo left: servers first, then files. */
async function cleanUp(): Promise<void> {
  if (existsSync(join(here, '.mlops/serving'))) await stopServing();
  await rm(join(here, '.mlops'), { recursive: true, force: true });
}

async function raiseChampion(): Promise<void> {
  chapter('A champion: two features, two months');
  await step('data-validate', pick(champion, 'report-dir', 'data'));
  await step('train-on-gpu-runner', champion);
  await step('evaluate-gate', {
    ...pick(champion, 'report-dir'),
    challenger: championPredictions,
  });
  await step('register-model', { ...pick(champion, 'report-dir'), alias: 'champion' });
  await step('deploy-canary', pick(champion, 'report-dir'));
}

async function stopDamagedModel(): Promise<void> {
  chapter('A challenger that learned from damaged data');
  say('March came in kilometres this time, with origins lost and some flights twice.');
  const { 'report-dir': reportDir } = damaged;
  const data = await step('data-validate', pick(damaged, 'report-dir', 'data'), 'fail');
  say('\nSomebody trains on it all the same.');
  const training = await step('train-on-gpu-runner', damaged);
  say(`\nOn paper it is good: AUC ${training.metrics[0]?.value?.toFixed(4)} on the held-out week.`);
  const gate = await step(
    'evaluate-gate',
    {
      ...pick(damaged, 'report-dir'),
      challenger: `${reportDir}/predictions.csv`,
      champion: championPredictions,
    },
    'fail',
  );
  const registry = await step('register-model', pick(damaged, 'report-dir'), 'fail');
  say('\nIt got no further than this, and why:');
  for (const record of [data, training, gate, registry]) {
    for (const { severity, message } of record.findings) {
      if (severity !== 'info') say(`  ${record.step}: ${message}`);
    }
  }
}

async function promoteChallenger(): Promise<void> {
  chapter('A challenger: eight features, three months');
  await step('data-validate', challenger);
  await step('train-on-gpu-runner', challenger);
  await step('evaluate-gate', {
    ...challenger,
    challenger: '.mlops/predictions.csv',
    champion: championPredictions,
  });
  await step('register-model', { ...challenger, alias: 'champion' });
  chapter('Live traffic: flights of April, one by one');
  await step('deploy-canary', challenger);
  chapter('Is the world still the one it learned from? April to June');
  await step('drift-report', challenger);
}

async function farewell(): Promise<void> {
  chapter('What a pull request would get');
  say(foldForTerminal(await readFile(join(here, '.mlops/comment.md'), 'utf8')));
  const training = await readRecord('train-on-gpu-runner', '.mlops');
  const seconds = Math.round((performance.now() - started) / 1000);
  const cli = `${nodeForUsers()} ${program}`;
  say(
    [
      `Done in ${seconds} s. Above is the comment, folded as a pull request shows it.`,
      `All of it:  ${join(here, '.mlops/comment.md')}`,
      `The report: ${join(here, '.mlops/report.html')}`,
      '',
      'Three commands to try next:',
      `  cd ${here}`,
      `  ${cli} train-on-gpu-runner --reproduce ${training.subject.model}`,
      `  ${cli} data-validate --data data/damaged/2001-03.parquet --report-dir .mlops/try`,
      `  ${cli} register-model --mode show --report-dir .mlops/try`,
    ].join('\n'),
  );
}

/** The machine's own Node may be older than 24: then it is the one that npm installed here. */
function nodeForUsers(): string {
  const path = relative(here, process.execPath);
  return path.includes('node_modules') ? path : 'node';
}

/** Its record goes elsewhere, so that the rollout's stays. */
async function stopServing(): Promise<void> {
  await step('deploy-canary', { mode: 'stop', 'report-dir': '.mlops/stop' }, 'any');
}

/** Run a step as a person would, and hold it to what should come of it. */
async function step(
  name: StepName,
  flags: Flags,
  expected: 'pass' | 'fail' | 'any' = 'pass',
): Promise<StepRecord> {
  const shown = Object.entries(flags).map(([flag, value]) =>
    /^[\w./*-]+$/u.test(value) ? `--${flag} ${value}` : `--${flag} '${value}'`,
  );
  say(`\n$ mlops ${[name, ...shown].join(' ')}`);
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  const code = await run([program ?? '', name, ...args]);
  const failed = code === 1;
  if (code > 1 || (expected !== 'any' && failed !== (expected === 'fail'))) {
    throw new Error(`${name} ended with exit code ${code}, and that was not to be expected.`);
  }
  return readRecord(name, flags['report-dir'] ?? '.mlops');
}

async function readRecord(name: StepName, reportDir: string): Promise<StepRecord> {
  return JSON.parse(await readFile(join(here, reportDir, 'records', `${name}.json`), 'utf8'));
}

function run(args: readonly string[]): Promise<number> {
  // Also inside a CI job the demo talks to a terminal, not to the job's pull request.
  const { GITHUB_ACTIONS, GITLAB_CI, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: here, stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 130));
  });
}

function pick<K extends string>(flags: Readonly<Record<K, string>>, ...names: K[]): Flags {
  return Object.fromEntries(names.map((name) => [name, flags[name]]));
}

function chapter(title: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(3);
  say(`\n━━━ ${seconds} s ━━━ ${title} ${'━'.repeat(Math.max(3, 76 - title.length))}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
