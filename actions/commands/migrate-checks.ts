import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { writeAtomically } from '../../shared/files/write-atomically.ts';
import { messages } from '../../shared/hosts/messages.ts';
import {
  ActionError,
  exitCodeOf,
  exitCodes,
  usageError,
} from '../../shared/kernel/action-error.ts';
import { rewriteForeign } from '../data-validate/main.ts';
import { flagError } from './flag-error.ts';
import { migrateTexts as texts } from './messages.ts';

/** `mlops migrate-checks`. Resolves to the exit code; never throws. */
export async function migrateChecks(args: readonly string[]): Promise<number> {
  try {
    const { file, table, output, isHelp } = parseOptions(args);
    if (isHelp) {
      process.stdout.write(texts.help);
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
    const hint = known && error.hint !== undefined ? messages.next(error.hint) : '';
    process.stderr.write(`mlops migrate-checks: ${known ? error.message : detail}${hint}\n`);
    return exitCodeOf(error);
  }
}

function parseOptions(args: readonly string[]) {
  const { values, positionals } = readFlags(args);
  const [named = '', ...others] = positionals;
  const isHelp = values.help ?? false;
  if (!isHelp && (named === '' || others.length > 0)) {
    throw usageError('file-not-named', texts.oneFile.message, texts.oneFile.hint);
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
    throw flagError('migrate-checks', cause);
  }
}

async function read(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause) => {
    const isMissing = cause.code === 'ENOENT';
    const { message, hint } = texts.notRead(file, isMissing);
    throw usageError('suite-not-found', message, hint, isMissing ? undefined : cause);
  });
}
