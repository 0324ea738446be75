import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../../files/write-atomically.ts';
import type { StateFolder } from './state-folder.ts';

const programSchema = z.strictObject({
  /** Arguments after `node`, of which the first is a file. */
  program: z.array(z.string()).min(1),
  workingDirectory: z.string(),
});

/** What starts a background process of a deployment, and where. */
export type Program = Readonly<z.infer<typeof programSchema>>;

const fileName = 'program.json';

/**
 * Leave the program of this job to a gateway that an earlier job started: runners remove the files
 * of an action, and a checkout, with the job they were fetched for, and the gateway outlives it.
 */
export async function leaveProgram(folder: StateFolder, program: Program): Promise<void> {
  await writeAtomically(folder.path(fileName), `${JSON.stringify(program)}\n`);
}

/** The program of the last job, where it is still there; else the one this process came from. */
export function latestProgram(folder: StateFolder, own: Program): Program {
  const { program, workingDirectory } = leftProgram(folder) ?? own;
  const [file = ''] = program;
  return {
    program: existsSync(file) ? program : own.program,
    // No process starts in a directory that is gone.
    workingDirectory: existsSync(workingDirectory) ? workingDirectory : folder.directory,
  };
}

function leftProgram(folder: StateFolder): Program | undefined {
  try {
    return programSchema.safeParse(JSON.parse(readFileSync(folder.path(fileName), 'utf8'))).data;
  } catch {
    // A deployment of before programs were left, or one that is being removed.
    return undefined;
  }
}
