import { modelNameSchema } from '../../../shared/config/schema.ts';
import { printable } from '../../../shared/hosts/terminal.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Choice, Settled } from './choice.ts';
import {
  keyCandidates,
  type LabelValue,
  type LabelValues,
  labelChoice,
  positiveChoice,
  taskChoice,
  timeChoice,
} from './columns.ts';
import type { ModelPlan } from './config-text.ts';
import { heldOutFile, trainingData } from './data-files.ts';
import { declaredCommand, declaringFiles } from './declared-command.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';
import { type Forge, type InitOptions, type Task, tasks } from './flags.ts';
import { forgeChoice } from './forge.ts';
import { errors, labels, questions, reasons, topics } from './messages.ts';
import { type Asker, type Question, settle } from './questions.ts';
import { readSources, readText, type Source, type Survey } from './survey.ts';
import { requireColumn, type TableView, viewTable } from './table-view.ts';
import { sourceOfCommand, type TrainingCode, trainingCandidates } from './training-code.ts';

/** Everything that was asked, settled. */
export interface ProjectPlan {
  readonly model: ModelPlan;
  readonly forge: Forge;
  readonly code: TrainingCode;
  readonly dependencies: Dependencies | undefined;
  /** How each answer came about, in the order to show them. */
  readonly settled: readonly Settled[];
}

interface Settling {
  readonly survey: Survey;
  readonly options: InitOptions;
  readonly asker: Asker | undefined;
  readonly print: (text: string) => void;
  readonly settled: Settled[];
}

/**
 * Settle everything a first configuration needs: from flags, else from the repository, else from
 * whoever can answer.
 *
 * @throws ActionError (usage): what nobody could tell, and which flag tells it
 */
export async function planProject(
  survey: Survey,
  options: InitOptions,
  asker: Asker | undefined,
  print: (text: string) => void,
): Promise<ProjectPlan> {
  const settling: Settling = { survey, options, asker, print, settled: [] };
  const forge = await settleForge(settling);
  const found = await settleCode(settling, await readSources(survey));
  const dependencies = dependenciesOf(found, survey.files);
  const code = withPrefix(found, dependencies);
  const note = (topic: string, value: string, reason: string): void =>
    void settling.settled.push({ topic, value, reason });
  note(topics.training, codeText(code), found.reason);
  if (dependencies !== undefined && dependencies.install.length > 0) {
    note(topics.packages, dependencies.install.join('; '), dependencies.reason);
  }
  const model = await settleModel(settling, code);
  return { model, forge, code, dependencies, settled: settling.settled };
}

async function settleForge({ survey, options, asker, settled }: Settling): Promise<Forge> {
  const found = given(options.forge) ?? forgeChoice(survey);
  const parse = (answer: string): Forge | undefined =>
    answer === 'github' || answer === 'gitlab' ? answer : undefined;
  const question = {
    text: questions.forge,
    flag: 'forge',
    found,
    parse,
    accepts: 'github, gitlab',
  };
  const { value, reason } = await settle({ ...question, shown: String }, asker);
  settled.push({ topic: topics.forge, value, reason });
  return value;
}

async function settleCode(
  { survey, options, asker }: Settling,
  sources: readonly Source[],
): Promise<TrainingCode & { readonly reason: string }> {
  const byCommand = (command: string): TrainingCode => {
    const source = sourceOfCommand(command, sources);
    const known = trainingCandidates(sources).find(({ value }) => value.source === source)?.value;
    return { ...(source === undefined ? {} : { ...known, source }), how: { command } };
  };
  const { trainCommand } = options;
  const declared = declaredCommand(await declaringTexts(survey));
  const [likeliest] = trainingCandidates(sources);
  const found = declared && { ...declared, value: byCommand(declared.value) };
  const question: Question<TrainingCode> = {
    text: questions.training,
    flag: 'train-command',
    found: trainCommand === undefined ? (found ?? likeliest) : given(byCommand(trainCommand)),
    parse: byCommand,
    accepts: questions.commandLine,
    shown: codeText,
  };
  const { value, reason } = await settle(question, asker);
  return { ...value, reason };
}

async function declaringTexts(survey: Survey) {
  const texts: Partial<Record<(typeof declaringFiles)[number], string>> = {};
  for (const file of declaringFiles) {
    const text = await readText(survey, file);
    if (text !== undefined) texts[file] = text;
  }
  return texts;
}

/** As a person would type it. */
function codeText({ how }: TrainingCode): string {
  return 'command' in how ? how.command : how.entry;
}

/** What keeps its packages in an environment of its own has to be run in it. */
function withPrefix(code: TrainingCode, dependencies: Dependencies | undefined): TrainingCode {
  const { how } = code;
  const prefix = dependencies?.prefix;
  if (prefix === undefined || !('command' in how) || how.command.startsWith(prefix)) return code;
  return { ...code, how: { command: `${prefix} ${how.command}` } };
}

async function settleModel(settling: Settling, code: TrainingCode): Promise<ModelPlan> {
  const { survey, options, settled } = settling;
  const train = await settleData(settling, code.source);
  settling.print(`${printable(labels.reading(train))}\n\n`);
  const view = await viewTable(survey.directory, train);
  try {
    const label = await settleLabel(settling, view, train, code.source);
    const values = await view.values(label);
    const key = await settleKey(settling, view, train, label);
    const time = await settleTime(settling, view, train, label);
    const task = await settleTask(settling, view, label, values, code.source);
    const positive = task === 'binary' ? settlePositive(settling, values) : undefined;
    const test = await settleTest(settling, train, label);
    const name = options.model ?? modelName(survey.name);
    settled.unshift({ topic: topics.model, value: name, reason: reasons.repository });
    return {
      ...{ name, task, label, key, time, positive, values, rows: view.rows, code: code.how },
      data: { train, test },
      columns: view.columns.map((column) => column.name),
    };
  } finally {
    await view.close();
  }
}

async function settleData(
  { survey, options, asker, settled }: Settling,
  source: Source | undefined,
): Promise<string> {
  const candidates = trainingData(survey.files, source);
  const known = (path: string): string | undefined => (path === '' ? undefined : path);
  const question = {
    ...{ text: questions.data, flag: 'data', parse: known, shown: String },
    found: given(options.data) ?? candidates[0],
    accepts: questions.dataFile,
  };
  const { value, reason } = await settle(question, asker);
  settled.push({ topic: topics.data, value, reason });
  return value;
}

async function settleLabel(
  { options, asker, settled }: Settling,
  view: TableView,
  path: string,
  source: Source | undefined,
): Promise<string> {
  const names = view.columns.map(({ name }) => name);
  const { label: said } = options;
  const question: Question<string> = {
    text: questions.label,
    flag: 'label',
    found:
      said === undefined
        ? labelChoice(view.columns, source)
        : given(requireColumn(view, path, 'label', said)),
    parse: (answer) => names.find((name) => name === answer),
    accepts: questions.oneOf(names),
    shown: String,
  };
  const { value, reason } = await settle(question, asker);
  settled.push({ topic: topics.label, value, reason });
  return value;
}

/** Without a column for it rows are told apart by their position: nobody has to be asked. */
async function settleKey(
  { options, settled }: Settling,
  view: TableView,
  path: string,
  label: string,
): Promise<string | undefined> {
  const { key: said } = options;
  if (said !== undefined) {
    requireColumn(view, path, 'key', said);
    if ((await view.unique(said)) === false) {
      throw usageError('key-not-unique', errors.keyNotUnique(said), errors.keyHint);
    }
    settled.push({ topic: topics.key, value: said, reason: reasons.said });
    return said;
  }
  for (const name of keyCandidates(view.columns, label)) {
    const unique = await view.unique(name);
    if (unique === false) continue;
    const reason = unique === undefined ? reasons.keyByName : reasons.uniqueValues;
    settled.push({ topic: topics.key, value: name, reason });
    return name;
  }
  settled.push({ topic: topics.key, value: questions.none, reason: reasons.noKey });
  return undefined;
}

async function settleTime(
  { options, settled }: Settling,
  view: TableView,
  path: string,
  label: string,
): Promise<string | undefined> {
  const { time: said } = options;
  const found =
    said === undefined
      ? timeChoice(view.columns, label)
      : given(requireColumn(view, path, 'time', said));
  if (found === undefined) return undefined;
  settled.push({ topic: topics.time, value: found.value, reason: found.reason });
  return found.value;
}

async function settleTask(
  { options, asker, settled }: Settling,
  view: TableView,
  label: string,
  values: LabelValues | undefined,
  source: Source | undefined,
): Promise<Task> {
  if (values !== undefined && values.values.length < 2 && options.task === undefined) {
    throw usageError('label-constant', errors.constantLabel(label), errors.constantLabelHint);
  }
  const type = view.columns.find(({ name }) => name === label)?.type;
  const found = values && taskChoice(label, values, type, source);
  const question: Question<Task> = {
    text: questions.task(label),
    flag: 'task',
    found: given(options.task) ?? found,
    parse: (answer) => tasks.find((task) => task === answer),
    accepts: tasks.join(', '),
    shown: String,
  };
  const { value, reason } = await settle(question, asker);
  settled.push({ topic: topics.task, value, reason });
  return value;
}

function settlePositive(
  { options, settled }: Settling,
  values: LabelValues | undefined,
): LabelValue | undefined {
  const listed = values?.values.map(({ value }) => value) ?? [];
  const { positive: said } = options;
  const asked = said === undefined ? undefined : listed.find((value) => String(value) === said);
  if (said !== undefined && asked === undefined && listed.length > 0) {
    const hint = questions.oneOf(listed.map(String));
    throw usageError('positive-unknown', errors.noValue(said), hint);
  }
  const found = given(asked ?? said) ?? (values && positiveChoice(values));
  if (found === undefined) return undefined;
  settled.push({ topic: topics.positive, value: String(found.value), reason: found.reason });
  return found.value;
}

/** A held-out file counts only with its label: without, nobody can judge on it. */
async function settleTest(
  { survey, options, settled }: Settling,
  train: string,
  label: string,
): Promise<string | undefined> {
  const path = options.testData ?? heldOutFile(survey.files, train);
  if (path === undefined) return undefined;
  const view = await viewTable(survey.directory, path);
  await view.close();
  const isLabelled = view.columns.some(({ name }) => name === label);
  if (options.testData !== undefined) requireColumn(view, path, 'label', label);
  const reason = options.testData === undefined ? reasons.heldOut : reasons.said;
  settled.push({
    topic: topics.test,
    value: isLabelled ? path : questions.none,
    reason: isLabelled ? reason : reasons.unlabelled(path, label),
  });
  return isLabelled ? path : undefined;
}

function given<T>(value: T | undefined): Choice<T> | undefined {
  return value === undefined ? undefined : { value, certainty: 'sure', reason: reasons.said };
}

/** A repository's name as a model's. */
function modelName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, 64)
    .replaceAll(/^-+|-+$/gu, '');
  return modelNameSchema.safeParse(plain).success ? plain : 'model';
}
