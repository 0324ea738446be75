import { literal } from '../sql-text.ts';

/** When a figure passes: an SQL condition over `figure`, and the same as inclusive bounds if it is. */
export interface Threshold {
  readonly condition: string;
  readonly bounds?: Bounds;
  /** The same where the figure is a whole number. */
  readonly wholeBounds?: Bounds;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

const comparison = /^(=|==|!=|<>|<=|>=|<|>)\s*(-?[\d.]+)\s*%?$/u;
const between =
  /^(not\s+)?between\s*([[(])?\s*(-?[\d.]+)\s*%?\s*and\s*(-?[\d.]+)\s*%?\s*([\])])?$/iu;

/** `> 0`, `between 10 and 20`, `not between (0 and 5]`; undefined where it is none. */
export function thresholdOf(text: string): Threshold | undefined {
  const compared = comparison.exec(text.trim());
  if (compared !== null) return compare(compared[1] ?? '', Number(compared[2]));
  const inside = between.exec(text.trim());
  if (inside === null) return undefined;
  const [, not, open, first, last, close] = inside;
  const [min, max] = [Number(first), Number(last)];
  if (!Number.isFinite(min) || !Number.isFinite(max)) return undefined;
  const low = `figure ${open === '(' ? '>' : '>='} ${literal(min)}`;
  const high = `figure ${close === ')' ? '<' : '<='} ${literal(max)}`;
  if (not !== undefined) return { condition: `NOT (${low} AND ${high})` };
  const isClosed = open !== '(' && close !== ')';
  return { condition: `${low} AND ${high}`, ...(isClosed ? { bounds: { min, max } } : {}) };
}

function compare(operator: string, value: number): Threshold | undefined {
  if (!Number.isFinite(value)) return undefined;
  const sign = operator === '==' ? '=' : operator === '!=' ? '<>' : operator;
  const condition = `figure ${sign} ${literal(value)}`;
  if (sign === '=') return { condition, bounds: { min: value, max: value } };
  if (sign === '>=') return { condition, bounds: { min: value } };
  if (sign === '<=') return { condition, bounds: { max: value } };
  if (!Number.isInteger(value)) return { condition };
  if (sign === '>') return { condition, wholeBounds: { min: value + 1 } };
  if (sign === '<' && value > 0) return { condition, wholeBounds: { max: value - 1 } };
  return { condition };
}
