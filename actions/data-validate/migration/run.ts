import { z } from 'zod';
import { parseYamlAs, type YamlDocument } from '../../../shared/config/parse-yaml.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import type { Outcome } from '../decide.ts';
import type { Examination } from '../examine/run.ts';
import { hints } from '../messages.ts';
import type { Suite } from '../suite/run.ts';
import { messages } from './messages.ts';
import { type Migration, migrate, type Remark } from './migrate.ts';
import { recognise } from './recognise.ts';
import { migratedText, remarksOn } from './suite-text.ts';
import type { ForeignSuite, ForeignTable, Path } from './translation.ts';

/** A suite of another tool, as checks of ours. */
export interface MigratedSuite extends Migration {
  readonly file: string;
  /** 1-based line of something in the file. */
  line(path: Path): number | undefined;
}

/**
 * Read a suite of another tool, recognised by what is in it.
 *
 * @param table which table of a file that describes several.
 * @returns undefined where the text is no such suite.
 * @throws ActionError (usage): `table-not-chosen`, `table-unknown`, `no-checks`.
 */
export function readForeign(text: string, file: string, table?: string): MigratedSuite | undefined {
  const document = contentOf(text, file);
  const suite = document === undefined ? undefined : recognise(document.value, text);
  if (document === undefined || suite === undefined) return undefined;
  const migration = migrate(suite.tool, tableOf(suite, file, table));
  return { ...migration, file, line: suite.lineOf ?? document.line };
}

/**
 * Rewrite a suite of another tool as our YAML.
 *
 * @returns the YAML, and a line for everything that is not in it or means something else.
 * @throws ActionError (usage): as `readForeign`, and `suite-unknown`.
 */
export function rewriteForeign(
  text: string,
  file: string,
  table?: string,
): { readonly text: string; readonly remarks: readonly string[] } {
  const migrated = readForeign(text, file, table);
  if (migrated === undefined) {
    throw usageError('suite-unknown', messages.unknown(file), messages.known);
  }
  return { text: migratedText(file, migrated), remarks: remarksOn(migrated) };
}

/**
 * A suite file of another tool as a suite of ours. What could not be carried over stands after the
 * checks, so that `place` knows its line.
 */
export function migratedSuite(text: string, file: string, table?: string): Suite | undefined {
  const migrated = readForeign(text, file, table);
  if (migrated === undefined) return undefined;
  const { checks, lost, line } = migrated;
  const paths = [...checks, ...lost].map(({ path }) => path);
  return {
    checks: checks.map(({ check }) => check),
    file,
    migrated,
    place: (index) => {
      const found = line(paths[index] ?? []);
      return found === undefined ? undefined : { file, line: found };
    },
  };
}

/** What could not be carried over fails by name; what means something else here is said. */
export const examineMigration: Examination = async ({ suite }) => {
  const { migrated } = suite;
  if (migrated === undefined) return undefined;
  const { file, tool, declared, checks, lost, differs } = migrated;
  return {
    outcomes: lost.map((remark, i) => lostOutcome(remark, checks.length + i)),
    findings: [
      ...differs.map((remark) => differingFinding(remark, migrated)),
      {
        code: 'suite-migrated',
        severity: 'info',
        message: messages.read(file, tool, checks.length, lost.length),
      },
    ],
    inputs: { migrated: { tool, declared, checks: checks.length, lost: lost.length } },
  };
};

function lostOutcome({ says, why }: Remark, index: number): Outcome {
  return {
    code: 'not-carried-over',
    title: messages.lostTitle(says),
    column: undefined,
    severity: 'error',
    passed: false,
    observed: messages.lostObserved(why),
    expected: messages.lostExpected,
    failing: null,
    judged: null,
    rows: [],
    index,
  };
}

function differingFinding(remark: Remark, { file, line }: MigratedSuite): Finding {
  const found = line(remark.path);
  return {
    code: 'carried-over-differently',
    severity: 'info',
    message: messages.differs(remark),
    ...(found === undefined ? {} : { file, line: found }),
  };
}

/** JSON is YAML, but for tabs; DQDL is neither, and is recognised by its text. */
function contentOf(text: string, file: string): YamlDocument<unknown> | undefined {
  try {
    return parseYamlAs(
      text.replace(/^\t+/gmu, (tabs) => '  '.repeat(tabs.length)),
      file,
      z.unknown(),
    );
  } catch {
    return { value: undefined, line: () => undefined };
  }
}

function tableOf({ tool, tables }: ForeignSuite, file: string, wanted?: string): ForeignTable {
  const names = tables.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const [only] = tables;
  if (only === undefined) {
    throw usageError('no-checks', messages.noTables(file, tool), hints.nameAnother);
  }
  if (wanted === undefined) {
    if (tables.length === 1) return only;
    throw usageError(
      'table-not-chosen',
      messages.severalTables(file, tool, names),
      messages.chooseTable(file, names[0] ?? 'table'),
    );
  }
  const found = tables.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  throw usageError('table-unknown', messages.noSuchTable(file, wanted), didYouMean(wanted, names));
}
