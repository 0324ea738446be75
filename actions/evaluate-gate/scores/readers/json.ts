import type { Format, ReadScores } from '../attempt.ts';
import { formatUnknown } from '../errors.ts';
import { readDeepeval } from './deepeval.ts';
import { readInspect } from './inspect.ts';
import { readPromptfoo } from './promptfoo.ts';

type Reader = (value: unknown, file: string) => ReadScores;

const readers: Readonly<Partial<Record<Format, Reader>>> = {
  promptfoo: readPromptfoo,
  inspect: readInspect,
  deepeval: readDeepeval,
};

/**
 * A JSON file by the tool that wrote it, told from its keys where the policy does not say.
 *
 * @throws ActionError (usage): `results-unknown`, and those of the tool's reader
 */
export function readJson(value: unknown, file: string, format?: Format): ReadScores {
  const reader = readers[format ?? recognise(value) ?? 'table'];
  if (reader === undefined) throw formatUnknown(file, keysOf(value));
  return reader(value, file);
}

function recognise(value: unknown): Format | undefined {
  const keys = keysOf(value);
  if (keys.includes('testCases') || keys.includes('test_results')) return 'deepeval';
  if (keys.includes('eval') && keys.includes('status')) return 'inspect';
  return keys.includes('results') ? 'promptfoo' : undefined;
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
