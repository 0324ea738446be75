import { type ActionError, usageError } from '../../shared/kernel/action-error.ts';
import { flagErrors } from './messages.ts';

/** What `parseArgs` of Node found wrong with a command's flags: its first sentence says which. */
export function flagError(command: string, cause: unknown): ActionError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [said = ''] = message.split('. ');
  const [, typed = ''] = /'([^']*)'/u.exec(message) ?? [];
  const problem = flagErrors.wrong(said, code, typed);
  return usageError('invalid-flags', problem, flagErrors.seeHelp(command));
}
