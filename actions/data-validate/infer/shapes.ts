import type { SqlText } from '../../../shared/domain/column.ts';

/** More ways to write a value than this are free text. */
const mostShapes = 4;
const longestShape = 60;

/** Forms that mix letters and digits at will, so that no shape of theirs repeats. */
const known = [
  {
    id: 'uuid',
    pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  },
  { id: 'hex', pattern: '^[0-9a-fA-F]+$' },
  { id: 'url', pattern: '^https?://[^ ]+$' },
  { id: 'email', pattern: '^[^@ ]+@[^@ ]+$' },
] as const;

/**
 * One row about how the values of a text column are written: `n` values, their lengths `shortest`
 * and `longest`, how many have each known form, and up to five `shapes`, runs of digits written as
 * 9, of capitals as A, of small letters as a.
 */
export function shapesQuery(relation: string, name: string, sql: SqlText): string {
  // An engine's own type for text, such as UUID, has no length.
  const column = `CAST(${sql.identifier(name)} AS VARCHAR)`;
  const shape = [
    ['[0-9]+', '9'],
    ['[A-Z]+', 'A'],
    ['[a-z]+', 'a'],
  ].reduce((text, [from, to]) => `regexp_replace(${text}, '${from}', '${to}', 'g')`, column);
  const forms = known.map(
    ({ id, pattern }) => `count_if(regexp_matches(${column}, ${sql.literal(pattern)})) AS ${id}`,
  );
  const distinct = `SELECT DISTINCT ${shape} AS shape FROM ${relation} WHERE ${column} IS NOT NULL LIMIT ${mostShapes + 1}`;
  return [
    `SELECT count(${column}) AS n, min(length(${column})) AS shortest, max(length(${column})) AS longest,`,
    `${forms.join(', ')}, (SELECT list(shape ORDER BY shape) FROM (${distinct})) AS shapes`,
    `FROM ${relation}`,
  ].join(' ');
}

/** How the values of a text column are written. */
export interface TextForm {
  readonly shortest: number;
  readonly longest: number;
  /** A regular expression (RE2) that all values match, where they are written alike. */
  readonly pattern: string | undefined;
}

export function textFormOf(row: Readonly<Record<string, unknown>>): TextForm {
  const form = known.find(({ id }) => Number(row[id]) === Number(row.n));
  const shapes = Array.isArray(row.shapes) ? row.shapes.map(String) : [];
  return {
    shortest: Number(row.shortest ?? 0),
    longest: Number(row.longest ?? 0),
    pattern: patternOf(shapes) ?? form?.pattern,
  };
}

function patternOf(shapes: readonly string[]): string | undefined {
  if (shapes.length === 0 || shapes.length > mostShapes) return undefined;
  // Beyond plain ASCII the runs above say nothing; and an empty text is no shape.
  const isPlain = (shape: string): boolean =>
    /^[ -~]+$/u.test(shape) && shape.length <= longestShape;
  if (!shapes.every(isPlain)) return undefined;
  // Words are not codes: the next name has an apostrophe.
  if (!shapes.every((shape) => shape.includes('9') || !shape.includes('a'))) return undefined;
  const parts = shapes.map((shape) => [...shape].map(expressionOf).join(''));
  return parts.length === 1 ? `^${parts[0]}$` : `^(?:${parts.join('|')})$`;
}

const runs: Readonly<Record<string, string>> = { '9': '[0-9]+', A: '[A-Z]+', a: '[a-z]+' };

function expressionOf(character: string): string {
  return runs[character] ?? character.replace(/[\\^$.|?*+()[\]{}]/u, '\\$&');
}
