import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Every file of English sentences, from the root. */
export const englishFiles = ['actions', 'shared']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.en.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .toSorted();

type Members = Readonly<Record<string, unknown>>;

/** A catalogue and its twin. */
export async function twinsOf(
  file: string,
): Promise<{ readonly en: Members; readonly zh: Members }> {
  const en = await membersOf(file);
  const zh = await membersOf(file.replace(/\.en\.ts$/u, '.zh.ts'));
  // A module that exports its one catalogue as `messages` holds what the English one exports.
  const isWrapped = !('messages' in en) && 'messages' in zh;
  return { en, zh: isWrapped ? (zh.messages as Members) : zh };
}

/** What a module exports. */
export async function membersOf(file: string): Promise<Members> {
  return { ...(await import(/* @vite-ignore */ join(root, file))) };
}

/** A function of a catalogue. */
export interface Sentence {
  /** `.messages.noFile` */
  readonly path: string;
  /** Arguments to ask it with: every parameter's first, then each other in its turn. */
  readonly asked: readonly (readonly unknown[])[];
}

type Node = Readonly<Record<string, unknown>>;

/**
 * The functions of a file of English sentences, with arguments that fit the types it declares. One
 * with a parameter of a named type is left out: only a human knows what such a value is.
 */
export function functionsOf(file: string): Sentence[] {
  const { body } = parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' });
  return (body as unknown as Node[]).flatMap(({ type, declaration }) =>
    type === 'ExportNamedDeclaration' && declaration ? declared(declaration as Node) : [],
  );
}

function declared({ type, id, params, declarations }: Node): Sentence[] {
  if (type === 'FunctionDeclaration') return sentence(`.${(id as Node).name}`, params as Node[]);
  return ((declarations ?? []) as Node[]).flatMap((one) =>
    within(`.${(one.id as Node).name}`, one.init as Node),
  );
}

function within(path: string, node: Node): Sentence[] {
  if (node.type === 'ArrowFunctionExpression') return sentence(path, node.params as Node[]);
  if (node.type !== 'ObjectExpression') return [];
  return (node.properties as Node[]).flatMap(({ key, value }) => {
    const { name, value: quoted } = (key ?? {}) as Node;
    return value ? within(`${path}.${name ?? quoted}`, value as Node) : [];
  });
}

function sentence(path: string, params: readonly Node[]): Sentence[] {
  const choices = params.map(({ typeAnnotation }, i) =>
    valuesOf((typeAnnotation as Node | undefined)?.typeAnnotation as Node | undefined, i + 1),
  );
  if (choices.length === 0 || choices.some((values) => values.length === 0)) return [];
  const first = choices.map(([value]) => value);
  const others = choices.flatMap((values, i) =>
    values.slice(1).map((value) => first.with(i, value)),
  );
  return [{ path, asked: [first, ...others] }];
}

/** Values of a type, each with a mark to find again. None: the type is not known here. */
function valuesOf(type: Node | undefined, mark: number): unknown[] {
  switch (type?.type) {
    case 'TSStringKeyword':
      return [`⟦${mark}⟧`];
    case 'TSNumberKeyword':
      return [7000 + mark];
    case 'TSBooleanKeyword':
      return [true, false];
    case 'TSUndefinedKeyword':
      return [undefined];
    case 'TSNullKeyword':
      return [null];
    case 'TSLiteralType':
      return [(type.literal as Node).value];
    case 'TSUnionType': {
      const choices = (type.types as Node[]).map((one) => valuesOf(one, mark));
      return choices.some((values) => values.length === 0) ? [] : choices.flat();
    }
    case 'TSArrayType': {
      const [value, ...others] = valuesOf(type.elementType as Node, mark);
      return value === undefined ? [] : [[value, others[0] ?? value], []];
    }
    case 'TSTypeOperator':
    case 'TSParenthesizedType':
      return valuesOf(type.typeAnnotation as Node, mark);
    default:
      return [];
  }
}

/** What stands at a path of a catalogue. */
export function memberAt(catalogue: Members, path: string): unknown {
  return path
    .slice(1)
    .split('.')
    .reduce<unknown>((member, name) => (member as Members | undefined)?.[name], catalogue);
}
