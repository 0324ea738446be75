import { type ActionError, usageError } from '../../shared/kernel/action-error.ts';
import { textProto } from './threshold-file-messages.ts';

/** What a message in protocol buffers' text format holds. */
export type ProtoValue = string | number | boolean | ProtoMessage | readonly ProtoValue[];
export interface ProtoMessage {
  readonly [field: string]: ProtoValue;
}

/** Whether a file's name says that it is in protocol buffers' text format. */
export function isTextProto(file: string): boolean {
  return /\.(?:pbtxt|textproto|textpb|txtpb|prototxt)$/iu.test(file);
}

/** Fields of TFMA's EvalConfig that may stand several times, and are lists also where they do not. */
const repeated: ReadonlySet<string> = new Set([
  ...['metrics_specs', 'metrics', 'slicing_specs', 'feature_keys', 'model_specs', 'model_names'],
  ...['output_names', 'per_slice_thresholds', 'cross_slice_thresholds', 'cross_slicing_specs'],
]);

/** Maps are written as entries of a key and a value. */
const maps: ReadonlySet<string> = new Set(['thresholds', 'feature_values', 'output_weights']);

/**
 * Read protocol buffers' text format, without its schema: messages, lists, strings, numbers and
 * enumerations. Strict: whatever is not understood is an error, as a lost threshold would be a check
 * that someone believes in.
 *
 * @throws ActionError (usage, `threshold-file-invalid`), with the line
 * @see https://protobuf.dev/reference/protobuf/textformat-spec/
 */
export function parseTextProto(text: string, file: string): ProtoMessage {
  const reader = new Reader(tokensOf(text, file), file);
  return reader.message(undefined);
}

interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'mark' | 'end';
  readonly text: string;
  readonly line: number;
}

function invalid(file: string, line: number, found: string): ActionError {
  const { message, hint } = textProto.invalid(file, line, found);
  return usageError('threshold-file-invalid', message, hint);
}

const lexemes: readonly (readonly [kind: Token['kind'] | 'blank', pattern: RegExp])[] = [
  ['blank', /[\s]+|#[^\n]*/uy],
  ['string', /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'/uy],
  ['number', /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?(?![A-Za-z_])/uy],
  ['name', /-?[A-Za-z_][A-Za-z0-9_]*/uy],
  ['mark', /[{}<>[\]:;,]/uy],
];

function tokensOf(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let place = 0; place < text.length; ) {
    const found = lexemes.flatMap(([kind, pattern]) => {
      pattern.lastIndex = place;
      const match = pattern.exec(text)?.[0];
      return match === undefined ? [] : [{ kind, match }];
    })[0];
    if (found === undefined)
      throw invalid(file, line, textProto.strange(JSON.stringify(text[place])));
    const { kind, match } = found;
    if (kind !== 'blank') tokens.push({ kind, text: match, line });
    line += match.split('\n').length - 1;
    place += match.length;
  }
  return [...tokens, { kind: 'end', text: '', line }];
}

const closing: Readonly<Record<string, string>> = { '{': '}', '<': '>' };

class Reader {
  private place = 0;
  private readonly tokens: readonly Token[];
  private readonly file: string;

  constructor(tokens: readonly Token[], file: string) {
    this.tokens = tokens;
    this.file = file;
  }

  /** @param end the mark that closes the message; undefined: the end of the file */
  message(end: string | undefined): ProtoMessage {
    const fields = new Map<string, ProtoValue[]>();
    while (!this.isAt(end)) {
      const name = this.next();
      if (name.kind !== 'name') throw this.unexpected(name, textProto.aField);
      this.skip(':');
      const own = fields.get(name.text) ?? [];
      if (own.length > 0 && !repeated.has(name.text) && !maps.has(name.text)) {
        throw invalid(this.file, name.line, textProto.twice(name.text));
      }
      fields.set(name.text, [...own, ...this.values()]);
      if (!this.skip(';')) this.skip(',');
    }
    this.next();
    return Object.fromEntries([...fields].map(([name, values]) => [name, shaped(name, values)]));
  }

  private values(): ProtoValue[] {
    if (!this.skip('[')) return [this.value()];
    const values: ProtoValue[] = [];
    while (!this.skip(']')) {
      values.push(this.value());
      this.skip(',');
    }
    return values;
  }

  private value(): ProtoValue {
    const token = this.next();
    const { kind, text } = token;
    if (kind === 'number') return Number(text.replace(/f$/iu, ''));
    if (kind === 'name') return text === 'true' ? true : text === 'false' ? false : text;
    if (kind === 'string') return this.joined(unquoted(text));
    const end = closing[text];
    if (end === undefined) throw this.unexpected(token, textProto.aValue);
    return this.message(end);
  }

  /** Strings side by side are one. */
  private joined(first: string): string {
    let whole = first;
    while (this.peek().kind === 'string') whole += unquoted(this.next().text);
    return whole;
  }

  private isAt(end: string | undefined): boolean {
    const { kind, text } = this.peek();
    if (end !== undefined && kind === 'end') throw this.unexpected(this.peek(), `"${end}"`);
    return end === undefined ? kind === 'end' : kind === 'mark' && text === end;
  }

  private skip(mark: string): boolean {
    const { kind, text } = this.peek();
    if (kind !== 'mark' || text !== mark) return false;
    this.place++;
    return true;
  }

  private peek(): Token {
    return this.tokens[this.place] as Token;
  }

  private next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.place++;
    return token;
  }

  private unexpected({ kind, text, line }: Token, wanted: string): ActionError {
    const found = kind === 'end' ? undefined : text;
    return invalid(this.file, line, textProto.misplaced(found, wanted));
  }
}

/** The escapes that names and numbers need; others stand for themselves. */
function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(.)/gu, (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter);
}

function shaped(name: string, values: readonly ProtoValue[]): ProtoValue {
  if (maps.has(name)) return Object.fromEntries(values.map(entryOf));
  return repeated.has(name) ? values : (values[0] as ProtoValue);
}

function entryOf(value: ProtoValue): [string, ProtoValue] {
  const entry = typeof value === 'object' && !Array.isArray(value) ? (value as ProtoMessage) : {};
  return [String(entry.key ?? ''), entry.value ?? {}];
}
