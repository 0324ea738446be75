import { parseArgs } from 'node:util';
import { commentFromFork } from '../../shared/hosts/comment-from-fork.ts';
import { forkMessages as messages } from '../../shared/hosts/fork-comment-messages.ts';
import { command, inertLines } from '../../shared/hosts/github-commands.ts';
import { processIo } from '../../shared/hosts/process-io.ts';
import { secrets } from '../../shared/hosts/secrets.ts';
import {
  ActionError,
  exitCodeOf,
  exitCodes,
  usageError,
} from '../../shared/kernel/action-error.ts';

/** `mlops comment`. Resolves to the exit code; never throws. */
export async function comment(args: readonly string[]): Promise<number> {
  const io = processIo();
  const token = io.env.GITHUB_TOKEN ?? '';
  const hidden = secrets();
  hidden.add(token);
  // Parts of the text come from somebody's artifacts, and a log line can be a command.
  const log = (level: string, message: string): void => {
    const text = hidden.redact(message);
    const isCommand = io.env.GITHUB_ACTIONS === 'true' && level !== 'info';
    io.stdout.write(isCommand ? command(level, {}, text) : `${inertLines(text)}\n`);
  };
  try {
    const flags = parseFlags(args);
    if (flags === 'help') {
      io.stdout.write(messages.help);
      return exitCodes.ok;
    }
    if (token === '') throw usageError('no-token', messages.noToken.message, messages.noToken.hint);
    const repository = flags.repository ?? io.env.GITHUB_REPOSITORY ?? '';
    if (!/^[\w.-]+\/[\w.-]+$/u.test(repository)) {
      throw usageError('invalid-flags', messages.needed('repository', messages.repository));
    }
    const { runId, headSha } = flags;
    const pace = { wait: io.wait, random: Math.random };
    await commentFromFork({ io, repository, token, runId, headSha, log, ...pace });
    return exitCodes.ok;
  } catch (error) {
    const known = error instanceof ActionError && error.kind !== 'bug';
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const hint = known && error.hint !== undefined ? ` ${error.hint}` : '';
    log('error', `mlops comment: ${known ? error.message : detail}${hint}`);
    return exitCodeOf(error);
  }
}

interface Flags {
  readonly runId: number;
  readonly headSha: string;
  readonly repository: string | undefined;
}

function parseFlags(args: readonly string[]): Flags | 'help' {
  const values = readFlags(args);
  if (values.help) return 'help';
  const [runId = '', headSha = ''] = [values['run-id'], values['head-sha']];
  const wrong = [
    ...(/^[1-9]\d{0,14}$/u.test(runId) ? [] : [messages.needed('run-id', messages.runId)]),
    ...(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(headSha)
      ? []
      : [messages.needed('head-sha', messages.headSha)]),
  ];
  if (wrong.length > 0) throw usageError('invalid-flags', `${wrong.join('; ')}.`, messages.flags);
  return { runId: Number(runId), headSha, repository: values.repository };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'run-id': { type: 'string' },
        'head-sha': { type: 'string' },
        repository: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    const [message = ''] = (cause as Error).message.split('. ');
    throw usageError('invalid-flags', `${message}.`, messages.flags);
  }
}
