import type { Trainer } from '../../ports/trainer.ts';
import { type CommandSettings, runCommand } from './command.ts';
import { findEntry, runEntry } from './entry.ts';

/**
 * A step has four seconds after its first signal, so a command that does not listen must be gone
 * before.
 */
const defaultGraceMs = 3_000;

/** Trains on the machine of this job. */
export function localTrainer(
  settings: Omit<CommandSettings, 'graceMs'> & { readonly graceMs?: number },
): Trainer {
  const { environment, secrets, graceMs = defaultGraceMs } = settings;
  return {
    secrets,
    async check(code, directory) {
      if (code.kind === 'entry') await findEntry(directory, code.entry);
    },
    run(job) {
      return job.code.kind === 'command'
        ? runCommand(job, job.code.command, { environment, secrets, graceMs })
        : runEntry(job, job.code.entry);
    },
  };
}
