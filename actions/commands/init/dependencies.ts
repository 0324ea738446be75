import { reasons } from './messages.ts';
import type { Source } from './survey.ts';
import type { TrainingCode } from './training-code.ts';

/** How a fresh runner gets what the training code imports. */
export interface Dependencies {
  readonly language: 'python' | 'javascript';
  /** Command lines of fixed words: no name of the repository is ever put into one. */
  readonly install: readonly string[];
  /** What a command has to begin with to find them. */
  readonly prefix?: 'uv run' | typeof uvNotebook | 'poetry run';
  /** Whether the forge's own cache knows the files that pin them. */
  readonly cached: boolean;
  readonly versionFile?: '.python-version';
  /** Imports of no known package, for a person to look at. */
  readonly unknown: readonly string[];
  readonly reason: string;
}

/** What runs a notebook comes along where the project's lock does not name it. */
const uvNotebook = 'uv run --with nbconvert --with ipykernel';

/** Import name to package, for those that data scientists import. Others are never guessed: a
 * package of that name may be anybody's. */
const packages: Readonly<Record<string, string>> = {
  sklearn: 'scikit-learn',
  pandas: 'pandas',
  numpy: 'numpy',
  scipy: 'scipy',
  joblib: 'joblib',
  polars: 'polars',
  pyarrow: 'pyarrow',
  xgboost: 'xgboost',
  lightgbm: 'lightgbm',
  catboost: 'catboost',
  statsmodels: 'statsmodels',
  matplotlib: 'matplotlib',
  seaborn: 'seaborn',
  yaml: 'pyyaml',
  mlflow: 'mlflow',
  torch: 'torch',
  torchvision: 'torchvision',
  tensorflow: 'tensorflow',
  keras: 'keras',
  transformers: 'transformers',
  tqdm: 'tqdm',
};

/** What every Python has; more than code that trains ever imports. */
const standard = new Set(
  `__future__ abc argparse ast asyncio base64 bisect collections concurrent contextlib copy csv
   dataclasses datetime decimal enum functools gc glob gzip hashlib heapq importlib inspect io
   itertools json logging math multiprocessing operator os pathlib pickle platform pprint random re
   secrets shutil signal socket sqlite3 statistics string struct subprocess sys tempfile textwrap
   threading time traceback types typing unittest urllib uuid warnings weakref zipfile`.split(
    /\s+/u,
  ),
);

/** undefined: nobody can tell, as the training is a command line of a person's own. */
export function dependenciesOf(
  { source, how }: TrainingCode,
  files: readonly string[],
): Dependencies | undefined {
  const isPython = source === undefined ? usesPython(how) : /\.(?:py|ipynb)$/u.test(source.path);
  if (isPython) return pythonDependencies(source, files);
  if (!files.includes('package.json')) return undefined;
  const locked = files.includes('package-lock.json');
  const install = [locked ? 'npm ci' : 'npm install --no-audit --no-fund'];
  const reason = reasons.declaredIn(locked ? 'package-lock.json' : 'package.json');
  return { language: 'javascript', install, cached: false, unknown: [], reason };
}

function usesPython(how: TrainingCode['how']): boolean {
  return 'command' in how && /(?:^|[\s/])(?:python3?|uv|poetry|dvc|jupyter)\s/u.test(how.command);
}

function pythonDependencies(source: Source | undefined, files: readonly string[]): Dependencies {
  const notebook = source?.path.endsWith('.ipynb') === true ? ['nbconvert', 'ipykernel'] : [];
  const also = notebook.length === 0 ? [] : [`python -m pip install ${notebook.join(' ')}`];
  const has = (path: string): boolean => files.includes(path);
  const common = {
    language: 'python',
    unknown: [],
    ...(has('.python-version') ? { versionFile: '.python-version' as const } : {}),
  } as const;
  if (has('requirements.txt')) {
    const install = ['python -m pip install -r requirements.txt', ...also];
    return { ...common, install, cached: true, reason: reasons.declaredIn('requirements.txt') };
  }
  if (has('uv.lock')) {
    const install = ['python -m pip install uv', 'uv sync --locked'];
    const reason = reasons.declaredIn('uv.lock');
    const prefix = notebook.length === 0 ? 'uv run' : uvNotebook;
    return { ...common, install, prefix, cached: false, reason };
  }
  if (has('poetry.lock')) {
    const install = [
      ...['python -m pip install poetry', 'poetry install --no-interaction --no-root'],
      ...also.map((line) => `poetry run ${line}`),
    ];
    const reason = reasons.declaredIn('poetry.lock');
    return { ...common, install, prefix: 'poetry run', cached: false, reason };
  }
  if (has('pyproject.toml')) {
    const install = ['python -m pip install .', ...also];
    return { ...common, install, cached: true, reason: reasons.declaredIn('pyproject.toml') };
  }
  const { known, unknown } = importedPackages(source, files);
  const wanted = [...known, ...notebook];
  const install = wanted.length === 0 ? [] : [`python -m pip install ${wanted.join(' ')}`];
  const path = source?.path ?? '';
  return { ...common, install, unknown, cached: false, reason: reasons.importedBy(path) };
}

function importedPackages(source: Source | undefined, files: readonly string[]) {
  const named = source?.text.matchAll(/^\s*(?:import|from)\s+(\w+)/gmu) ?? [];
  const imports = new Set([...named].map(([, name = '']) => name));
  const isOwn = (name: string): boolean =>
    files.some((path) => new RegExp(`(?:^|/)${name}(?:\\.py|/)`, 'u').test(path));
  const foreign = [...imports].filter((name) => !standard.has(name) && !isOwn(name)).sort();
  const known = foreign.flatMap((name) => {
    const found = Object.hasOwn(packages, name) ? packages[name] : undefined;
    return found === undefined ? [] : [found];
  });
  return { known, unknown: foreign.filter((name) => !Object.hasOwn(packages, name)) };
}
