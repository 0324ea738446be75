import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A text of the source that a person may come to read. */
export interface Sentence {
  /** From the root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

type Node = Readonly<Record<string, unknown>>;

/** What stands in other languages' place, or is read by nobody who runs a step. */
const notRead = [
  /\.(?:en|zh)\.ts$/u,
  // The language of descriptions is that of the definition: `--help`, action.yml, the README.
  /(?:^|\/)definition\.ts$/u,
  /^shared\/kernel\/define-action\.ts$/u,
  // Collectors take a metric with two HELP texts for an error, and jobs may differ in language.
  /^shared\/report\/open-metrics\.ts$/u,
  /^shared\/tools\//u,
  /^actions\/dist\//u,
];

/** Every source file of the product whose texts belong into a catalogue. */
export function sourceFiles(): string[] {
  return ['actions', 'shared']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !notRead.some((pattern) => pattern.test(file)))
    .toSorted();
}

/** A capital, several words and a stop: a title or a code is no sentence. */
const sentenceForm = /^[A-Z][a-z]*(?: |’|')[\s\S]*[a-z]{2,}[\s\S]*[.?]\s*$/u;

/** Three words of lower case in a row: a part of a sentence that is put together elsewhere. */
const phraseForm =
  /(?:^|[^\w./-])[A-Za-z]?[a-z]+(?:['’][a-z]+)?[,:;]? (?:[a-z]+(?:['’][a-z]+)?[,:;]? )+[a-z]{2,}/u;

/** The English phrases in a file, whole sentences among them. */
export function phrasesIn(file: string): Sentence[] {
  return textsIn(file)
    .filter((text) => phraseForm.test(text))
    .map((text) => ({ file, text }));
}

/** The English sentences in a file, with `…` for what a template puts in. */
export function sentencesIn(file: string): Sentence[] {
  return textsIn(file)
    .filter((text) => sentenceForm.test(text) && text.trim().split(/\s+/u).length > 2)
    .map((text) => ({ file, text }));
}

const known = new Map<string, readonly string[]>();

/** Parsed once: several tests look through the same files. */
function textsIn(file: string): readonly string[] {
  const texts =
    known.get(file) ?? textsOf(parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' }));
  known.set(file, texts);
  return texts;
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Node;
  if (isForUs(node)) return [];
  // The name of a catalogue's member, as `titles['true positive rate']`.
  if (node.type === 'MemberExpression') return textsOf(node.object);
  const own = textOf(node);
  return [...(own === undefined ? [] : [own]), ...Object.values(node).flatMap(textsOf)];
}

/** What is thrown at us as a defect, and what describes a configuration to its editor. */
function isForUs({ type, callee }: Node): boolean {
  if (type === 'NewExpression') return ['Error', 'TypeError'].includes(nameOf(callee));
  return type === 'CallExpression' && ['describe', 'meta'].includes(nameOf(callee));
}

function nameOf(callee: unknown): string {
  const { name, property } = callee as { name?: string; property?: { name?: string } };
  return name ?? property?.name ?? '';
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return undefined;
  const parts = node.quasis as readonly { value: { cooked: string | null } }[];
  return parts.map(({ value }) => value.cooked ?? '').join('…');
}
