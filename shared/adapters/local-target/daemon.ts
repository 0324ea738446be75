import { isDigest } from '../../domain/digest.ts';
import { loadTensorFlow, tensorflowFolders } from '../../native/tensorflow.ts';
import type { TensorFlow } from '../../ports/model-entry.ts';
import { runGateway } from './gateway-process.ts';
import { latestProgram } from './latest-program.ts';
import { runServer } from './server-process.ts';
import { StateFolder } from './state-folder.ts';

/**
 * The background processes of the local target, behind a command no person types:
 * `gateway <state folder> <port> <idle ms>`, which starts `server <state folder> <model> <name>` a model.
 *
 * @returns the exit code once the process has nothing left to do.
 */
export async function daemon(args: readonly string[]): Promise<number> {
  const [role, directory, ...rest] = args;
  if (directory === undefined) return 2;
  const folder = new StateFolder(directory);
  const [model = '', name = ''] = rest;
  if (role === 'server' && isDigest(model)) {
    return runServer(folder, model, name, projectTensorFlow);
  }
  if (role !== 'gateway') return 2;
  // The same program again: whatever stands before our own arguments started this process.
  const own = {
    program: process.argv.slice(1, process.argv.length - args.length),
    workingDirectory: process.cwd(),
  };
  const [port = 0, idleMs = 0] = rest.map(Number);
  await runGateway(folder, { port, idleMs }, (id, of) => {
    const { program, workingDirectory } = latestProgram(folder, own);
    return { args: [...program, 'server', directory, id, of], cwd: workingDirectory };
  });
  return 0;
}

/** A native build of the project the step ran in, else WebAssembly. */
function projectTensorFlow(): Promise<TensorFlow> {
  const warn = (message: string): void => void process.stderr.write(`${message}\n`);
  return loadTensorFlow({ folders: tensorflowFolders(process.cwd()), warn });
}
