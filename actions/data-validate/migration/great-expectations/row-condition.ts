import * as sql from '../sql-text.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../untyped.ts';

/**
 * The rows an expectation is about, as an SQL condition: a pandas query (`age > 3 and city == "x"`),
 * the `col("age") > 3` of later versions, or the nested form of version 1.x. undefined where it says
 * more than comparisons joined by and, or and not.
 */
export function rowCondition(condition: unknown): string | undefined {
  if (isFields(condition)) return nested(condition);
  const text = textOf(condition);
  return text === undefined ? undefined : fromText(text);
}

const token =
  /\s+|col\((?:"([^"]*)"|'([^']*)')\)|`([^`]*)`|"([^"]*)"|'([^']*)'|(\.(?:not_?null|is_?null|isna|notna)\(\))|(==|!=|<>|>=|<=|>|<|=|\(|\)|\[|\]|,|&|\||~)|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([A-Za-z_]\w*)/giuy;

const operators: Readonly<Record<string, string>> = {
  '==': '=',
  '&': 'AND',
  '|': 'OR',
  '~': 'NOT',
  '[': '(',
  ']': ')',
  '!=': '<>',
};
const words: Readonly<Record<string, string>> = {
  and: 'AND',
  or: 'OR',
  not: 'NOT',
  in: 'IN',
  is: 'IS',
  null: 'NULL',
  none: 'NULL',
  true: 'TRUE',
  false: 'FALSE',
};

function fromText(text: string): string | undefined {
  const parts: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) return undefined;
    const part = sqlOf(found);
    if (part !== '') parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join(' ');
}

function sqlOf(found: RegExpExecArray): string {
  const [, column1, column2, column3, double, single, test, operator, number, word] = found;
  const column = column1 ?? column2 ?? column3;
  if (column !== undefined) return sql.name(column);
  const string = double ?? single;
  if (string !== undefined) return sql.literal(string);
  if (test !== undefined) return test.toLowerCase().includes('not') ? 'IS NOT NULL' : 'IS NULL';
  if (operator !== undefined) return operators[operator] ?? operator;
  if (number !== undefined) return number;
  if (word === undefined) return '';
  return words[word.toLowerCase()] ?? sql.name(word);
}

/** `{ type: comparison, column: { name }, operator, parameter }`, joined by `and` and `or`. */
function nested(condition: Fields): string | undefined {
  const kind = String(condition.type);
  if (kind === 'and' || kind === 'or') {
    const parts = listOf(condition.conditions).map((part) => nested(fieldsOf(part)));
    if (parts.length === 0 || parts.includes(undefined)) return undefined;
    return parts.map((part) => `(${part})`).join(kind === 'and' ? ' AND ' : ' OR ');
  }
  const column = textOf(fieldsOf(condition.column).name);
  if (column === undefined) return undefined;
  if (kind === 'nullity') {
    return `${sql.name(column)} IS ${condition.is_null === true ? '' : 'NOT '}NULL`;
  }
  const { operator, parameter } = condition;
  if (kind !== 'comparison') return undefined;
  if (Array.isArray(parameter)) {
    const not = String(operator).toUpperCase() === 'NOT IN' ? 'NOT ' : '';
    return `${sql.name(column)} ${not}IN (${sql.values(parameter)})`;
  }
  const known = ['==', '!=', '<', '<=', '>', '>='].includes(String(operator));
  if (!known || !sql.isValue(parameter)) return undefined;
  const sign = operators[String(operator)] ?? String(operator);
  return `${sql.name(column)} ${sign} ${sql.literal(parameter)}`;
}
