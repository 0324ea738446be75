import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const root = fileURLToPath(new URL('../../..', import.meta.url));

type Node = Readonly<Record<string, unknown>>;

/** A member of a catalogue that a module reads while it is loaded. */
export interface EarlyRead {
  /** From the root, as the module imports it. */
  readonly catalogue: string;
  /** `.messages.failed` */
  readonly path: string;
}

/** What a source file takes out of catalogues outside its functions: before the language is known. */
export function readWhileLoading(file: string): EarlyRead[] {
  const source = readFileSync(join(root, file), 'utf8');
  if (!source.includes("messages.ts';")) return [];
  const { body } = parseAst(source, { lang: 'ts' });
  const statements = body as unknown as Node[];
  const known = new Map(statements.flatMap((statement) => importsOf(file, statement)));
  if (known.size === 0) return [];
  return statements
    .filter(({ type }) => type !== 'ImportDeclaration')
    .flatMap((statement) => readsIn(statement, known));
}

function importsOf(file: string, { type, source, specifiers }: Node): [string, EarlyRead][] {
  const from = type === 'ImportDeclaration' ? String((source as Node).value) : '';
  if (!/messages\.ts$/u.test(from)) return [];
  const catalogue = join(file, '..', from).split(sep).join('/');
  return (specifiers as Node[]).map(({ imported, local }) => {
    const { name } = (imported ?? {}) as Node;
    return [String((local as Node).name), { catalogue, path: name ? `.${name}` : '' }];
  });
}

function readsIn(value: unknown, known: ReadonlyMap<string, EarlyRead>): EarlyRead[] {
  if (Array.isArray(value)) return value.flatMap((one) => readsIn(one, known));
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Node;
  const type = String(node.type);
  if (/Function|MethodDefinition|^TS(?:Type|Interface)/u.test(type)) return [];
  const read = readBy(node, known);
  if (read !== undefined) return [read];
  const { key, property, ...parts } = node;
  return Object.values(parts).flatMap((part) => readsIn(part, known));
}

/** The member that an expression names, where it is one of a catalogue. */
function readBy(node: Node, known: ReadonlyMap<string, EarlyRead>): EarlyRead | undefined {
  if (node.type === 'Identifier') return known.get(String(node.name));
  if (node.type !== 'MemberExpression') return undefined;
  const read = readBy(node.object as Node, known);
  const path = `${read?.path}.${(node.property as Node).name}`;
  return read === undefined || node.computed ? read : { ...read, path };
}
