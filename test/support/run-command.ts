import { spawn } from 'node:child_process';

export interface CommandEnded {
  exitCode: number | null;
  /** Standard output and error, as a person at the terminal would see them. */
  output: string;
}

/** Run a program to its end without blocking this process, whose servers it may be talking to. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>>; limitMs?: number },
): Promise<CommandEnded> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.limitMs ?? 180_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}
