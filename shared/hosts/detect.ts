import { ActionError } from '../kernel/action-error.ts';
import type { ActionDefinition } from '../kernel/define-action.ts';
import { useLanguage } from '../kernel/language.ts';
import type { Host } from '../ports/host.ts';
import { environmentLanguage } from './choose-language.ts';
import { type Flags, parseFlags } from './flags.ts';
import { githubHost } from './github.ts';
import { gitlabHost } from './gitlab.ts';
import { localHost } from './local.ts';
import { type ProcessIo, processIo } from './process-io.ts';

export interface Detected {
  host: Host;
  /** `--help` was asked for. */
  help: boolean;
  /** The command line is wrong. */
  problem: ActionError | undefined;
}

const noFlags: Flags = { values: new Map(), help: false, post: false };

/**
 * The host this process runs on, told by the variables every job of a forge has. Flags count on
 * all of them, before variables, so that `npx mlops-actions <step> --name value` works in a job.
 */
export function detectHost(
  definition: ActionDefinition,
  argv: readonly string[] = process.argv.slice(2),
  io: ProcessIo = processIo(),
): Detected {
  // Until the inputs can be read: what is wrong with the command line itself is read too.
  useLanguage(environmentLanguage(io.env));
  const { flags, problem } = readFlags(definition, argv);
  return { host: hostOf(definition, flags, io), help: flags.help, problem };
}

function hostOf(definition: ActionDefinition, flags: Flags, io: ProcessIo): Host {
  if (io.env.GITHUB_ACTIONS === 'true') return githubHost(definition, flags, io);
  if (io.env.GITLAB_CI === 'true') return gitlabHost(definition, flags, io);
  return localHost(definition, flags, io);
}

function readFlags(definition: ActionDefinition, argv: readonly string[]) {
  try {
    return { flags: parseFlags(definition, argv), problem: undefined };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return { flags: noFlags, problem: error };
  }
}
