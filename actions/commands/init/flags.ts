import { parseArgs } from 'node:util';
import { modelNameSchema, taskSchema } from '../../../shared/config/schema.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import type { CommandFlag } from '../command.ts';
import { errors, flagTexts as texts } from './messages.ts';

/** Tasks whose predictions file init can describe from a table and a label. */
export const tasks = ['binary', 'multiclass', 'regression'] as const;
export type Task = (typeof tasks)[number];

export const forges = ['github', 'gitlab'] as const;
export type Forge = (typeof forges)[number];

/** What a flag takes: `true` for those that take nothing. */
interface FlagSpec {
  readonly form?: string;
  readonly values?: readonly string[];
}

const specs = {
  data: { form: 'file' },
  'test-data': { form: 'file' },
  label: { form: 'column' },
  key: { form: 'column' },
  time: { form: 'column' },
  task: { values: tasks },
  positive: { form: 'value' },
  'train-command': { form: 'command line' },
  model: { form: 'name' },
  forge: { values: forges },
  actions: { form: 'owner/repository[@ref]' },
  runner: { form: 'label' },
  'working-directory': { form: 'folder' },
  yes: {},
  'dry-run': {},
  help: {},
} as const satisfies Record<string, FlagSpec>;

type FlagName = keyof typeof specs;

/** The flags as a person may type them, for help and completion. */
export function initFlags(): CommandFlag[] {
  return Object.entries(specs).map(([name, spec]: [string, FlagSpec]) => ({
    name: `--${name}`,
    summary: texts[name as FlagName],
    values: spec.values ?? [],
    takesValue: spec.values !== undefined || spec.form !== undefined,
  }));
}

export function initHelp(): string {
  const lines = Object.entries(specs).map(([name, spec]: [string, FlagSpec]) => {
    const takes = spec.values?.join('|') ?? (spec.form === undefined ? '' : `<${spec.form}>`);
    return `  ${`--${name} ${takes}`.trimEnd()}\n      ${texts[name as FlagName]}`;
  });
  return `${texts.intro}\n\n${lines.join('\n')}\n\n${texts.outro}\n`;
}

/** What a person said on the command line. */
export interface InitOptions {
  readonly data?: string;
  readonly testData?: string;
  readonly label?: string;
  readonly key?: string;
  readonly time?: string;
  readonly task?: Task;
  readonly positive?: string;
  readonly trainCommand?: string;
  readonly model?: string;
  readonly forge?: Forge;
  readonly actions?: string;
  readonly runner?: string;
  readonly directory: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly help: boolean;
}

/** @throws ActionError (usage): `invalid-flags` */
export function readInitFlags(args: readonly string[]): InitOptions {
  const values = parse(args);
  const options = {
    data: values.data,
    testData: values['test-data'],
    label: values.label,
    key: values.key,
    time: values.time,
    task: oneOf('task', values.task, tasks),
    positive: values.positive,
    trainCommand: values['train-command'],
    model: matching('model', values.model, (name) => modelNameSchema.safeParse(name).success),
    forge: oneOf('forge', values.forge, forges),
    actions: matching('actions', values.actions, (name) => actionsForm.test(name)),
    runner: matching('runner', values.runner, (name) => runnerForm.test(name)),
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Partial<InitOptions>),
    directory: values['working-directory'] ?? '.',
    yes: values.yes ?? false,
    dryRun: values['dry-run'] ?? false,
    help: values.help ?? false,
  };
}

/** Both stand in a workflow, where an expression (`${{ }}`) would be computed. */
export const actionsForm = /^[\w.-]+(?:\/[\w.-]+)+(?:@[\w./-]+)?$/u;
const runnerForm = /^[\w.-]+$/u;

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const on = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ data: text, 'test-data': text, label: text, key: text, time: text, task: text },
        ...{ positive: text, 'train-command': text, model: text, forge: text, actions: text },
        ...{ runner: text, 'working-directory': text, yes: { ...on, short: 'y' as const } },
        ...{ 'dry-run': on, help: { ...on, short: 'h' as const } },
      },
    }).values;
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const [said = ''] = message.split('. ');
    const [, typed = ''] = /'--?([\w-]+)/u.exec(message) ?? [];
    const unknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    const guess = unknown ? `${didYouMean(typed, Object.keys(specs))} ` : '';
    throw usageError('invalid-flags', `${said}.`, `${guess}${errors.seeHelp}`);
  }
}

function oneOf<const T extends string>(
  flag: string,
  value: string | undefined,
  known: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((name) => name === value);
  if (found !== undefined) return found;
  const isTask = flag === 'task' && taskSchema.safeParse(value).success;
  const hint = isTask ? errors.otherTask(known) : didYouMean(value, known);
  throw usageError('invalid-flags', errors.flagValue(flag, value), hint);
}

function matching(
  flag: 'model' | 'actions' | 'runner',
  value: string | undefined,
  fits: (value: string) => boolean,
): string | undefined {
  if (value === undefined || fits(value)) return value;
  throw usageError('invalid-flags', errors.flagValue(flag, value), errors.flagForms[flag]);
}
