import type { PeerMethod } from '../../../shared/domain/drift-method.ts';
import { type Formula, type PeerFormula, peerFormulas, type Rule } from './methods.ts';
import { distinctOf, pooled, rowsOf, type ValueCounts } from './value-counts.ts';

/** What a tool says of one comparison, by its own formula and its own rule. */
export interface PeerVerdict {
  /** Null where the tool refuses the samples, or its number is not finite. */
  readonly value: number | null;
  readonly pValue: number | undefined;
  /** What the number was held against; of a p-value, the level. */
  readonly limit: number;
  /** Undefined where the tool gives no number. */
  readonly drifted: boolean | undefined;
}

/** The formula that the asked method comes down to for one column. */
export interface ChosenFormula {
  readonly method: PeerMethod;
  readonly formula: Formula;
  readonly rule: Rule;
}

/** Evidently treats whole numbers with so few values as categories. */
const mostWholeCategories = 10;

/**
 * The formula for a column: the asked one, else what the same tool does with such a column.
 * Undefined where the tool has nothing for it.
 */
export function chooseFormula(
  asked: PeerMethod,
  counts: ValueCounts,
  isNumber: boolean,
): ChosenFormula | undefined {
  const isFew = counts.isInteger && distinctOf(counts.reference) <= mostWholeCategories;
  const asNumber = isNumber && !(asked.startsWith('evidently-') && isFew);
  let method: PeerMethod | undefined = asked;
  // A tool's methods point to one another at most twice: by kind, then by size.
  for (let step = 0; step < 3 && method !== undefined; step++) {
    if (method === 'evidently-default') method = evidentlyDefault(counts, asNumber);
    const entry: PeerFormula = peerFormulas[method as keyof typeof peerFormulas];
    const formula = asNumber ? entry.numbers : entry.categories;
    if (formula !== undefined) return { method, formula, rule: entry.rule };
    method = entry.otherwise;
  }
  return undefined;
}

/** By the reference's rows and by distinct values alone, not by how noisy either is. */
function evidentlyDefault(counts: ValueCounts, isNumber: boolean): keyof typeof peerFormulas {
  const distinct = distinctOf(pooled(counts));
  const isSmall = rowsOf(counts.reference) <= 1_000;
  if (isNumber && distinct > 5) return isSmall ? 'evidently-ks' : 'evidently-wasserstein';
  if (!isSmall) return 'evidently-js';
  return distinct > 2 ? 'evidently-chi-squared' : 'evidently-z';
}

/**
 * Hold a tool's number against its rule.
 *
 * @param given the user's own limit, which every tool lets replace its default
 * @param pieces what pieces of the reference show against the whole of it, where the rule learns
 */
export function judge(
  { formula, rule }: ChosenFormula,
  counts: ValueCounts,
  given: number | undefined,
  pieces: readonly number[],
): PeerVerdict {
  const figure = formula(counts);
  const { value, pValue } =
    typeof figure === 'number' ? { value: figure, pValue: undefined } : figure;
  const decisive = pValue ?? value;
  const limit = limitOf(rule, given, pieces);
  const drifted = Number.isNaN(decisive) ? undefined : exceeds(rule, decisive, limit);
  return { value: Number.isFinite(value) ? value : null, pValue, limit, drifted };
}

function limitOf(rule: Rule, given: number | undefined, pieces: readonly number[]): number {
  if (given !== undefined) return given;
  if (rule.kind !== 'learned') return rule.limit ?? Number.NaN;
  const mean = pieces.reduce((sum, value) => sum + value, 0) / pieces.length;
  const variance = pieces.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pieces.length;
  return Math.min(mean + 3 * Math.sqrt(variance), rule.most ?? Number.POSITIVE_INFINITY);
}

function exceeds(rule: Rule, value: number, limit: number): boolean {
  if (rule.kind === 'p-below') return value < limit;
  if (rule.kind === 'p-at-most') return value <= limit;
  return rule.kind === 'at-least' ? value >= limit : value > limit;
}

/** Whether the user has to say when this is drift, because the tool does not. */
export function needsLimit({ rule }: ChosenFormula): boolean {
  return rule.kind === 'above' && rule.limit === undefined;
}
