import type { Output, ProcessIo } from '../../shared/hosts/process-io.ts';

export interface TestIo extends ProcessIo {
  /** Everything written to stdout and stderr so far. */
  out(): string;
  err(): string;
}

export interface TestIoOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  isTTY?: boolean;
  now?: () => number;
}

/** A process to hand to a host: no variables but those given, and a memory of what was written. */
export function testIo(options: TestIoOptions = {}): TestIo {
  const { env = {}, cwd = process.cwd(), isTTY = false, now = () => 0 } = options;
  const written: { out: string[]; err: string[] } = { out: [], err: [] };
  const output = (texts: string[]): Output => ({
    write: (text) => void texts.push(text),
    isTTY,
    columns: 80,
  });
  return {
    env,
    cwd,
    now,
    stdout: output(written.out),
    stderr: output(written.err),
    wait: async () => undefined,
    out: () => written.out.join(''),
    err: () => written.err.join(''),
  };
}
