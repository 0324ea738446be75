import type { Finding } from '../../../shared/domain/record.ts';
import { benjaminiHochberg } from '../../../shared/stats/benjamini-hochberg.ts';
import { outsideRangeP } from '../../../shared/stats/outside-range.ts';
import { shareDifference } from '../../../shared/stats/share-difference.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import type { Importance } from '../decide.ts';
import { messages } from './messages.ts';
import type { Conversion } from './units.ts';

/** What was counted of one column of numbers, beside its cells. */
export interface NumberFacts {
  readonly name: string;
  readonly importance: Importance;
  readonly hasDrifted: boolean;
  readonly rows: { readonly reference: number; readonly current: number };
  /** The reference's range, and current rows outside of it. */
  readonly range: { readonly low: number; readonly high: number };
  readonly outside: number;
  /** Whole numbers that can only be calendar years, which move on by nature. */
  readonly isYear: boolean;
  /** The commonest current value and rows with it on both sides, where it was worth counting. */
  readonly common:
    | { readonly value: number; readonly reference: number; readonly current: number }
    | undefined;
  /** The conversion after which the column agrees with the reference, and its PSI either way. */
  readonly unit:
    | { readonly conversion: Conversion; readonly before: number; readonly after: number }
    | undefined;
}

export interface ValuePolicy {
  readonly q: number;
  /** The share of rows outside the reference's range that matters. */
  readonly outOfRange: number;
  /** The rise of a single value's share that matters. */
  readonly spike: number;
}

/** One-sided 95 %. */
const level = 0.9;

/**
 * Tails, single values and units: what a measure over ten cells hides or does not name. Each kind is
 * a family of its own over the columns, and needs both a sure and a large enough change.
 */
export function valueFindings(facts: readonly NumberFacts[], policy: ValuePolicy): Finding[] {
  const others = facts.filter(({ unit }) => unit === undefined);
  return [
    ...facts.flatMap((fact) => (fact.unit === undefined ? [] : [unitFinding(fact, fact.unit)])),
    ...outsideFindings(others, policy),
    ...spikeFindings(others, policy),
  ];
}

function unitFinding(
  { name, importance }: NumberFacts,
  { conversion, before, after }: NonNullable<NumberFacts['unit']>,
): Finding {
  const { factor, offset } = conversion;
  return {
    code: 'unit-changed',
    severity: importance === 'low' ? 'info' : 'error',
    column: name,
    message: messages.unit(name, conversion.name, before, after),
    evidence: { factor, offset, before, after },
  };
}

function outsideFindings(facts: readonly NumberFacts[], { q, outOfRange }: ValuePolicy): Finding[] {
  const able = facts.filter(({ rows, isYear }) => rows.reference >= 2 && !isYear);
  const adjusted = benjaminiHochberg(
    able.map(({ rows, outside }) => outsideRangeP(rows.reference, rows.current, outside)),
  );
  return able.flatMap(({ name, rows, outside, range, ...fact }, i) => {
    const { low } = wilson({ hits: outside, rows: rows.current }, level);
    const adjustedP = adjusted[i] ?? 1;
    if (adjustedP > q || low < outOfRange) return [];
    return {
      code: 'out-of-range',
      severity: severityOf(fact),
      column: name,
      message: messages.outside(name, outside / rows.current, range.low, range.high),
      evidence: { outside, rows: rows.current, low, limit: outOfRange, adjustedP },
    };
  });
}

function spikeFindings(facts: readonly NumberFacts[], { q, spike }: ValuePolicy): Finding[] {
  const changes = facts.flatMap(({ common, rows, ...fact }) => {
    if (common === undefined) return [];
    const change = shareDifference(
      { hits: common.reference, rows: rows.reference },
      { hits: common.current, rows: rows.current },
      level,
    );
    return [{ ...fact, value: common.value, change }];
  });
  const adjusted = benjaminiHochberg(changes.map(({ change }) => change.pValue));
  return changes.flatMap(({ name, value, change, ...fact }, i) => {
    const adjustedP = adjusted[i] ?? 1;
    if (adjustedP > q || change.low < spike) return [];
    return {
      code: 'spike',
      severity: severityOf(fact),
      column: name,
      message: messages.spike(name, value, change.reference, change.current),
      evidence: { value, ...change, limit: spike, adjustedP },
    };
  });
}

/** A drift that is told already is no second alarm, only better explained. */
function severityOf({
  importance,
  hasDrifted,
}: Pick<NumberFacts, 'importance' | 'hasDrifted'>): 'info' | 'warning' {
  return importance === 'low' || hasDrifted ? 'info' : 'warning';
}
