import { todos as texts } from './messages.ts';
import type { ProjectPlan } from './plan.ts';
import { pythonSnippet } from './snippet.ts';
import type { Survey } from './survey.ts';
import { isSplitUnseeded, namesIn, writesPredictions } from './training-code.ts';
import type { NewFile } from './write-files.ts';

/** One thing that only a person can do. */
export interface ToDo {
  readonly text: string;
  /** Lines to add, as they are. */
  readonly lines?: readonly string[];
}

/** What else is known of the repository when all files are settled. */
export interface Circumstances {
  readonly survey: Survey;
  /** The workflow's or pipeline's file. */
  readonly pipeline: NewFile;
  /** What stands in the pipeline for the owner of the actions, where nobody said who that is. */
  readonly placeholder: string | undefined;
  readonly isFragment: boolean;
  /** The lines of a .gitignore that is there; undefined: it is written. */
  readonly ignored: readonly string[] | undefined;
  /** Data that git leaves out and DVC does not keep. */
  readonly absentData: readonly string[];
  readonly usesDvc: boolean;
}

/** As a person types them; the workflow runs the same. */
const localRun = [
  'npx mlops-actions data-validate',
  'npx mlops-actions train-on-gpu-runner',
  'npx mlops-actions evaluate-gate --challenger .mlops/predictions.csv',
];

/** What remains to be done, in the order to do it. */
export function toDo(plan: ProjectPlan, at: Circumstances): ToDo[] {
  const { pipeline, survey, ignored } = at;
  const ignores = ignored?.some((line) => /^\/?\.mlops\/?$/u.test(line.trim())) ?? true;
  return [
    ...codeToDo(plan),
    ...(at.placeholder === undefined ? [] : [{ text: texts.owner(pipeline.path, at.placeholder) }]),
    ...at.absentData.map((path) => ({ text: texts.absentData(path) })),
    ...(at.usesDvc ? [{ text: texts.dvc(pipeline.path) }] : []),
    ...packagesToDo(plan, pipeline.path),
    ...(ignores ? [] : [{ text: texts.ignore, lines: ['.mlops/'] }]),
    ...(at.isFragment
      ? [{ text: texts.include, lines: ['include:', `  - local: ${pipeline.path}`] }]
      : []),
    ...(plan.forge === 'gitlab' ? [{ text: texts.gitlabToken }] : []),
    ...(survey.below === '' ? [] : [{ text: texts.below(pipeline.path, survey.below) }]),
    ...(survey.isRepository ? [] : [{ text: texts.noRepository }]),
    { text: texts.tryHere, lines: localRun },
    { text: plan.forge === 'gitlab' ? texts.mergeRequest : texts.pullRequest },
  ];
}

function codeToDo({ code, model }: ProjectPlan): ToDo[] {
  const { source, framework, how } = code;
  if (source === undefined) return [{ text: texts.anyCode }];
  const { task, label, key } = model;
  const isPython = /\.(?:py|ipynb)$/u.test(source.path);
  const seed = isSplitUnseeded(source) ? [{ text: texts.seed(source.path) }] : [];
  if (writesPredictions(source)) return seed;
  if (!isPython)
    return [{ text: 'entry' in how ? texts.entry(how.entry) : texts.anyCode }, ...seed];
  const lines = pythonSnippet({ source, framework, task, label, key });
  const names = namesIn(source);
  const text = texts.snippet(source.path, names);
  return [{ text, lines }, ...(names.found ? [] : [{ text: texts.names(names) }]), ...seed];
}

function packagesToDo({ dependencies, code }: ProjectPlan, path: string): ToDo[] {
  if (dependencies === undefined)
    return 'command' in code.how ? [{ text: texts.install(path) }] : [];
  const { unknown } = dependencies;
  return unknown.length === 0 ? [] : [{ text: texts.unknownImports(unknown, path) }];
}
