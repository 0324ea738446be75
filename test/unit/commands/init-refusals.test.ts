import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readInitFlags } from '../../../actions/commands/init/flags.ts';
import type { Asker } from '../../../actions/commands/init/questions.ts';
import { initialise } from '../../../actions/commands/init/run.ts';
import { writeAll } from '../../../actions/commands/init/write-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const script = 'from sklearn.svm import SVC\nmodel = SVC().fit(X_train, y_train)\n';
let folder = '';

beforeEach(() => {
  folder = temporaryFolder('init');
  writeFileSync(join(folder, 'train.py'), script);
  writeFileSync(join(folder, 'a.csv'), 'id,size,late\n1,5,0\n2,6,1\n3,6,1\n');
});

async function init(flags: readonly string[] = [], asker?: Asker): Promise<string> {
  let said = '';
  const options = readInitFlags(['--working-directory', folder, ...flags]);
  await initialise(options, asker, (text) => {
    said += text;
  });
  return said;
}

/** What init says when it does not go on. */
async function refusal(flags: readonly string[] = [], asker?: Asker) {
  const before = readdirSync(folder);
  const error = await init(flags, asker).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(readdirSync(folder)).toEqual(before);
  return error;
}

/** Somebody who answers in this order, and what they were asked. */
function person(...answers: readonly string[]) {
  const asked: string[] = [];
  const left = [...answers];
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    return left.shift() ?? '';
  };
  return { asked, ask, close: () => undefined };
}

const usage = (code: string, message: RegExp, hint: RegExp) => ({
  kind: 'usage',
  code,
  message: expect.stringMatching(message),
  hint: expect.stringMatching(hint),
});

describe('what is there is never written over', () => {
  it('a file that says something else stops everything', async () => {
    writeFileSync(join(folder, 'mlops.yml'), 'version: 1\nmodels: {}\n');
    const error = await refusal(['--label', 'late']);
    expect(error).toMatchObject(
      usage('file-exists', /^mlops\.yml is there already/u, /--dry-run/u),
    );
    expect(readFileSync(join(folder, 'mlops.yml'), 'utf8')).toBe('version: 1\nmodels: {}\n');
  });

  it('nobody is asked anything before that is known', async () => {
    writeFileSync(join(folder, 'mlops.yml'), 'version: 1\n');
    const asker = person();
    expect(await refusal([], asker)).toMatchObject({ code: 'file-exists' });
    expect(asker.asked).toEqual([]);
  });

  it('a second run finds its own files and is content', async () => {
    await init(['--label', 'late']);
    const before = readFileSync(join(folder, 'mlops.yml'), 'utf8');
    expect(await init(['--label', 'late'])).toContain('Already there, as they would be: mlops.yml');
    expect(readFileSync(join(folder, 'mlops.yml'), 'utf8')).toBe(before);
  });

  it('a file that came about a moment ago', async () => {
    writeFileSync(join(folder, 'b.yml'), 'theirs');
    const files = [
      { path: 'new/a.yml', text: 'ours' },
      { path: 'b.yml', text: 'ours' },
    ];
    await expect(writeAll(folder, files)).rejects.toMatchObject({ code: 'file-exists' });
    expect(readdirSync(folder).toSorted()).toEqual(['a.csv', 'b.yml', 'train.py']);
    expect(readFileSync(join(folder, 'b.yml'), 'utf8')).toBe('theirs');
  });
});

describe('all files or none', () => {
  it('where one cannot be made', async () => {
    writeFileSync(join(folder, '.github'), 'a file where a folder has to be');
    const error = await refusal(['--label', 'late']);
    expect(error).toMatchObject(usage('not-writable', /\.github/u, /Nothing was written/u));
  });

  it('where a link leads out of the repository', async () => {
    const elsewhere = temporaryFolder('elsewhere');
    symlinkSync(elsewhere, join(folder, '.github'));
    expect(await refusal(['--label', 'late'])).toMatchObject({ code: 'outside' });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('--dry-run shows them all and writes none', async () => {
    const before = readdirSync(folder);
    const said = await init(['--label', 'late', '--dry-run']);
    expect(said).toContain('task: binary');
    expect(said).toContain('runs-on: ubuntu-latest');
    expect(said).toContain('Nothing was written');
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('what nobody could tell is asked for by its flag', () => {
  it('the label, with the columns there are and a guess', async () => {
    const hint = /--label \(one of id, size, late\).*A guess would be late\. Nothing was written/u;
    expect(await refusal()).toMatchObject(usage('cannot-know', /Which column/u, hint));
  });

  it('the data of an empty repository, and the command', async () => {
    folder = temporaryFolder('empty');
    expect(await refusal()).toMatchObject(
      usage('cannot-know', /command line/u, /--train-command/u),
    );
    const error = await refusal(['--train-command', 'make model']);
    expect(error).toMatchObject(usage('cannot-know', /Which table/u, /--data \(a path/u));
  });

  it.each([
    [['--label', 'lat'], /a\.csv has no column "lat" \(--label\)/u, /Did you mean "late"/u],
    [['--label', 'late', '--key', 'size'], /size has values that stand twice/u, /leave --key out/u],
    [['--label', 'late', '--positive', 'yes'], /no value "yes"/u, /one of 0, 1/u],
    [['--data', 'b.csv', '--label', 'late'], /no file b\.csv/u, /./u],
    [['--working-directory', '/no/such/folder'], /no folder/u, /--working-directory/u],
  ])('%j', async (flags, message, hint) => {
    const error = (await refusal(flags)) as { message: string; hint: string };
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it('a label that never changes', async () => {
    writeFileSync(join(folder, 'a.csv'), 'id,late\n1,0\n2,0\n');
    expect(await refusal(['--label', 'late'])).toMatchObject({ code: 'label-constant' });
  });

  it.each([
    ['--labl x', 'Did you mean "label"?'],
    ['--task ranking', 'That task is written by hand'],
    ['--task binry', 'Did you mean "binary"?'],
    ['--model Ünlü', 'lower-case letters'],
    ['--actions $(id)', 'owner/mlops-actions'],
    ['--runner a,b', 'label of one runner'],
  ])('%s', (line, hint) => {
    const read = () => readInitFlags(line.split(' '));
    expect(read).toThrow(
      expect.objectContaining({ kind: 'usage', hint: expect.stringContaining(hint) }),
    );
  });
});

describe('on a terminal', () => {
  it('only what is not sure is asked, with the default and its reason', async () => {
    const asker = person();
    const said = await init([], asker);
    expect(asker.asked).toEqual([
      'Where are requests made, github or gitlab? [github; no remote says otherwise] ',
      'Which column is to be predicted? [late; the last column] ',
      'Which repository holds the actions? [OWNER/mlops-actions, to be replaced later] ',
      'Write mlops.yml, .github/workflows/model-ci.yml, .gitignore? [yes] ',
    ]);
    expect(said).toContain('Written: mlops.yml');
  });

  it('an answer that does not fit is asked for again', async () => {
    const asker = person('gitlab', 'lateness', 'size', 'a b', 'acme/mlops-actions', 'no');
    const error = await refusal(['--task', 'regression'], asker);
    expect(error).toMatchObject({ code: 'refused' });
    expect(asker.asked[2]).toMatch(
      /^"lateness" does not fit\. Expected: one of id, size, late\.\n/u,
    );
    expect(asker.asked[4]).toMatch(/^"a b" does not fit\. Expected: owner\/mlops-actions/u);
    expect(asker.asked[5]).toContain('.gitlab-ci.yml');
  });
});

it('a folder below the top of a repository is named: forges do not look for workflows there', async () => {
  execFileSync('git', ['init', '-q'], { cwd: folder });
  mkdirSync(join(folder, 'models', 'flights'), { recursive: true });
  for (const name of ['a.csv', 'train.py']) {
    renameSync(join(folder, name), join(folder, 'models', 'flights', name));
  }
  const inside = join(folder, 'models', 'flights');
  const said = await init(['--label', 'late', '--working-directory', inside]);
  expect(said).toContain('give each step working-directory: models/flights');
});

it('of a text too large to wait for only the header is read', async () => {
  writeFileSync(join(folder, 'a.csv'), '\uFEFFflight_id;"speed, km/h";late\n1;5;0\n');
  truncateSync(join(folder, 'a.csv'), 301_000_000);
  const error = await refusal(['--label', 'late']);
  expect(error).toMatchObject(usage('cannot-know', /What kind of model predicts late/u, /--task/u));
  await init(['--label', 'late', '--task', 'binary']);
  const text = readFileSync(join(folder, 'mlops.yml'), 'utf8');
  expect(text).toContain('key: flight_id');
  expect(text).toContain('columns: [ flight_id, "speed, km/h", late ]');
});

it('a folder that git ignores is named: a runner will not have its data', async () => {
  execFileSync('git', ['init', '-q'], { cwd: folder });
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'a.csv'), 'x,late\n1,0\n2,1\n');
  writeFileSync(join(folder, '.gitignore'), 'data/\n.mlops/\n');
  const said = await init(['--data', 'data/a.csv', '--label', 'late']);
  expect(said).toContain('git ignores data/a.csv, so a runner will not have it');
  expect(said).not.toContain('Add this line to .gitignore');
});
