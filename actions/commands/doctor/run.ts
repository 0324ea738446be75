import { resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { prepareService } from '../../../shared/hosts/service-environment.ts';
import { exitCodes } from '../../../shared/kernel/action-error.ts';
import { flagError } from '../flag-error.ts';
import { type Diagnosis, diagnose, type Health } from './check.ts';
import { forgeChecks } from './forge.ts';
import { machineChecks } from './machine.ts';
import { doctorTexts } from './messages.ts';
import { projectChecks } from './project.ts';

/** `mlops doctor`. Resolves to the exit code. */
export async function doctor(args: readonly string[]): Promise<number> {
  const flags = readFlags(args);
  if (typeof flags === 'string') {
    process.stderr.write(`${flags}\n`);
    return exitCodes.usage;
  }
  if (flags.help) {
    process.stdout.write(doctorTexts.help);
    return exitCodes.ok;
  }
  prepareService();
  const directory = resolve(flags['working-directory'] ?? '.');
  const found = await diagnose([
    ...machineChecks(directory),
    ...(await projectChecks(directory, flags.config ?? 'mlops.yml')),
    ...forgeChecks(directory),
  ]);
  process.stdout.write(`${found.map(shown).join('\n')}\n\n${conclusion(found)}\n`);
  return found.some(({ health }) => health === 'problem') ? exitCodes.verdict : exitCodes.ok;
}

/** @returns the flags, or what is wrong with them. */
function readFlags(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...args],
      options: {
        config: text,
        'working-directory': text,
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    const { message, hint = '' } = flagError('doctor', cause);
    return doctorTexts.wrongFlags(message, hint);
  }
}

const colours = {
  ok: 'green',
  note: 'yellow',
  problem: 'red',
} as const satisfies Record<Health, string>;

function shown({ topic, health, message, next }: Diagnosis): string {
  const sign = styleText(colours[health], doctorTexts.signs[health]);
  const first = `${sign}  ${doctorTexts.row(topic, message)}`;
  return next === undefined ? first : `${first}\n         ${doctorTexts.next(next)}`;
}

function conclusion(found: readonly Diagnosis[]): string {
  const problems = found.filter(({ health }) => health === 'problem').length;
  return problems === 0 ? doctorTexts.fine : doctorTexts.problems(problems);
}
