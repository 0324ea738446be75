import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseYamlAs, type YamlDocument } from '../../../shared/config/parse-yaml.ts';
import { type ValidateConfig, validateSchema } from '../../../shared/config/sections/validate.ts';
import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Check } from '../../../shared/domain/check.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { definition } from '../definition.ts';
import { hints } from '../messages.ts';
import { type MigratedSuite, migratedSuite } from '../migration/run.ts';

type Context = StepContext<typeof definition>;

/** Declared checks, and where each stands. */
export interface Suite {
  readonly checks: readonly Check[];
  readonly file: string | undefined;
  /** What a suite file says beside its checks; it wins over the configuration. */
  readonly settings?: Omit<ValidateConfig, 'checks'>;
  /** Where the file is another tool's: what became of it. */
  readonly migrated?: MigratedSuite;
  place(index: number): Place | undefined;
  /** Where a key of a suite file stands. */
  at?(path: readonly (string | number)[]): Place | undefined;
  /** What is told of the suite itself: where it is from, and which of it applies. */
  readonly notes?: readonly Finding[];
  /** What new data would change in it. */
  readonly changes?: TableInput;
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Nothing declared. */
export const noSuite: Suite = { checks: [], file: undefined, place: () => undefined };

/** The suite file where one is named, else the configuration. Both are checked before any data. */
export async function loadSuite(context: Context): Promise<Suite> {
  const { inputs, model, workingDirectory } = context;
  if (inputs.checks === undefined) {
    return {
      checks: model.validate?.checks ?? [],
      file: model.validate === undefined ? undefined : inputs.config,
      place: (index) => context.configLine(['validate', 'checks', index]),
    };
  }
  // Of a file of another tool that describes several tables, one is named: schema.yml#orders.
  const [file = '', table] = inputs.checks.split('#', 2);
  const text = await readFile(resolve(workingDirectory, file), 'utf8').catch((cause) => {
    throw usageError(
      'checks-not-found',
      hints.checksNotFound(file, cause.code === 'ENOENT'),
      hints.checksInput(workingDirectory),
      cause.code === 'ENOENT' ? undefined : cause,
    );
  });
  return migratedSuite(text, file, table) ?? suiteOf(text, file);
}

/** What is set beside the checks: the suite file's word, else the configuration's. */
export function settingsOf(
  { model }: Context,
  { settings }: Suite,
): NonNullable<Suite['settings']> {
  return { ...model.validate, ...settings };
}

/**
 * The line that a section beside the checks stands on: in the suite file where it says it, else in
 * the configuration. undefined: neither does, what it settles is looked into unasked.
 */
export function sectionPlace(
  context: Context,
  suite: Suite,
  section: keyof ValidateConfig,
): Place | undefined {
  const isOwn =
    section === 'checks' ? suite.file !== undefined : suite.settings?.[section] !== undefined;
  if (isOwn && suite.at !== undefined) return suite.at([section]);
  if (context.model.validate?.[section] === undefined) return undefined;
  return context.configLine(['validate', section]);
}

/** A suite from the text of its file. */
export function suiteOf(text: string, file: string): Suite {
  const { value, line } = parseYamlAs(text, file, validateSchema);
  if (value.checks.length === 0 && (value.tables ?? value.folder) === undefined) {
    throw usageError('no-checks', hints.noChecks(file), hints.addChecks);
  }
  const { checks, ...settings } = value;
  const at = placeIn(file, line);
  return { checks, file, settings, at, place: (index) => at(['checks', index]) };
}

function placeIn(file: string, line: YamlDocument<unknown>['line']): NonNullable<Suite['at']> {
  return (path) => {
    const found = line(path);
    return found === undefined ? undefined : { file, line: found };
  };
}
