import type { Value } from '../sql-text.ts';

/** One rule: `ColumnValues "age" between 1 and 120 with threshold > 0.9 where "x = 1"`. */
export interface Rule {
  readonly text: string;
  /** Where its text begins. */
  readonly offset: number;
  readonly type: string;
  /** Quoted names after the type. */
  readonly names: readonly string[];
  readonly test: Test | undefined;
  readonly threshold: Test | undefined;
  readonly where: string | undefined;
  /** What stands there and was not understood. */
  readonly rest: string;
}

export interface Test {
  readonly operator: string;
  readonly not: boolean;
  readonly values: readonly Value[];
  /** Keywords that stand where a value would: `NULL`, `EMPTY`, `WHITESPACES_ONLY`. */
  readonly keywords: readonly string[];
}

export interface Token {
  readonly kind: 'text' | 'number' | 'word' | 'sign';
  readonly value: string;
  readonly offset: number;
}

const form =
  /\s+|#[^\n]*|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(>=|<=|!=|[=<>[\](),+\-*/])/gy;

/** Tokens of a file of rules; undefined where the text is none. */
export function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  form.lastIndex = 0;
  while (form.lastIndex < text.length) {
    const offset = form.lastIndex;
    const found = form.exec(text);
    if (found === null) return undefined;
    const [, quoted, number, word, sign] = found;
    if (quoted !== undefined) {
      tokens.push({ kind: 'text', value: quoted.replace(/\\(["\\])/gu, '$1'), offset });
    } else if (number !== undefined) tokens.push({ kind: 'number', value: number, offset });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, offset });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign, offset });
  }
  return tokens;
}

/** The tokens between `Name = [` and its `]`, divided at the commas between rules. */
export function sectionOf(tokens: readonly Token[], name: string): Token[][] | undefined {
  const start = tokens.findIndex(
    ({ kind, value }, i) =>
      kind === 'word' &&
      value.toLowerCase() === name &&
      tokens[i + 1]?.value === '=' &&
      tokens[i + 2]?.value === '[',
  );
  return start === -1 ? undefined : divide(tokens.slice(start + 3));
}

function divide(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [];
  let [part, depth]: [Token[], number] = [[], 0];
  for (const token of tokens) {
    const sign = token.kind === 'sign' ? token.value : '';
    if (sign === ']' && depth === 0) break;
    if (sign === '[' || sign === '(') depth++;
    if (sign === ']' || sign === ')') depth--;
    if (sign === ',' && depth === 0) {
      parts.push(part);
      part = [];
    } else part.push(token);
  }
  return [...parts, part].filter(({ length }) => length > 0);
}

/** The parts of `(a) and (b)`, and the word that joins them; undefined where there is only one. */
export function composite(tokens: readonly Token[]): { by: string; parts: Token[][] } | undefined {
  if (tokens[0]?.value !== '(') return undefined;
  const parts: Token[][] = [];
  const joins = new Set<string>();
  let [part, depth]: [Token[], number] = [[], 0];
  for (const token of tokens) {
    if (token.value === ')' && token.kind === 'sign') depth--;
    const isInside = depth > 0;
    if (token.value === '(' && token.kind === 'sign') depth++;
    if (isInside) part.push(token);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
    if (depth === 0 && token.kind === 'word') joins.add(token.value.toLowerCase());
  }
  if (part.length > 0) parts.push(part);
  return { by: joins.size === 0 ? 'and' : [...joins].join(' '), parts };
}

export function ruleOf(tokens: readonly Token[], text: string): Rule {
  const [first, ...others] = tokens;
  const reader = new Reader(others);
  const names: string[] = [];
  while (reader.peek()?.kind === 'text') names.push(reader.take()?.value ?? '');
  const test = testOf(reader);
  const threshold = reader.skip('with') && reader.skip('threshold') ? testOf(reader) : undefined;
  const where = reader.skip('where') ? reader.take()?.value : undefined;
  const rest = reader
    .left()
    .map(({ value }) => value)
    .join(' ');
  const offset = first?.offset ?? 0;
  const last = tokens.at(-1);
  const end =
    last === undefined ? offset : last.offset + last.value.length + (last.kind === 'text' ? 2 : 0);
  return {
    text: text.slice(offset, end),
    offset,
    type: first?.value ?? '',
    names,
    test,
    threshold,
    where,
    rest,
  };
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  take(): Token | undefined {
    return this.#tokens[this.#next++];
  }

  /** Step over a word or sign if it comes next. */
  skip(value: string): boolean {
    const token = this.peek();
    const isNext =
      token !== undefined && token.kind !== 'text' && token.value.toLowerCase() === value;
    if (isNext) this.#next++;
    return isNext;
  }

  left(): readonly Token[] {
    return this.#tokens.slice(this.#next);
  }
}

const signs = ['>=', '<=', '!=', '=', '>', '<'];

function testOf(reader: Reader): Test | undefined {
  const not = reader.skip('not');
  if (reader.skip('between')) {
    const low = readValue(reader);
    reader.skip('and');
    return test('between', not, [low, readValue(reader)]);
  }
  if (reader.skip('in')) return test('in', not, readList(reader));
  if (reader.skip('matches')) return test('matches', not, [readValue(reader)]);
  const sign = signs.find((one) => reader.skip(one));
  return sign === undefined ? undefined : test(sign, not, [readValue(reader)]);
}

type Operand = { readonly value: Value } | { readonly keyword: string } | undefined;

function test(operator: string, not: boolean, operands: readonly Operand[]): Test {
  const given = operands.filter((operand) => operand !== undefined);
  return {
    operator,
    not,
    values: given.flatMap((operand) => ('value' in operand ? [operand.value] : [])),
    keywords: given.flatMap((operand) => ('keyword' in operand ? [operand.keyword] : [])),
  };
}

function readList(reader: Reader): Operand[] {
  const operands: Operand[] = [];
  reader.skip('[');
  while (reader.peek() !== undefined && !reader.skip(']')) {
    const operand = readValue(reader);
    if (operand === undefined) return operands;
    operands.push(operand);
    reader.skip(',');
  }
  return operands;
}

const keywords = ['NULL', 'EMPTY', 'WHITESPACES_ONLY'];

function readValue(reader: Reader): Operand {
  const token = reader.peek();
  if (token?.kind === 'word' && keywords.includes(token.value)) {
    reader.take();
    return { keyword: token.value };
  }
  if (token?.kind !== 'text' && token?.kind !== 'number') return undefined;
  reader.take();
  return { value: token.kind === 'number' ? Number(token.value) : token.value };
}
