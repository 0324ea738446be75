import { describe, expect, it } from 'vitest';
import {
  commonestShare,
  keyCandidates,
  type LabelValue,
  labelChoice,
  positiveChoice,
  taskChoice,
  timeChoice,
} from '../../../actions/commands/init/columns.ts';
import { declaredCommand } from '../../../actions/commands/init/declared-command.ts';
import { forgeChoice } from '../../../actions/commands/init/forge.ts';
import type { ColumnType } from '../../../shared/domain/column.ts';

function columns(...names: readonly string[]) {
  return names.map((name) => ({ name, type: undefined }));
}

function valuesOf(...values: readonly LabelValue[]) {
  const counted = values.map((value, at) => ({ value, rows: at + 1 }));
  return { values: counted.slice(0, 50), more: counted.length > 50, missing: 0 };
}

const houses = columns('id', 'name', 'rooms', 'price', 'sold');

describe('the label', () => {
  it.each([
    ['y = df["price"]', 1],
    ["    y_train = train['price'].astype(float)", 1],
    ['import x\n\nlabels = data[["price"]]', 3],
    ['y = df.loc[:, "price"]', 1],
    ['y = df.price', 1],
    ['y = df.price.values', 1],
    ['y = df.pop("price")', 1],
    ['X, y = df.drop(columns=["price"]), df["price"]', 1],
    ['a, b, c, d = train_test_split(df.drop("price", axis=1), df["price"], test_size=0.2)', 1],
    ['TARGET = "price"  # euros', 1],
    ['target_column: str = "price"', 1],
    ['train(df, label_col="price")', 1],
  ])('is what the code says: %s', (text, line) => {
    const found = labelChoice(houses, { path: 'train.py', text });
    expect(found).toMatchObject({ value: 'price', certainty: 'sure' });
    expect(found?.reason).toBe(`train.py, line ${line}, names it`);
  });

  it.each([
    ['sns.scatterplot(x="rooms", y="price")', 'sold', 'the last column'],
    ['plt.plot(a, b, label="price")', 'sold', 'the last column'],
    ['y = df["rent"]', 'sold', 'the last column'],
    ['df = df.drop(columns=["name"])', 'name', 'train.py, line 1, names it'],
    ['df = df.drop(["id", "name"], axis=1)', 'sold', 'the last column'],
  ])('is only guessed from %s', (text, value, reason) => {
    const found = labelChoice(houses, { path: 'train.py', text });
    expect(found).toEqual({ value, certainty: 'guess', reason });
  });

  it('is told by its name where the code does not', () => {
    const named = labelChoice(columns('a', 'Target', 'b'), undefined);
    expect(named).toMatchObject({ value: 'Target', certainty: 'likely' });
    const two = labelChoice(columns('label', 'target'), undefined);
    expect(two).toMatchObject({ value: 'label', certainty: 'guess' });
    expect(labelChoice([], undefined)).toBeUndefined();
  });
});

describe('the task', () => {
  const code = (text: string) => ({ path: 'train.py', text });
  const twelve = Array.from({ length: 12 }, (_, at) => at);
  it.each<[string, LabelValue[], ColumnType, string | undefined, string | undefined]>([
    ['two values', [0, 1], 'integer', undefined, 'binary'],
    ['two words', ['no', 'yes'], 'string', undefined, 'binary'],
    ['three words', ['a', 'b', 'c'], 'string', undefined, 'multiclass'],
    ['fractions', [0.5, 1.25, 7], 'number', undefined, 'regression'],
    ['a few whole numbers', twelve, 'integer', undefined, 'multiclass'],
    [
      'a few whole numbers, and a regressor',
      twelve,
      'integer',
      'RandomForestRegressor()',
      'regression',
    ],
    [
      'many whole numbers',
      Array.from({ length: 60 }, (_, at) => at),
      'integer',
      undefined,
      'regression',
    ],
    [
      'thirty whole numbers, and a classifier',
      Array.from({ length: 30 }, (_, at) => at),
      'integer',
      'XGBClassifier()',
      'multiclass',
    ],
    ['many words', Array.from({ length: 60 }, (_, at) => `w${at}`), 'string', undefined, undefined],
    ['one value', [1], 'integer', undefined, undefined],
  ])('of %s', (_name, values, type, text, task) => {
    const source = text === undefined ? undefined : code(text);
    expect(taskChoice('y', valuesOf(...values), type, source)?.value).toBe(task);
  });

  it.each<[LabelValue[], LabelValue | undefined]>([
    [[0, 1], undefined],
    [[false, true], undefined],
    [['no', 'yes'], 'yes'],
    [['bad', 'good'], 'bad'],
    [['cat', 'dog'], 'dog'],
    [[1, 2], undefined],
  ])('the positive value of %j', (values, positive) => {
    expect(positiveChoice(valuesOf(...values))?.value).toBe(positive);
  });

  it('a floor is never above the share it stands for', () => {
    expect(commonestShare(valuesOf('a', 'b'))).toBe(0.66);
    expect(commonestShare(valuesOf())).toBe(0);
  });
});

describe('key and time', () => {
  it('a key is called so, and is no fraction', () => {
    const names = ['user_id', 'paid', 'PassengerId', 'Id', 'valid', 'width', 'id'];
    expect(keyCandidates(columns(...names), 'paid')).toEqual([
      'id',
      'user_id',
      'PassengerId',
      'Id',
    ]);
    expect(keyCandidates([{ name: 'id', type: 'number' }], 'y')).toEqual([]);
  });

  it('a time is a column of dates, not what is called so', () => {
    const day = { name: 'day', type: 'date' } as const;
    const seen = { name: 'seen', type: 'timestamp' } as const;
    expect(timeChoice([{ name: 'date', type: 'string' }], 'y')).toBeUndefined();
    expect(timeChoice([seen], 'y')).toMatchObject({ value: 'seen', certainty: 'sure' });
    expect(timeChoice([seen, day], 'y')).toMatchObject({ value: 'day', certainty: 'likely' });
    expect(timeChoice([day], 'day')).toBeUndefined();
  });
});

describe('a command that other tools were told', () => {
  const dvc = 'stages: { train: { cmd: python src/fit.py } }';
  it.each([
    [{ 'dvc.yaml': dvc, 'package.json': '{"scripts":{"train":"x"}}' }, 'python src/fit.py'],
    [{ MLproject: 'entry_points: { main: { command: python t.py } }' }, 'python t.py'],
    [{ MLproject: 'entry_points: { main: { command: "python t.py {alpha}" } }' }, undefined],
    [{ 'package.json': '{"scripts":{"train":"node t.js"}}' }, 'npm run train'],
    [{ 'dvc.yaml': 'stages: [', 'package.json': '{"scripts":{"test":"x"}}' }, undefined],
    [{ 'dvc.yaml': 'stages: { train: { cmd: [a, b] } }' }, undefined],
  ])('%j', (texts, command) => {
    expect(declaredCommand(texts)?.value).toBe(command);
  });
});

describe('the forge', () => {
  it.each([
    ['git@gitlab.example.org:ml/loans.git', [], 'gitlab', 'sure'],
    ['https://oauth2:secret@github.com/acme/loans', [], 'github', 'sure'],
    ['ssh://git@code.example.org/loans', ['.gitlab-ci.yml'], 'gitlab', 'sure'],
    ['https://code.example.org/github/loans', [], 'github', 'likely'],
    [undefined, ['.github/workflows/ci.yml'], 'github', 'sure'],
    [undefined, [], 'github', 'likely'],
  ])('of %s with %j', (remote, files, value, certainty) => {
    const found = forgeChoice({ remote, files });
    expect(found).toMatchObject({ value, certainty });
    expect(found.reason).not.toContain('secret');
  });
});
