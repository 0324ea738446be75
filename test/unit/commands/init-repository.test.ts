import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dependenciesOf } from '../../../actions/commands/init/dependencies.ts';
import { readInitFlags } from '../../../actions/commands/init/flags.ts';
import { initialise } from '../../../actions/commands/init/run.ts';
import { trainingCandidates } from '../../../actions/commands/init/training-code.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Files = Readonly<Record<string, string>>;

function folderOf(files: Files): string {
  const folder = join(temporaryFolder('init'), 'my-model');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What a person reads, and what is in the folder afterwards. */
async function init(files: Files, ...flags: readonly string[]) {
  const folder = folderOf(files);
  let said = '';
  const options = readInitFlags([...flags, '--yes', '--working-directory', folder]);
  await initialise(options, undefined, (text) => {
    said += stripVTControlCharacters(text);
  });
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const model = existsSync(join(folder, 'mlops.yml'))
    ? parse(read('mlops.yml')).models['my-model']
    : undefined;
  return { folder, said, read, model };
}

const script = 'import pandas as pd\nfrom sklearn.svm import SVC\nmodel.fit(X_train, y_train)\n';
const table = `id,day,size,late\n${Array.from({ length: 40 }, (_, i) => `${i},2024-01-0${1 + (i % 9)},${i * 3},${i % 2}`).join('\n')}\n`;
const plain: Files = { 'train.py': script, 'data/flights.csv': table };

describe('what init finds in a repository', () => {
  it('columns: a label by its name, a key of unique values, the dates, the task by its values', async () => {
    const { model, said } = await init({
      ...plain,
      'data/flights.csv': table.replace('late', 'Y'),
    });
    expect(model).toMatchObject({ task: 'binary', label: 'Y', key: 'id', time: 'day' });
    expect(said).toMatch(/key +id +every row has another value/u);
    expect(model.validate.checks).toContainEqual({ check: 'unique', column: 'id' });
    expect(model.validate.checks).toContainEqual({ check: 'row-count', min: 20 });
  });

  it('a column called id that repeats is no key', async () => {
    const repeated = table.replaceAll(/^\d+,/gmu, '7,');
    const { model, said } = await init(
      { ...plain, 'data/flights.csv': repeated },
      '--label',
      'late',
    );
    expect(model.key).toBeUndefined();
    expect(said).toContain('"id": X_test.index');
  });

  it('held-out rows beside the data, unless they lack the label', async () => {
    const files = { 'train.py': script, 'data/train.csv': table };
    const whole = await init({ ...files, 'data/test.csv': table }, '--label', 'late');
    expect(whole.model.data).toEqual({ train: 'data/train.csv', test: 'data/test.csv' });
    const unlabelled = await init(
      { ...files, 'data/test.csv': 'id,day\n1,2024-01-01\n' },
      '--label',
      'late',
    );
    expect(unlabelled.model.data).toEqual({ train: 'data/train.csv' });
    expect(unlabelled.said).toContain('data/test.csv has no column late to judge by');
  });

  it('a label of words: the positive one is named', async () => {
    const words = table.replaceAll(/,1$/gmu, ',no').replaceAll(/,0$/gmu, ',yes');
    const { model } = await init({ ...plain, 'data/flights.csv': words }, '--label', 'late');
    expect(model.evaluate.positive).toBe('yes');
  });

  it.each([
    ['train.py', 'python train.py'],
    ['train.ipynb', 'jupyter nbconvert --to notebook --execute --stdout train.ipynb > /dev/null'],
    ['src/my train.py', "python 'src/my train.py'"],
    ['-c.py', 'python ./-c.py'],
  ])('how %s is run', (path, command) => {
    const [only] = trainingCandidates([{ path, text: script }]);
    expect(only).toMatchObject({ value: { how: { command } }, certainty: 'sure' });
  });

  it('of several files that train the one that is called so, when nobody can be asked', () => {
    const named = ['explore.py', 'train.py', 'old/train.py'].map((path) => ({
      path,
      text: script,
    }));
    const [first] = trainingCandidates(named);
    expect(first).toMatchObject({ value: { source: named[1] }, certainty: 'likely' });
  });

  it.each([
    ['uv.lock', 'uv run', 'uv sync --locked'],
    ['poetry.lock', 'poetry run', 'poetry install --no-interaction --no-root'],
    ['requirements.txt', undefined, 'python -m pip install -r requirements.txt'],
    ['pyproject.toml', undefined, 'python -m pip install .'],
    ['README.md', undefined, 'python -m pip install pandas scikit-learn'],
  ])('how the packages of %s are installed', (file, prefix, command) => {
    const code = {
      how: { command: 'python train.py' },
      source: { path: 'train.py', text: script },
    };
    const found = dependenciesOf(code, [file, 'train.py']);
    expect(found?.prefix).toBe(prefix);
    expect(found?.install).toContain(command);
  });

  it.each([
    ['uv.lock', 'uv run --with nbconvert --with ipykernel', 'uv sync --locked'],
    ['poetry.lock', 'poetry run', 'poetry run python -m pip install nbconvert ipykernel'],
    ['requirements.txt', undefined, 'python -m pip install nbconvert ipykernel'],
  ])('what runs a notebook comes along with the packages of %s', (file, prefix, command) => {
    const how = { command: 'jupyter nbconvert --to notebook --execute --stdout train.ipynb' };
    const found = dependenciesOf({ how, source: { path: 'train.ipynb', text: script } }, [file]);
    expect(found?.prefix).toBe(prefix);
    expect(found?.install).toContain(command);
  });

  it('a JavaScript module that trains is an entry', async () => {
    const entry = 'import x from "@tensorflow/tfjs";\nexport async function train(task) {}\n';
    const { model, said } = await init(
      { 'train.js': entry, 'data/a.csv': table },
      '--label',
      'late',
    );
    expect(model.train).toMatchObject({ entry: 'train.js' });
    expect(said).toContain('task.predictionsFile');
  });

  it('PyTorch, in its own words', async () => {
    const torch =
      'import torch\nimport pandas as pd\nnet = Net()\nloss.backward()\ny = df["late"]\n';
    const { said, read } = await init({ 'train.py': torch, 'data/a.csv': table });
    expect(said).toContain('torch.save(model.state_dict()');
    expect(said).toContain('torch.sigmoid(model(X_test))');
    expect(said).toContain('customary names: put your own');
    expect(read('.github/workflows/model-ci.yml')).toContain('pip install pandas torch\n');
  });

  it('an unseeded split is said, since no two models could be compared', async () => {
    const split = `${script}a, b, c, d = train_test_split(X, y)\n`;
    const { said } = await init({ ...plain, 'train.py': split }, '--label', 'late');
    expect(said).toContain('train_test_split in train.py a random_state');
  });

  it('a package nobody knows is not installed by its import name', async () => {
    const own = `${script}import acme_secret\nfrom helpers import x\n`;
    const { said, read } = await init(
      { ...plain, 'train.py': own, 'helpers.py': '' },
      '--label',
      'late',
    );
    expect(said).toContain('packages of acme_secret to the install step');
    expect(read('.github/workflows/model-ci.yml')).not.toContain('acme_secret');
    expect(said).not.toContain('helpers');
  });

  it('data that DVC keeps are fetched first', async () => {
    const { said, read } = await init(
      {
        ...plain,
        'data/flights.csv.dvc':
          'outs:\n- md5: 0123456789abcdef0123456789abcdef\n  path: flights.csv\n',
      },
      '--label',
      'late',
    );
    expect(read('.github/workflows/model-ci.yml')).toMatch(/dvc pull[\s\S]*data-validate/u);
    expect(said).toContain('the credentials of its remote');
  });
});

describe('where requests are made', () => {
  it('GitLab by its files: a pipeline to include beside the one that is there', async () => {
    const files = { ...plain, '.gitlab-ci.yml': 'test: { script: [make] }\n', '.gitignore': 'x\n' };
    const { said, read } = await init(files, '--label', 'late');
    expect(read('.gitlab-ci.yml')).toBe(files['.gitlab-ci.yml']);
    expect(parse(read('.gitlab/mlops.yml')).include).toHaveLength(3);
    expect(said).toContain('- local: .gitlab/mlops.yml');
    expect(said).toContain('GITLAB_TOKEN');
    expect(said).toMatch(/Add this line to \.gitignore.*\n\n +\.mlops\//u);
    expect(read('.gitignore')).toBe('x\n');
  });

  it('GitHub: the owner of the actions is a placeholder until somebody says it', async () => {
    const open = await init(plain, '--label', 'late');
    expect(open.said).toContain('replace OWNER by the owner');
    const known = await init(plain, '--label', 'late', '--actions', 'acme/mlops-actions@v2');
    expect(known.said).not.toContain('OWNER');
    expect(known.read('.github/workflows/model-ci.yml')).toContain(
      'acme/mlops-actions/actions/evaluate-gate@v2',
    );
  });
});

describe('names that were chosen to do harm', () => {
  it('stay text in the files, in the command line and on the terminal', async () => {
    const label = `y: ]\u001b[2J\${{ secrets.X }}`;
    const file = "train '; rm -rf ~; '.py";
    const rows = table.replace('late', `"${label}"`);
    const { model, said, read } = await init({ [file]: script, 'a.csv': rows }, '--label', label);
    expect(model.label).toBe(label);
    expect(model.train.command).toBe(`python 'train '\\''; rm -rf ~; '\\''.py'`);
    expect(read('.github/workflows/model-ci.yml')).not.toContain('secrets.X');
    expect(said).not.toContain('\u001b');
  });
});
