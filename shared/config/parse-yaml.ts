import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { usageError } from '../kernel/action-error.ts';
import { currentLanguage } from '../kernel/language.ts';
import { nearestName } from '../kernel/nearest-name.ts';
import { messages } from './messages.ts';

/** A parsed and checked YAML (or JSON) document that remembers its lines. */
export interface YamlDocument<T> {
  value: T;
  /** 1-based line of the key at this path, or of the nearest parent that stands in the file. */
  line(path: readonly (string | number)[]): number | undefined;
}

type Path = readonly (string | number)[];
type ParsedYaml = ReturnType<typeof parseDocument>;

/**
 * Parse YAML and check it against a schema. Unknown keys are errors with the nearest known name:
 * a typo must never switch a check off.
 *
 * @param file the name to use in messages.
 * @throws ActionError (usage, `config-invalid`) naming every problem with its line.
 */
export function parseYamlAs<T>(text: string, file: string, schema: z.ZodType<T>): YamlDocument<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 100 } as object);
  const lineOf = (path: Path): number | undefined => findLine(document, lines, path);
  const broken = syntaxProblems(document, lines).map((problem) => `${file}:${problem}`);
  if (broken.length > 0) throw configError(file, broken);
  const raw = plainValue(document, file);
  const isChinese = currentLanguage() === 'zh';
  const result = schema.safeParse(raw, isChinese ? { error: z.locales.zhCN().localeError } : {});
  if (result.success) return { value: result.data, line: lineOf };
  const jsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const problems = result.error.issues.flatMap((issue) =>
    describe(issue, jsonSchema as JsonSchema, raw).map(
      ({ path, message }) => `${file}:${lineOf(path) ?? 1}: ${message}`,
    ),
  );
  throw configError(file, problems);
}

/** `3: what is wrong`, one a line of the file: what follows the first is mostly its echo. */
function syntaxProblems(document: ParsedYaml, lines: LineCounter): string[] {
  const byLine = new Map<number, string>();
  for (const error of document.errors) {
    const { line } = lines.linePos(error.pos[0]);
    const [first = ''] = error.message.split('\n');
    const said = first.replace(/:$/u, '').replace(/ at line \d+, column \d+$/u, '');
    if (!byLine.has(line)) byLine.set(line, said);
  }
  return [...byLine].map(([line, said]) => `${line}: ${said}`);
}

/** The document's value; aliases that would multiply beyond reason are refused. */
function plainValue(document: ParsedYaml, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw configError(file, [`${file}:1: ${lowerFirst((cause as Error).message)}`]);
  }
}

function configError(file: string, problems: readonly string[]): Error {
  const message =
    problems.length === 1
      ? (problems[0] as string)
      : [messages.problems(file, problems.length), ...problems.map((p) => `  - ${p}`)].join('\n');
  return usageError('config-invalid', message, messages.correct);
}

interface Problem {
  path: Path;
  message: string;
}

function describe(issue: z.core.$ZodIssue, schema: JsonSchema, raw: unknown): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path, raw);
    return issue.keys.map((key) => {
      const own = [...path, key];
      return { path: own, message: unknownKey(own, key, known) };
    });
  }
  if (issue.code === 'invalid_union') {
    const [branch] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
    if (branch !== undefined && depth(branch) > 0) {
      return branch.flatMap((inner) =>
        describe({ ...inner, path: [...path, ...inner.path] } as z.core.$ZodIssue, schema, raw),
      );
    }
    const kinds = (issue as { options?: unknown }).options;
    if (issue.discriminator !== undefined && Array.isArray(kinds)) {
      return [{ path, message: unknownKind(issue.discriminator, path, raw, kinds.map(String)) }];
    }
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    const known = knownKeys(schema, path.slice(0, -1), raw);
    if (known.length > 0) return [{ path, message: unknownKey(path, key, known) }];
    const reason = messages.refined(issue.issues[0]?.message ?? issue.message);
    return [{ path, message: messages.invalidName(dotted(path), reason) }];
  }
  if (path.length === 0 && issue.code === 'invalid_type') {
    return [{ path, message: notKeys(raw) }];
  }
  const name = path.length === 0 ? messages.theFile : `"${dotted(path)}"`;
  if (issue.code === 'invalid_type' && path.length > 0 && valueAt(raw, path) === undefined) {
    return [{ path, message: messages.missing(name, issue.expected) }];
  }
  return [{ path, message: messages.at(name, messages.refined(lowerFirst(issue.message))) }];
}

function unknownKey(path: Path, key: string, known: readonly string[]): string {
  return messages.unknownKey(dotted(path), nearestName(key, known), known);
}

/** Why a file that parses as YAML is none of ours. */
function notKeys(raw: unknown): string {
  if (raw === null || raw === undefined) return messages.empty;
  if (typeof raw === 'string' && raw.startsWith('version https://git-lfs.github.com/spec/')) {
    return messages.lfsPointer;
  }
  return messages.notKeys(Array.isArray(raw));
}

/** Which kind of thing an entry is decides what else it may say, and the kind is not known. */
function unknownKind(key: string, path: Path, raw: unknown, known: readonly string[]): string {
  const typed = valueAt(raw, path);
  if (typed === undefined) return messages.missingKind(key, known);
  return messages.unknownKind(key, String(typed), nearestName(String(typed), known), known);
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | undefined | null)?.[part],
    raw,
  );
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function dotted(path: Path): string {
  return path.map(String).join('.');
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  propertyNames?: { enum?: string[]; anyOf?: { enum?: string[] }[] };
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  const?: unknown;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

/** The keys the schema knows at a path, found in its JSON Schema form. */
function knownKeys(root: JsonSchema, path: Path, raw: unknown): string[] {
  let level = expand(root, root);
  for (const part of path) {
    level = level
      .flatMap((schema) => [
        typeof part === 'number' ? schema.items : schema.properties?.[part],
        typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined,
      ])
      .filter((next) => next !== undefined)
      .flatMap((next) => expand(next, root));
  }
  const value = valueAt(raw, path);
  const fitting = level.filter((schema) => agreesWith(schema, value));
  const keys = fitting.flatMap((schema) => [
    ...Object.keys(schema.properties ?? {}),
    ...(schema.propertyNames?.enum ?? []),
    ...(schema.propertyNames?.anyOf ?? []).flatMap((branch) => branch.enum ?? []),
  ]);
  return [...new Set(keys)];
}

/** Whether the fixed values of a branch (`check: range`) are those of the entry. */
function agreesWith(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(schema.properties ?? {}).every(
    ([name, property]) => property.const === undefined || property.const === valueAt(value, [name]),
  );
}

function expand(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const target =
    schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {});
  const branches = [...(target.anyOf ?? []), ...(target.oneOf ?? [])];
  return [target, ...branches.flatMap((branch) => expand(branch, root))];
}

function findLine(document: ParsedYaml, lines: LineCounter, path: Path): number | undefined {
  for (let length = path.length; length >= 1; length--) {
    const parent: unknown = document.getIn(path.slice(0, length - 1), true);
    const offset = keyOffset(parent ?? document.contents, path[length - 1] as string | number);
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}

interface YamlNode {
  range?: readonly number[] | null;
  items?: readonly unknown[];
}

function keyOffset(parent: unknown, key: string | number): number | undefined {
  const items = (parent as YamlNode | undefined)?.items;
  if (items === undefined) return undefined;
  for (const [index, item] of items.entries()) {
    const pairKey = (item as { key?: YamlNode & { value?: unknown } }).key;
    if (pairKey !== undefined && String(pairKey.value) === String(key)) return pairKey.range?.[0];
    if (pairKey === undefined && index === key) return (item as YamlNode).range?.[0];
  }
  return undefined;
}
