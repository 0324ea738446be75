import type { Format, ReadScores } from '../attempt.ts';
import { notJson } from '../errors.ts';
import { isArchive, openEvalArchive } from './eval-archive.ts';
import { readJson } from './json.ts';
import { readJunit } from './junit.ts';

/**
 * What an evaluation tool wrote in a form of its own; undefined: a plain table.
 *
 * @param name of the file, for messages and for its ending
 * @param format where the policy says it
 * @throws ActionError (usage): `results-not-json`, `results-unknown`, and those of the readers
 */
export function readTool(
  bytes: Buffer,
  name: string,
  format: Format | undefined,
): ReadScores | undefined {
  if (format === 'table' || format === 'ragas') return undefined;
  if (/\.eval$/iu.test(name) || (format === 'inspect' && isArchive(bytes))) {
    return readJson(openEvalArchive(bytes, name), name, 'inspect');
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/u, '');
  if (format === 'junit' || /\.xml$/iu.test(name)) return readJunit(text, name);
  if (/\.(?:jsonl|ndjson)$/iu.test(name)) return readLines(text, name, format);
  if (!/\.json$/iu.test(name) && format === undefined) return undefined;
  // A list of rows is a table.
  if (format === undefined && !/^\s*\{/u.test(text)) return undefined;
  const value = parsed(text);
  if (value instanceof Error) {
    const lines = text.trim().split('\n');
    const isLines = lines.length > 1 && isObject(parsed(lines[0] ?? ''));
    if (format === undefined && isLines) return readLines(text, name, format);
    throw notJson(name, value.message);
  }
  return readJson(value, name, format);
}

/** `promptfoo eval -o results.jsonl` writes a row a line; other lines are those of a table. */
function readLines(text: string, name: string, format: Format | undefined): ReadScores | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const first = parsed(lines[0] ?? '');
  const isPromptfoo = isObject(first) && 'testCase' in first && 'success' in first;
  if (format === undefined && !isPromptfoo) return undefined;
  const rows = lines.map((line, i) => {
    const row = parsed(line);
    if (row instanceof Error) throw notJson(name, `line ${i + 1}: ${row.message}`);
    return row;
  });
  return readJson({ results: { results: rows } }, name, 'promptfoo');
}

/** Strings, which are kept, and the numbers that Python writes and JSON does not have. */
const pythonNumbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gu;

/** The value, or why there is none. Python's NaN is a missing number. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const repaired = text.replace(pythonNumbers, (token) =>
      token.startsWith('"') ? token : 'null',
    );
    if (repaired !== text) return parsed(repaired);
    return error instanceof Error ? error : new Error(String(error));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}
