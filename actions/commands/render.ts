import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recordSchema, type StepRecord } from '../../shared/domain/record.ts';
import { stepNames } from '../../shared/domain/step.ts';
import { writeAtomically } from '../../shared/files/write-atomically.ts';
import { messages } from '../../shared/hosts/messages.ts';
import {
  ActionError,
  exitCodeOf,
  exitCodes,
  usageError,
} from '../../shared/kernel/action-error.ts';
import { type Language, languages, useLanguage } from '../../shared/kernel/language.ts';
import { didYouMean } from '../../shared/kernel/nearest-name.ts';
import { flagError } from './flag-error.ts';
import { renderTexts as texts } from './messages.ts';

type Render = (records: readonly StepRecord[]) => Promise<string>;

/** GitHub's limit of a comment; a comment rendered here can be posted as it is. */
const commentLimit = 65_536;

const formats: Readonly<Record<string, Render>> = {
  html: async (records) => (await import('../../shared/report/html.ts')).renderHtml(records),
  markdown: renderMarkdown,
  junit: async (records) => (await import('../../shared/report/junit.ts')).renderJunit(records),
  openmetrics: async (records) =>
    (await import('../../shared/report/open-metrics.ts')).renderOpenMetrics(records),
  'model-card': renderCard,
};

/** `mlops render`. Resolves to the exit code; never throws. */
export async function render(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options.language !== undefined) useLanguage(options.language);
    if (options.help) {
      process.stdout.write(texts.help(Object.keys(formats), languages));
      return exitCodes.ok;
    }
    const records = await readRecords(options.paths);
    const text = await options.render(records);
    if (options.output === undefined)
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    else await writeAtomically(options.output, text);
    return exitCodes.ok;
  } catch (error) {
    const known = error instanceof ActionError && error.kind !== 'bug';
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const hint = known && error.hint !== undefined ? messages.next(error.hint) : '';
    process.stderr.write(`mlops render: ${known ? error.message : detail}${hint}\n`);
    return exitCodeOf(error);
  }
}

interface Options {
  help: boolean;
  paths: readonly string[];
  render: Render;
  /** undefined: as the environment asks. */
  language: Language | undefined;
  output: string | undefined;
}

function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = readFlags(args);
  const format = values.format ?? 'markdown';
  const chosen = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (chosen === undefined) {
    const guess = didYouMean(format, Object.keys(formats));
    throw usageError('format-unknown', texts.formatUnknown(format), guess);
  }
  return {
    help: values.help ?? false,
    paths: positionals.length > 0 ? positionals : [join('.mlops', 'records')],
    render: chosen,
    language: languageOf(values.language),
    output: values.output,
  };
}

function languageOf(asked: string | undefined): Language | undefined {
  if (asked === undefined) return undefined;
  const known = languages.find((language) => language === asked);
  if (known !== undefined) return known;
  throw usageError('language-unknown', texts.languageUnknown(asked), didYouMean(asked, languages));
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        language: { type: 'string' },
        output: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw flagError('render', cause);
  }
}

/** Records in the order a model passes the steps, whatever order the files came in. */
async function readRecords(paths: readonly string[]): Promise<StepRecord[]> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  const records = await Promise.all(files.map(readRecord));
  const order = (record: StepRecord): number => stepNames.indexOf(record.step);
  return records.toSorted((a, b) => a.model.localeCompare(b.model, 'en') || order(a) - order(b));
}

async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const { message, hint } = texts.notFound(path);
    throw usageError('file-not-found', message, hint);
  }
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith('.json')).toSorted();
  if (names.length > 0) return names.map((name) => join(path, name));
  const { message, hint } = texts.noRecords(path);
  throw usageError('no-records', message, hint);
}

async function readRecord(path: string): Promise<StepRecord> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw usageError('record-invalid', texts.notJson(path), undefined, cause);
  }
  const parsed = recordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`;
  throw usageError('record-invalid', texts.notARecord(path, where));
}

/** One comment a model, as on a request. */
async function renderMarkdown(records: readonly StepRecord[]): Promise<string> {
  const { mergeSection } = await import('../../shared/report/comment.ts');
  const comments = new Map<string, string>();
  for (const record of records) {
    const options = { limit: commentLimit, now: new Date(record.finished) };
    comments.set(record.model, mergeSection(comments.get(record.model), record, options));
  }
  return [...comments.values()].join('\n\n');
}

/** @throws ActionError (usage, `several-models`): a card is about one model */
async function renderCard(records: readonly StepRecord[]): Promise<string> {
  const models = [...new Set(records.map(({ model }) => model))];
  if (models.length > 1) {
    const { message, hint } = texts.severalModels(models);
    throw usageError('several-models', message, hint);
  }
  const { renderModelCard } = await import('../../shared/report/model-card.ts');
  return renderModelCard(records);
}
