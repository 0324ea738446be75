import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { writeAtomically } from '../../shared/files/write-atomically.ts';
import {
  ActionError,
  exitCodeOf,
  exitCodes,
  usageError,
} from '../../shared/kernel/action-error.ts';
import { rewriteForeign } from '../data-validate/main.ts';

const help = `mlops migrate-checks: rewrite a suite of another tool as checks of data-validate.

Usage: mlops migrate-checks <file>[#table] [--output FILE]

  Reads suites of Great Expectations (0.18 and 1.x JSON), SodaCL 3, pandera and dbt (YAML),
  Frictionless table schemas and DQDL rulesets, recognised by what is in them.
  Of a file that describes several tables, name one after a number sign: schema.yml#orders.
  --output <file>
      Default: standard output.

What cannot be carried over stands in a comment at the top, and on standard error.
data-validate reads the same files as they are: name one in its input checks.
`;

/** `mlops migrate-checks`. Resolves to the exit code; never throws. */
export async function migrateChecks(args: readonly string[]): Promise<number> {
  try {
    const { file, table, output, isHelp } = parseOptions(args);
    if (isHelp) {
      process.stdout.write(help);
      return exitCodes.ok;
    }
    const { text, remarks } = rewriteForeign(await read(file), file, table);
    if (output === undefined) process.stdout.write(text);
    else await writeAtomically(output, text);
    for (const remark of remarks) process.stderr.write(`${remark}\n`);
    return exitCodes.ok;
  } catch (error) {
    const known = error instanceof ActionError && error.kind !== 'bug';
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const hint = known && error.hint !== undefined ? `\n  next: ${error.hint}` : '';
    process.stderr.write(`mlops migrate-checks: ${known ? error.message : detail}${hint}\n`);
    return exitCodeOf(error);
  }
}

function parseOptions(args: readonly string[]) {
  const { values, positionals } = readFlags(args);
  const [named = '', ...others] = positionals;
  const isHelp = values.help ?? false;
  if (!isHelp && (named === '' || others.length > 0)) {
    throw usageError(
      'file-not-named',
      'one file is expected, the suite to rewrite.',
      'For example: mlops migrate-checks expectations.json --output data-checks.yml',
    );
  }
  const [file = '', table] = named.split('#', 2);
  return { file, table, output: values.output, isHelp };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { output: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (cause) {
    const [message = ''] = (cause as Error).message.split('. ');
    throw usageError(
      'invalid-flags',
      `${message}.`,
      '`mlops migrate-checks --help` lists what there is.',
    );
  }
}

async function read(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause) => {
    throw usageError(
      'suite-not-found',
      `${file} ${cause.code === 'ENOENT' ? 'does not exist' : 'cannot be read'}.`,
      'Name the file that holds the suite.',
      cause.code === 'ENOENT' ? undefined : cause,
    );
  });
}
