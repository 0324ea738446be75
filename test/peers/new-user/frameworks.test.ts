import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distFolder, nativeFolder, runNode } from '../../support/bundle-copy.ts';
import { peer } from '../install.ts';
import { linesToAdd, loans, mlops, repository } from './stranger.ts';

const native = nativeFolder();

/** A script as somebody wrote it, for a table as somebody has it. */
interface Project {
  readonly script: string;
  readonly table: string;
  /** What the gate must be able to say of it. */
  readonly says: RegExp;
  readonly task: string;
}

/** The loans with other columns. */
function table(header: string, rowOf: (cells: readonly number[], at: number) => string): string {
  const [, ...lines] = loans(1200).trimEnd().split('\n');
  const rows = lines.map((line, at) => rowOf(line.split(',').map(Number), at));
  return `${[header, ...rows].join('\n')}\n`;
}

const withNames = table(
  'loan_id,age,income,amount,outcome',
  ([age, income, amount, late], at) => `L${at},${age},${income},${amount},${late ? 'yes' : 'no'}`,
);
const withClasses = table(
  'age,income,amount,grade',
  ([age = 0, income = 0, amount = 0]) =>
    `${age},${income},${amount},${amount / income > 0.3 ? 'C' : age > 40 ? 'A' : 'B'}`,
);

const projects: Readonly<Record<string, Project>> = {
  'a pipeline, a key and a label of words': {
    script: `import pandas
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

TARGET = "outcome"
loans = pandas.read_csv("table.csv")
features = loans.drop(columns=[TARGET, "loan_id"])
X_train, X_valid, y_train, y_valid = train_test_split(
    features, loans[TARGET], test_size=0.5, random_state=1
)
forest = RandomForestClassifier(n_estimators=20, random_state=0).fit(X_train, y_train)
`,
    table: withNames,
    task: 'binary',
    says: /AUC 0\.\d+ .* on 600 held-out rows: above the floor 0\.5/u,
  },
  'arrays, and a classifier that gives no probability': {
    script: `import os
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

rows = np.loadtxt("table.csv", delimiter=",", skiprows=1)
X, y = rows[:, :3] / rows[:, :3].max(axis=0), rows[:, 3].astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
clf = LinearSVC()
clf.fit(X_train, y_train)
`,
    table: loans(1200),
    task: 'binary',
    says: /AUC 0\.\d+ .* on 300 held-out rows: above the floor 0\.5/u,
  },
  'several classes': {
    script: `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("table.csv")
y = df.pop("grade")
X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.25, random_state=0)
tree = DecisionTreeClassifier(max_depth=6)
tree.fit(X_train, y_train)
`,
    table: withClasses,
    task: 'multiclass',
    says: /accuracy 0\.\d+ .* on 300 held-out rows: above the floor 0\.\d+/iu,
  },
  'a number': {
    script: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("table.csv")
df["ratio"] = df.amount / df.income
target = df["amount"]
inputs = df[["income", "ratio"]]
A, B, a, b = train_test_split(inputs, target, random_state=0)
model = Ridge()
model.fit(A, a)
`,
    table: loans(1200),
    task: 'regression',
    says: /R² 0\.\d+ .* on 300 held-out rows: above the floor 0/iu,
  },
};

async function step(folder: string, ...args: readonly string[]): Promise<string> {
  const path = [dirname(peer('mlserver')), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const ended = await runNode([join(distFolder, 'cli.js'), ...args], {
    cwd: folder,
    env: { PATH: path, MLOPS_NATIVE_DIR: native },
  });
  return `${ended.stdout}${ended.stderr}`;
}

describe('the lines that init says to add, pasted at the end of the script', () => {
  it.each(Object.entries(projects))('%s', async (_name, { script, table: rows, task, says }) => {
    const folder = repository({ 'train.py': script, 'table.csv': rows });
    const { exitCode, output } = await mlops(folder, 'init', '--yes');
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'mlops.yml'), 'utf8')).toContain(`task: ${task}\n`);
    appendFileSync(join(folder, 'train.py'), `\n${linesToAdd(output).join('\n')}\n`);
    const valid = await step(folder, 'data-validate');
    const trained = await step(folder, 'train-on-gpu-runner');
    expect(trained, valid).toContain('Training: pass');
    const judged = await step(folder, 'evaluate-gate', '--challenger', '.mlops/predictions.csv');
    expect(judged, trained).toMatch(says);
  });

  it('a table whose label nothing tells is not guessed at', async () => {
    const script = 'from sklearn.svm import SVC\nmodel = SVC().fit(*load())\n';
    const folder = repository({ 'train.py': script, 'table.csv': 'a,b\n1,2\n3,4\n' });
    const { exitCode, output } = await mlops(folder, 'init', '--yes');
    expect(exitCode).toBe(2);
    expect(output).toContain('--label (one of a, b)');
    writeFileSync(join(folder, 'train.py'), `${script}y = df["b"]\n`);
    expect(await mlops(folder, 'init', '--yes')).toMatchObject({ exitCode: 0 });
  });
});
