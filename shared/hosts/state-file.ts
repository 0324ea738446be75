import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StateStore } from '../ports/host.ts';

/** State in a JSON file, for hosts that hand none from one process of a job to the next. */
export function stateFile(path: () => string, redact: (text: string) => string): StateStore {
  return {
    get: (key) => read(path())[key],
    set(key, value) {
      const file = path();
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const next = JSON.stringify({ ...read(file), [key]: redact(value) });
      // Renamed into place: a killed step leaves the old state or the new one.
      writeFileSync(`${file}.tmp`, next, { mode: 0o600 });
      renameSync(`${file}.tmp`, file);
    },
  };
}

function read(path: string): Record<string, string> {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof json !== 'object' || json === null) return {};
    return Object.fromEntries(
      Object.entries(json).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  } catch {
    return {};
  }
}
