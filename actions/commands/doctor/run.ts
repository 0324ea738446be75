import { resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { prepareService } from '../../../shared/hosts/service-environment.ts';
import { exitCodes } from '../../../shared/kernel/action-error.ts';
import { type Diagnosis, diagnose, type Health } from './check.ts';
import { forgeChecks } from './forge.ts';
import { machineChecks } from './machine.ts';
import { projectChecks } from './project.ts';

const help = `mlops doctor: look at what the steps need, and say the one thing to do where it lacks.

Usage: mlops doctor [--config FILE] [--working-directory DIR]

  Ends with 0 when no step has to fail, else with 1.
`;

/** `mlops doctor`. Resolves to the exit code. */
export async function doctor(args: readonly string[]): Promise<number> {
  const flags = readFlags(args);
  if (typeof flags === 'string') {
    process.stderr.write(`mlops doctor: ${flags}\n`);
    return exitCodes.usage;
  }
  if (flags.help) {
    process.stdout.write(help);
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
  } catch (error) {
    return `${(error as Error).message.split('. ')[0]}. \`mlops doctor --help\` lists what there is.`;
  }
}

const signs: Readonly<Record<Health, readonly [string, 'green' | 'yellow' | 'red']>> = {
  ok: ['ok     ', 'green'],
  note: ['note   ', 'yellow'],
  problem: ['PROBLEM', 'red'],
};

function shown({ topic, health, message, next }: Diagnosis): string {
  const [word, colour] = signs[health];
  const first = `${styleText(colour, word)}  ${topic}: ${message}`;
  return next === undefined ? first : `${first}\n         next: ${next}`;
}

function conclusion(found: readonly Diagnosis[]): string {
  const problems = found.filter(({ health }) => health === 'problem').length;
  if (problems === 0) return 'Nothing stands in the way of the steps.';
  return `${problems} ${problems === 1 ? 'problem stands' : 'problems stand'} in the way.`;
}
