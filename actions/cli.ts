import { environmentLanguage } from '../shared/hosts/choose-language.ts';
import { processIo } from '../shared/hosts/process-io.ts';
import { exitCodes } from '../shared/kernel/action-error.ts';
import { useLanguage } from '../shared/kernel/language.ts';
import { didYouMean, nearestName } from '../shared/kernel/nearest-name.ts';
import { version } from '../shared/kernel/version.ts';
import { commands, visibleCommands } from './commands/index.ts';
import { overviewTexts } from './commands/messages.ts';
import { overview } from './commands/overview.ts';
import { isStep, launch, steps } from './steps.ts';

process.exitCode = await main(process.argv.slice(2));

/** `mlops <step|command> [flags]`. Resolves to the exit code; never throws. */
async function main([name, ...rest]: readonly string[]): Promise<number> {
  useLanguage(environmentLanguage(processIo().env));
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version}\n`);
    return exitCodes.ok;
  }
  if (isStep(name)) return await launch(name);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return await command.run(rest);
  const known = [...Object.keys(steps), ...visibleCommands().map(([known]) => known)];
  const isNear = nearestName(name, known) !== undefined;
  const guess = isNear ? didYouMean(name, known) : overviewTexts.listed;
  process.stderr.write(`${overviewTexts.unknown(name, guess)}\n`);
  return exitCodes.usage;
}
