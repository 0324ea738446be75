/** Sentences about a training command. */
export const commands = {
  notFound: (said: string): string =>
    `A program of the training command was not found on this machine (exit code 127)${said}`,
  install: 'Install it in an earlier step of the job, or name it by its path.',
  notExecutable: (said: string): string =>
    `A program of the training command may not be executed (exit code 126)${said}`,
  makeExecutable:
    'Make the file executable (`chmod +x`, and commit that), or name its interpreter.',
  said: (reason: string): string => `: ${reason}`,
  exitCode: (code: number): string => `exit code ${code}`,
  noShell: 'The shell that runs the training command could not be started.',
  checkDirectory: 'Check that the working directory exists and that this machine has a shell.',
};

export const entries = {
  notAFile: (entry: string): string => `The training module ${entry} is not a file.`,
  relativeTo: (directory: string): string => `Relative paths start from ${directory}.`,
  notLoaded: (entry: string): string => `The training module ${entry} could not be loaded.`,
  runWithNode: 'Run it with `node` to see where it fails; it must be an ES module.',
  noTrain: (entry: string, names: readonly string[]): string =>
    `The training module ${entry} exports no function "train"; it exports ${names.length === 0 ? 'nothing' : names.join(', ')}.`,
  writeTrain: 'Write `export async function train(task) { ... }`.',
};
