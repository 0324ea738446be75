import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { recordSchema } from '../../shared/domain/record.ts';
import { nativeFolder, runNode } from '../support/bundle-copy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The sources, not the bundle: what a person reads must not depend on when it was built. */
const cli = fileURLToPath(new URL('../../actions/cli.ts', import.meta.url));
const native = nativeFolder();

const lfs =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22e\nsize 12\n';

function late(): string {
  const rows = Array.from({ length: 30_010 }, (_, i) => (i === 29_999 ? 'oops' : `0.${i % 10}`));
  return ['id,prediction,label', ...rows.map((score, i) => `${i + 1},${score},${i % 2}`), ''].join(
    '\n',
  );
}

/** What lies in the project of every case. */
const files: Readonly<Record<string, string | (() => string)>> = {
  'ok.csv': () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i + 1},0.${1 + (i % 7)},${i % 2}\n`);
    return `id,prediction,label\n${rows.join('')}`;
  },
  'empty.csv': '',
  'lfs.csv': lfs,
  'cut.parquet': 'not what it is called',
  'late.csv': late,
  'folder/.keep': '',
  'typo.yml': 'version: 1\nmodels:\n  flights:\n    validat: { checks: [] }\n',
  'no-metric.yml': 'metrics: { rmse: { max: 1 } }\n',
  'near-metric.yml': 'metrics: { acu: { min: 0.5 } }\n',
};

interface BadInput {
  readonly args: string;
  readonly exitCode: 1 | 2 | 3;
  /** What is said: the thing that is wrong, and after it what to do. */
  readonly says: readonly string[];
  /** false: the inputs themselves are wrong, so there is no step to record. */
  readonly record?: false;
  /** Files that are there in this case only. */
  readonly extra?: Readonly<Record<string, string>>;
}

const train = 'train-on-gpu-runner --command true --data';
const drift = 'drift-report --reference ok.csv --current';
const gate = 'evaluate-gate --challenger ok.csv --champion';
const pull = 'Run `git lfs pull`';
const corrupt = { '.mlops/records/train-on-gpu-runner.json': '{"schema": "mlops-rec' };
const newer = { '.mlops/records/train-on-gpu-runner.json': '{"schema": "mlops-record/9"}' };

const cases: readonly BadInput[] = [
  // A missing file.
  {
    args: 'data-validate --data ok.cs',
    exitCode: 2,
    says: ['There is no file ok.cs. Did you mean ok.csv?', 'Check the path; relative ones start'],
  },
  { args: `${drift} nope.csv`, exitCode: 2, says: ['There is no file nope.csv', 'next: '] },
  { args: `${gate} nope.csv`, exitCode: 2, says: ['nope.csv', 'next: '] },
  { args: `${train} nope.csv`, exitCode: 2, says: ['There is no file nope.csv', 'next: '] },
  {
    args: 'register-model --model-dir nope',
    exitCode: 2,
    says: ['The model folder nope does not exist', '"model-dir"'],
  },
  // An empty file, a directory, what is not what it is called.
  {
    args: 'data-validate --data empty.csv',
    exitCode: 2,
    says: ['empty.csv is empty (0 bytes)', 'Check the step that writes it'],
  },
  { args: `${train} empty.csv`, exitCode: 2, says: ['error: empty.csv is empty (0 bytes)'] },
  {
    args: `${drift} folder`,
    exitCode: 2,
    says: ['folder is a directory, not a data file', 'folder/*.parquet'],
  },
  {
    args: 'register-model --model-dir ok.csv',
    exitCode: 2,
    says: ['ok.csv is a file, not a folder', '"model-dir"'],
  },
  {
    args: 'data-validate --data cut.parquet',
    exitCode: 2,
    says: [
      'cut.parquet is called Parquet but does not begin like',
      'written and copied completely',
    ],
  },
  // A Git LFS pointer.
  { args: 'data-validate --data ok.csv --reference lfs.csv', exitCode: 2, says: ['lfs.csv', pull] },
  { args: `${gate} lfs.csv`, exitCode: 2, says: ['lfs.csv is a Git LFS pointer', pull] },
  { args: `${train} lfs.csv`, exitCode: 2, says: ['error: lfs.csv is a Git LFS pointer', pull] },
  {
    args: 'data-validate --data ok.csv --config lfs.csv',
    exitCode: 2,
    says: ['lfs.csv:1: the file is a Git LFS pointer', 'git lfs pull'],
    record: false,
  },
  // A value in row 30,000 that breaks the type.
  {
    args: 'data-validate --data late.csv',
    exitCode: 1,
    says: ['prediction can be read: 1 value that is no number', 'Row 30000.'],
  },
  {
    args: 'evaluate-gate --challenger late.csv --champion late.csv --key id',
    exitCode: 2,
    says: ['"prediction"', 'row 30000', 'next: '],
  },
  // Typos in configuration, policy and flags; nothing given at all.
  {
    args: 'data-validate --data ok.csv --config typo.yml',
    exitCode: 2,
    says: ['typo.yml:4: unknown key "models.flights.validat"', 'did you mean "validate"?'],
    record: false,
  },
  {
    args: `${gate} ok.csv --policy near-metric.yml`,
    exitCode: 2,
    says: ['near-metric.yml:1: unknown key "metrics.acu"', 'did you mean "auc"?'],
  },
  {
    args: `${gate} ok.csv --key id --policy no-metric.yml`,
    exitCode: 1,
    says: ['The policy names rmse, which could not be computed'],
  },
  {
    args: 'data-validate --dta ok.csv --inferr',
    exitCode: 2,
    says: ['no flag --dta; did you mean --data?', 'no flag --inferr; did you mean --infer?'],
    record: false,
  },
  { args: 'data-validate', exitCode: 2, says: ['no data was named', 'Give the input "data"'] },
  { args: 'drift-report', exitCode: 2, says: ['no reference data was named', '"reference"'] },
  { args: 'evaluate-gate', exitCode: 2, says: ['"challenger" is required'], record: false },
  { args: 'train-on-gpu-runner', exitCode: 2, says: ['Nothing says how to train', '"command"'] },
  { args: 'register-model', exitCode: 2, says: ['No model folder was given', '"model-dir"'] },
  {
    args: 'deploy-canary',
    exitCode: 2,
    says: ['It is not said which model to roll out', '"model-reference"'],
  },
  // Where the results go, and what earlier steps left there.
  {
    args: 'data-validate --data ok.csv --report-dir ok.csv',
    exitCode: 2,
    says: ['The record cannot be written', 'ok.csv is a file', '"report-dir"'],
    record: false,
  },
  {
    args: 'data-validate --data ok.csv --working-directory nope',
    exitCode: 2,
    says: ['nope does not exist', '"working-directory"'],
    record: false,
  },
  {
    args: 'register-model --model-dir folder',
    exitCode: 2,
    says: ['train-on-gpu-runner.json is not JSON', 'Remove the file and run that step again'],
    extra: corrupt,
  },
  {
    args: 'register-model --model-dir folder',
    exitCode: 2,
    says: ['is of another version: it says "mlops-record/9"', 'Run all steps in one version'],
    extra: newer,
  },
];

test.concurrent.each(cases.map((each) => [each.args, each] as const))(
  'mlops %s',
  async (_, each) => {
    const project = temporaryFolder('bad-input');
    for (const [name, text] of Object.entries({ ...files, ...each.extra })) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), typeof text === 'string' ? text : text());
    }
    const args = [cli, ...each.args.split(' ')];
    const ended = await runNode(args, { cwd: project, env: { MLOPS_NATIVE_DIR: native } });
    expect(ended).toMatchObject({ exitCode: each.exitCode });
    for (const phrase of each.says) expect(ended.stderr).toContain(phrase);
    expect(ended.stderr).not.toMatch(/\n\s+at |internal error/u);
    expect(repeated(ended.stderr)).toEqual([]);
    expectRecord(project, each);
    expect(leftovers(project)).toEqual([]);
  },
  60_000,
);

/** Sentences that stand in more than one line: a person reads them twice and looks for two faults. */
function repeated(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/^(?:error|warning): |^ +/u, ''));
  const sentences = lines.filter((line) => line.length > 20 && !/^(?:next|cause): /u.test(line));
  return sentences.filter((line, i) =>
    sentences.some((other, j) => j !== i && other.includes(line)),
  );
}

function expectRecord(project: string, { args, record }: BadInput): void {
  const step = args.split(' ')[0] as string;
  const path = join(project, '.mlops', 'records', `${step}.json`);
  if (record === false) {
    expect(existsSync(path)).toBe(false);
    return;
  }
  const written = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  expect(written.verdict).toBe('fail');
  expect(written.findings[0]?.severity).toBe('error');
}

/** Files that were begun and not finished. */
function leftovers(project: string): string[] {
  const names = readdirSync(project, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.tmp$|\.part$|\.lock$/u.test(name));
}
