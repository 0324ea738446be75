import type { Choice } from './choice.ts';
import { reasons } from './messages.ts';
import type { Source } from './survey.ts';

export type Framework = 'scikit-learn' | 'pytorch' | 'keras' | 'boosting' | 'tensorflow.js';

/** How the model is trained. */
export interface TrainingCode {
  /** A command line, or a JavaScript module with `train(task)`. */
  readonly how: { readonly command: string } | { readonly entry: string };
  /** Absent where a person gave a command line that names no file of the repository. */
  readonly source?: Source;
  readonly framework?: Framework;
}

const frameworks: readonly (readonly [Framework, RegExp])[] = [
  ['pytorch', /^\s*(?:import|from)\s+(?:torch|pytorch_lightning|lightning)\b/mu],
  ['keras', /^\s*(?:import|from)\s+(?:keras|tensorflow)\b/mu],
  ['boosting', /^\s*(?:import|from)\s+(?:xgboost|lightgbm|catboost)\b/mu],
  ['scikit-learn', /^\s*(?:import|from)\s+sklearn\b/mu],
  ['tensorflow.js', /@tensorflow\/tfjs|export (?:async )?(?:function|const) train\b/u],
];

export function frameworkOf({ path, text }: Source): Framework | undefined {
  const isPython = /\.(?:py|ipynb)$/u.test(path);
  return frameworks.find(
    ([name, pattern]) => isPython === (name !== 'tensorflow.js') && pattern.test(text),
  )?.[0];
}

const isEntry = ({ path, text }: Source): boolean =>
  /\.m?js$/u.test(path) && /\bexport\s+(?:async\s+)?(?:function|const)\s+train\b/u.test(text);

/** Points for what training code looks like; none: it is something else. */
function pointsOf(source: Source): number {
  const { path, text } = source;
  if (/\.ts$/u.test(path)) return 0;
  const trains = /\.fit\(|\.train\(|\.backward\(\)|trainer\.fit/u.test(text);
  const named = /(?:^|\/)(?:train|training)\b[^/]*$/u.test(path);
  if (!isEntry(source) && (frameworkOf(source) === undefined || !(trains || named))) return 0;
  const isScript = path.endsWith('.ipynb') ? 0 : 2;
  return 1 + (named ? 4 : 0) + (trains ? 2 : 0) + isScript + (path.includes('/') ? 0 : 1);
}

/** The code that trains, the likeliest first. */
export function trainingCandidates(sources: readonly Source[]): Choice<TrainingCode>[] {
  const ranked = sources
    .map((source) => ({ source, points: pointsOf(source) }))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points || a.source.path.localeCompare(b.source.path, 'en'));
  const [best, second] = ranked;
  return ranked.map(({ source, points }) => {
    const alone = points === best?.points && (second === undefined || second.points < points);
    const framework = frameworkOf(source);
    return {
      value: { how: howToRun(source), source, ...(framework === undefined ? {} : { framework }) },
      certainty: alone ? (ranked.length === 1 ? 'sure' : 'likely') : 'guess',
      reason: reasons.trains(source.path, framework),
    };
  });
}

function howToRun(source: Source): TrainingCode['how'] {
  const { path } = source;
  if (isEntry(source)) return { entry: path };
  const file = shellWord(path);
  if (path.endsWith('.py')) return { command: `python ${file}` };
  if (path.endsWith('.ipynb')) {
    return { command: `jupyter nbconvert --to notebook --execute --stdout ${file} > /dev/null` };
  }
  return { command: `node ${file}` };
}

/** A file's name as one word of a command line, whatever it holds. */
function shellWord(path: string): string {
  const named = path.startsWith('-') ? `./${path}` : path;
  return /^[\w./-]+$/u.test(named) ? named : `'${named.replaceAll("'", `'\\''`)}'`;
}

/** The file of the repository that a person's command line runs, if it names one. */
export function sourceOfCommand(command: string, sources: readonly Source[]): Source | undefined {
  const words = command.split(/[\s'"]+/u).map((word) => word.replace(/^\.\//u, ''));
  return sources.find(({ path }) => words.includes(path));
}

/** Names that the training code itself gave to what a predictions file is made of. */
export interface CodeNames {
  readonly model: string;
  readonly inputs: string;
  readonly truths: string;
  /** Whether these are the code's own names and not only the customary ones. */
  readonly found: boolean;
}

const split =
  /(\w+)\s*,\s*(\w+)\s*,\s*(\w+)\s*,\s*(\w+)\s*=\s*(?:[\w.]+\.)?train_test_split\(([\s\S]*?)\)\s*$/mu;

export function namesIn({ text }: Source): CodeNames {
  const [, , inputs = 'X_test', , truths = 'y_test'] = split.exec(text) ?? [];
  const fitted = [...text.matchAll(/^\s*(?:(\w+)\s*=\s*[^\n]*\)\.fit\(|(\w+)\.fit\()/gmu)];
  const last = fitted.at(-1);
  const model = last?.[1] ?? last?.[2];
  return {
    model: model ?? 'model',
    inputs,
    truths,
    found: model !== undefined && split.test(text),
  };
}

/** Whether a random split would be another one next time: then no two models can be compared. */
export function isSplitUnseeded({ text }: Source): boolean {
  const called = /train_test_split\(([\s\S]*?)\)\s*$/mu.exec(text);
  return (
    called !== null && !/random_state\s*=\s*(?!None)|shuffle\s*=\s*False/u.test(called[1] ?? '')
  );
}

/** Whether it leaves what the gate reads already. */
export function writesPredictions({ text }: Source): boolean {
  return /MLOPS_PREDICTIONS_FILE|predictionsFile/u.test(text);
}
