import type { ProcessIo } from './process-io.ts';

/** Reads the variables a configuration names as holding secrets, and masks what it hands out. */
export function namedSecret(
  { env }: Pick<ProcessIo, 'env'>,
  mask: (secret: string) => void,
): (variable: string) => string | undefined {
  return (variable) => {
    const value = env[variable]?.trim();
    if (value === undefined || value === '') return undefined;
    mask(value);
    return value;
  };
}
