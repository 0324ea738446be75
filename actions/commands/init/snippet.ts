import type { Task } from './flags.ts';
import { snippetTexts as texts } from './messages.ts';
import type { Source } from './survey.ts';
import { type CodeNames, type Framework, namesIn } from './training-code.ts';

/** What the lines to add have to know. */
export interface SnippetNeeds {
  readonly source: Source;
  readonly framework: Framework | undefined;
  readonly task: Task;
  readonly label: string;
  /** undefined: rows are told apart by their position in the table. */
  readonly key: string | undefined;
}

/** Classifiers of scikit-learn that rank but give no probability. */
const rankOnly = /\b(?:LinearSVC|SVC|NuSVC|RidgeClassifier|Perceptron|SGDClassifier)\(/u;

/**
 * The lines that leave the model and its predictions where the steps look for them, in the names
 * that the training code itself uses. Run by hand, the code does what it did before.
 */
export function pythonSnippet(needs: SnippetNeeds): string[] {
  const names = namesIn(needs.source);
  const { text } = needs.source;
  const rows = usesPandas(text) ? throughPandas(needs, names) : throughFile(needs, names);
  return [
    ...(/^import os\b/mu.test(text) ? [] : ['import os']),
    `if "MLOPS_MODEL_DIR" in os.environ:  # ${texts.setByStep}`,
    ...[...savingOf(needs, names), ...rows].map((line) => `    ${line}`),
  ];
}

function usesPandas(text: string): boolean {
  return /^\s*(?:import|from) pandas\b/mu.test(text) && !/\.values\b|\.to_numpy\(/u.test(text);
}

function savingOf({ framework, source }: SnippetNeeds, { model }: CodeNames): string[] {
  const into = (file: string): string => `os.path.join(os.environ["MLOPS_MODEL_DIR"], "${file}")`;
  if (framework === 'pytorch') return [`torch.save(${model}.state_dict(), ${into('model.pt')})`];
  if (framework === 'keras') return [`${model}.save(${into('model.keras')})`];
  const imported = /^\s*import joblib\b/mu.test(source.text) ? [] : ['import joblib'];
  return [...imported, `joblib.dump(${model}, ${into('model.joblib')})`];
}

/** An expression with one number or class a held-out row. */
function predictionsOf({ framework, task, source }: SnippetNeeds, names: CodeNames): string {
  const { model, inputs } = names;
  if (framework === 'pytorch') {
    const answer = `${model}(${inputs})`;
    if (task === 'multiclass') return `${answer}.argmax(dim=1).tolist()`;
    const value = task === 'binary' ? `torch.sigmoid(${answer})` : answer;
    return `${value}.detach().flatten().tolist()`;
  }
  if (framework === 'keras') {
    const answer = `${model}.predict(${inputs})`;
    return task === 'multiclass' ? `${answer}.argmax(axis=1)` : `${answer}.ravel()`;
  }
  if (task !== 'binary') return `${model}.predict(${inputs})`;
  const hasNone = rankOnly.test(source.text) && !/probability\s*=\s*True/u.test(source.text);
  return hasNone
    ? `${model}.decision_function(${inputs})`
    : `${model}.predict_proba(${inputs})[:, 1]`;
}

function throughPandas(needs: SnippetNeeds, names: CodeNames): string[] {
  const { source, label, key } = needs;
  const pandas = /^\s*import pandas as (\w+)/mu.exec(source.text)?.[1];
  const table = pandas === undefined ? 'pandas' : pandas;
  const columns = [
    `${python(key ?? 'id')}: ${keysOf(needs, names)}`,
    `${python(label)}: ${names.truths}`,
    `"prediction": ${predictionsOf(needs, names)}`,
  ];
  return [
    ...(pandas === undefined ? ['import pandas'] : []),
    `rows = ${table}.DataFrame({${columns.join(', ')}})`,
    'rows.to_csv(os.environ["MLOPS_PREDICTIONS_FILE"], index=False)',
  ];
}

/** A table keeps the row numbers of the file through a split, and with them every column. */
function keysOf({ key, source }: SnippetNeeds, { inputs }: CodeNames): string {
  if (key === undefined) return `${inputs}.index`;
  const table = /^\s*(\w+)\s*=\s*\w+\.read_(?:csv|parquet|table|json|feather)\(/mu.exec(
    source.text,
  );
  return `${table?.[1] ?? 'df'}.loc[${inputs}.index, ${python(key)}]`;
}

function throughFile(needs: SnippetNeeds, names: CodeNames): string[] {
  const header = [needs.key ?? 'id', needs.label, 'prediction'].map(python).join(', ');
  return [
    'import csv',
    'with open(os.environ["MLOPS_PREDICTIONS_FILE"], "w", newline="") as file:',
    `    rows = zip(${names.truths}, ${predictionsOf(needs, names)})`,
    `    csv.writer(file).writerows([[${header}], *([i, *row] for i, row in enumerate(rows))])`,
  ];
}

/** Text as Python reads it: its escapes are those of JSON. */
function python(text: string): string {
  return JSON.stringify(text);
}
