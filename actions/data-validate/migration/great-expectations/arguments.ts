import type { ColumnType } from '../../../../shared/domain/column.ts';
import { columnTypeOf } from '../column-type.ts';
import * as sql from '../sql-text.ts';
import { carried, type Draft, lost, type Translated, withoutUndefined } from '../translation.ts';
import { type Fields, numberOf, textOf } from '../untyped.ts';

/** Arguments that many expectations have in common. `kwargs` in the suite. */

export type Expectation = (kwargs: Fields) => Translated;

/** A check of a column's values, with `mostly` where the suite gives it. */
export function ofValues(kwargs: Fields, draft: Draft): Translated {
  return carried(withoutUndefined({ ...draft, column: kwargs.column, mostly: kwargs.mostly }));
}

/** `min_value` and `max_value` are inclusive unless `strict_min` and `strict_max` say otherwise. */
export function rangeOf(kwargs: Fields): Readonly<Record<string, unknown>> {
  return {
    [kwargs.strict_min === true ? 'above' : 'min']: kwargs.min_value ?? undefined,
    [kwargs.strict_max === true ? 'below' : 'max']: kwargs.max_value ?? undefined,
  };
}

/** Bounds of a count, where a strict bound is the next whole number. */
export function wholeBounds(kwargs: Fields): Readonly<Record<string, unknown>> {
  const [min, max] = [numberOf(kwargs.min_value), numberOf(kwargs.max_value)];
  return {
    min: min === undefined ? undefined : kwargs.strict_min === true ? min + 1 : min,
    max: max === undefined ? undefined : kwargs.strict_max === true ? max - 1 : max,
  };
}

/** A condition over `figure` from bounds that may be dates or exclusive. */
export function conditionOf(kwargs: Fields): string | undefined {
  const part = (operator: string, bound: unknown): string[] =>
    sql.isValue(bound) ? [`figure ${operator} ${sql.literal(bound)}`] : [];
  const parts = [
    ...part(kwargs.strict_min === true ? '>' : '>=', kwargs.min_value),
    ...part(kwargs.strict_max === true ? '<' : '<=', kwargs.max_value),
  ];
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

/** A figure in SQL between the bounds of the expectation. */
export function computed(title: string, figure: string, kwargs: Fields): Translated {
  const condition = conditionOf(kwargs);
  if (condition === undefined) return lost('it has neither min_value nor max_value');
  return carried(
    sql.figureDraft(`${title} is ${condition.replaceAll('figure ', '')}`, figure, condition),
  );
}

export function quoted(kwargs: Fields): string {
  return sql.name(textOf(kwargs.column) ?? '');
}

/** The one type that all names of a list stand for, or the wider one of two that belong together. */
export function commonType(names: readonly string[]): ColumnType | undefined {
  const types = new Set(names.map(columnTypeOf).filter((type) => type !== undefined));
  const only = (...expected: ColumnType[]): boolean =>
    types.size === expected.length && expected.every((type) => types.has(type));
  if (only('integer', 'number')) return 'number';
  if (only('date', 'timestamp')) return 'timestamp';
  return types.size === 1 ? [...types][0] : undefined;
}
