import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The command of the command line that no person types. */
export const serveCommand = 'serve-local-target';

/**
 * Arguments after `node` that run the background processes: the program this code is part of. The
 * bundle has its command line beside itself; in the sources it stands under `actions/`.
 */
export function localTargetProgram(home: string = import.meta.dirname): readonly string[] {
  const bundled = join(home, 'cli.js');
  const cli = existsSync(bundled) ? bundled : resolve(home, '../../../actions/cli.ts');
  return [cli, serveCommand];
}
