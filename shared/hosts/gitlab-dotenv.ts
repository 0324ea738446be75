import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messages } from './messages.ts';

/** GitLab refuses a whole dotenv report beyond this size: https://docs.gitlab.com/ci/yaml/artifacts_reports/ */
export const dotenvLimit = 5 * 1024;

/** `evaluate-gate`, `promote` -> `MLOPS_EVALUATE_GATE_PROMOTE`: unique among the jobs it reaches. */
export function dotenvName(step: string, output: string): string {
  return `MLOPS_${step}_${output}`.toUpperCase().replaceAll(/[^A-Z0-9]+/gu, '_');
}

export interface DotenvReport {
  /** Resolves to why the value was left out, or undefined. */
  set(output: string, value: string): string | undefined;
}

/**
 * A dotenv report. One over-long or multi-line value would cost all of them, so it is left out and
 * said so; it still stands in the record.
 */
export function dotenvReport(path: string, step: string): DotenvReport {
  const lines = new Map<string, string>();
  const text = (): string => [...lines].map(([name, value]) => `${name}=${value}\n`).join('');
  return {
    set(output, value) {
      const name = dotenvName(step, output);
      const before = lines.get(name);
      if (/[\r\n]/u.test(value)) return messages.severalLines(name);
      lines.set(name, value);
      if (Buffer.byteLength(text()) > dotenvLimit) {
        if (before === undefined) lines.delete(name);
        else lines.set(name, before);
        return messages.tooLong(name, dotenvLimit);
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text());
      return undefined;
    },
  };
}
