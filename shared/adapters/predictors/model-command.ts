import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The command of the command line that no person types. */
export const modelCommand = 'answer-about-model';

/** Arguments after `node` that start `answerAboutModels`: the program this code is part of. */
export function modelProgram(home: string = import.meta.dirname): readonly string[] {
  const bundled = join(home, 'cli.js');
  const cli = existsSync(bundled) ? bundled : resolve(home, '../../../actions/cli.ts');
  return [cli, modelCommand];
}
