import type { ProcessIo } from './process-io.ts';

/** Reads the variables a configuration names as holding secrets, and masks what it hands out. */
export function namedSecret(
  { env }: Pick<ProcessIo, 'env'>,
  mask: (secret: string) => void,
): (variable: string) => string | undefined {
  const read = namedVariable({ env });
  return (variable) => {
    const value = read(variable);
    if (value !== undefined) mask(value);
    return value;
  };
}

/** Reads variables that hold no secret: a region, a server's address. Empty ones count as unset. */
export function namedVariable({
  env,
}: Pick<ProcessIo, 'env'>): (variable: string) => string | undefined {
  return (variable) => env[variable]?.trim() || undefined;
}
