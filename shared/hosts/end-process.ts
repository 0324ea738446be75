/** How long what is still open (a kept-alive connection, a worker) may take to close by itself. */
const drainMs = 2_000;

/**
 * End this process with an exit code. Normally it ends by itself once nothing is left to do; what
 * holds it open beyond that is cut off. An interrupted step may have left work behind that never
 * ends, and has no time left.
 */
export function endProcess(code: number, atOnce: boolean): void {
  process.exitCode = code;
  if (atOnce) setImmediate(() => process.exit(code));
  else setTimeout(() => process.exit(code), drainMs).unref();
}
