import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { prepareService } from '../../../shared/hosts/service-environment.ts';
import { printable } from '../../../shared/hosts/terminal.ts';
import {
  ActionError,
  exitCodeOf,
  exitCodes,
  usageError,
} from '../../../shared/kernel/action-error.ts';
import type { Settled } from './choice.ts';
import { configText } from './config-text.ts';
import { actionsForm, type InitOptions, initHelp, readInitFlags } from './flags.ts';
import { githubWorkflow, type PipelinePlan } from './github-workflow.ts';
import { gitlabPipeline } from './gitlab-pipeline.ts';
import { errors, labels, questions, reasons, topics } from './messages.ts';
import { type ProjectPlan, planProject } from './plan.ts';
import { type Asker, terminalAsker } from './questions.ts';
import { isIgnored, readText, type Survey, survey } from './survey.ts';
import { type Circumstances, type ToDo, toDo } from './to-do.ts';
import { missingFiles, type NewFile, writeAll } from './write-files.ts';

/** `mlops init`. Resolves to the exit code; never throws. */
export async function init(args: readonly string[]): Promise<number> {
  let asker: Asker | undefined;
  try {
    const options = readInitFlags(args);
    if (options.help) {
      process.stdout.write(initHelp());
      return exitCodes.ok;
    }
    prepareService();
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    if (isTerminal && !options.yes) asker = terminalAsker();
    await initialise(options, asker, (text) => void process.stdout.write(text));
    return exitCodes.ok;
  } catch (error) {
    const known = error instanceof ActionError && error.kind !== 'bug';
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const hint = known && error.hint !== undefined ? `\n  next: ${error.hint}` : '';
    process.stderr.write(printable(`mlops init: ${known ? error.message : detail}${hint}\n`));
    return exitCodeOf(error);
  } finally {
    asker?.close();
  }
}

/**
 * Look at a repository, settle what a first configuration needs, say why, and write it.
 *
 * @param print where a person reads what was found; gets plain text and colours.
 * @throws ActionError (usage); then nothing was written
 */
export async function initialise(
  options: InitOptions,
  asker: Asker | undefined,
  print: (text: string) => void,
): Promise<void> {
  const found = await survey(resolve(options.directory));
  if (asker !== undefined && !options.dryRun && found.files.includes('mlops.yml')) {
    // Before anybody answers questions for nothing.
    throw usageError('file-exists', errors.taken(['mlops.yml']), errors.takenHint);
  }
  const plan = await planProject(found, options, asker, print);
  const actions = options.actions ?? (await askForActions(asker, plan));
  const { files, circumstances } = await filesFor(found, plan, { ...options, actions });
  const missing = options.dryRun ? files : await missingFiles(found.directory, files);
  print(`${explanation(plan, workflowRow(plan, circumstances, options.runner))}\n\n`);
  if (options.dryRun) for (const file of missing) print(`${shownFile(file)}\n`);
  else if (await isRefused(asker, missing)) throw usageError('refused', errors.nothingWritten);
  else await writeAll(found.directory, missing);
  print(`${conclusion(files, missing, options.dryRun)}\n\n`);
  print(`${printable(toDoText(toDo(plan, circumstances)))}\n`);
}

/** A first review needs no GPU, and everybody has this one. */
const defaultRunner = 'ubuntu-latest';

const placeholders = { github: 'OWNER', gitlab: 'GROUP' } as const;

/** undefined: nobody can say, and a placeholder has to do. */
async function askForActions(
  asker: Asker | undefined,
  { forge }: ProjectPlan,
): Promise<string | undefined> {
  let refused = '';
  while (asker !== undefined) {
    const question = questions.actions(`${placeholders[forge]}/mlops-actions`);
    const answer = await asker.ask(`${refused}${question}`);
    if (answer === '') return undefined;
    if (actionsForm.test(answer)) return answer;
    refused = `${questions.notThat(answer, questions.actionsForm)}\n`;
  }
  return undefined;
}

interface Wanted {
  readonly actions: string | undefined;
  readonly runner?: string;
}

async function filesFor(found: Survey, plan: ProjectPlan, { actions, runner }: Wanted) {
  const paths = [plan.model.data.train, plan.model.data.test].filter((path) => path !== undefined);
  const kept = paths.filter((path) => found.files.includes(`${path}.dvc`));
  const absent: string[] = [];
  for (const path of paths) {
    if (!kept.includes(path) && (await isIgnored(found, path))) absent.push(path);
  }
  const isGitlab = plan.forge === 'gitlab';
  const pipelinePlan: PipelinePlan = {
    actions: actions ?? `${placeholders[plan.forge]}/mlops-actions`,
    runner: runner ?? defaultRunner,
    branch: found.branch,
    dependencies: plan.dependencies,
    dvc: kept.length > 0,
  };
  const isFragment = isGitlab && found.files.includes('.gitlab-ci.yml');
  const pipeline: NewFile = isGitlab
    ? {
        path: isFragment ? '.gitlab/mlops.yml' : '.gitlab-ci.yml',
        text: gitlabPipeline(pipelinePlan, isFragment),
      }
    : { path: '.github/workflows/model-ci.yml', text: githubWorkflow(pipelinePlan) };
  const ignored = (await readText(found, '.gitignore'))?.split('\n');
  const circumstances: Circumstances = {
    ...{ survey: found, pipeline, isFragment, ignored, absentData: absent },
    placeholder: actions === undefined ? placeholders[plan.forge] : undefined,
    usesDvc: kept.length > 0,
  };
  const files = [
    { path: 'mlops.yml', text: configText(plan.model) },
    pipeline,
    ...(ignored === undefined ? [{ path: '.gitignore', text: '.mlops/\n' }] : []),
  ];
  return { files, circumstances };
}

async function isRefused(asker: Asker | undefined, files: readonly NewFile[]): Promise<boolean> {
  if (asker === undefined || files.length === 0) return false;
  const answer = await asker.ask(questions.write(files.map(({ path }) => path)));
  return /^(?:n|no|否|不)$/iu.test(answer);
}

function workflowRow(
  { forge, code }: ProjectPlan,
  { survey: { files }, pipeline, isFragment }: Circumstances,
  runner: string | undefined,
): Settled {
  const row = (reason: string): Settled => {
    return { topic: topics.workflow, value: pipeline.path, reason };
  };
  if (forge === 'gitlab') return row(isFragment ? reasons.fragment : reasons.jobAStep);
  const isOther = (path: string): boolean =>
    path.startsWith('.github/workflows/') && path !== pipeline.path;
  const wantsGpu = code.framework === 'pytorch' || code.framework === 'keras';
  const say = wantsGpu && runner === undefined ? reasons.oneJobWithoutGpu : reasons.oneJob;
  return row(say(runner ?? defaultRunner, files.some(isOther)));
}

/** One line a choice: what, which, why. */
function explanation({ settled, model }: ProjectPlan, workflow: Settled): string {
  const policy: Settled[] = [
    { topic: topics.policy, value: labels.policy[model.task], reason: reasons.policy[model.task] },
    { topic: topics.champion, value: 'merge-base', reason: reasons.champion },
    workflow,
  ];
  const rows = [...settled, ...policy];
  const [names, values] = [
    Math.max(...rows.map(({ topic }) => widthOf(topic))),
    Math.min(32, Math.max(...rows.map(({ value }) => widthOf(printable(value))))),
  ];
  return rows
    .map(({ topic, value, reason }) => {
      const name = styleText('bold', padded(topic, names));
      return `${name}  ${padded(printable(value), values)}  ${printable(reason)}`;
    })
    .join('\n');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** In columns of a terminal, where a Chinese character takes two. */
function widthOf(text: string): number {
  const wide = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu;
  return text.length + (text.match(wide)?.length ?? 0);
}

function shownFile({ path, text }: NewFile): string {
  return `${styleText('bold', `--- ${path}`)}\n${printable(text)}`;
}

function conclusion(
  files: readonly NewFile[],
  missing: readonly NewFile[],
  isDryRun: boolean,
): string {
  if (isDryRun) return labels.notWritten;
  if (missing.length === 0) return labels.allThere(files.map(({ path }) => path));
  return labels.written(missing.map(({ path }) => path));
}

function toDoText(list: readonly ToDo[]): string {
  const items = list.map(({ text, lines = [] }, index) => {
    const added = lines.map((line) => `       ${line}`);
    return [`  ${index + 1}. ${text}`, ...(added.length > 0 ? ['', ...added, ''] : [])].join('\n');
  });
  return [labels.toDo, ...items].join('\n');
}
