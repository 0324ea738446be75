import type { CheckOf } from '../../../shared/domain/check.ts';
import type { ColumnType } from '../../../shared/domain/column.ts';
import { messages as across } from './across-messages.ts';
import { countRows } from './count-rows.ts';
import {
  blocked,
  type Ground,
  type GroundTable,
  isNumeric,
  isTime,
  type Kind,
  knownValue,
  type Plan,
  whole,
} from './kind.ts';
import { kinds as texts } from './kind-messages.ts';
import { messages } from './messages.ts';
import { textOf } from './values.ts';

/** Checks that hold a table against another one. */
export const acrossKinds = {
  references: {
    columns: ownKey,
    plan: planReferences,
    title: (check) =>
      texts.references.title(
        ownKey(check).join(' + '),
        `${check.table}.${otherKey(check).join(' + ')}`,
      ),
    expected: ({ table, mostly }) => texts.references.expected(table, mostly),
  } satisfies Kind<CheckOf<'references'>>,
  'row-ratio': {
    columns: () => [],
    plan: planRowRatio,
    title: ({ table }) => texts.rowRatio.title(table),
    expected: ({ table, min, max }) => texts.rowRatio.expected(table, min, max),
  } satisfies Kind<CheckOf<'row-ratio'>>,
};

function ownKey(check: CheckOf<'references'>): readonly string[] {
  return check.columns ?? (check.column === undefined ? [] : [check.column]);
}

function otherKey(check: CheckOf<'references'>): readonly string[] {
  return check.key ?? ownKey(check);
}

function otherTable(name: string, { tables, reference }: Ground): GroundTable | undefined {
  return name === 'reference' ? reference : tables.get(name);
}

function noTable(name: string): Plan {
  return blocked(name === 'reference' ? messages.noReference : across.noTable(name));
}

/** A row without a value refers to nothing, as in SQL: that is the business of not-null. */
function planReferences(check: CheckOf<'references'>, ground: Ground): Plan {
  const { sql, types } = ground;
  const other = otherTable(check.table, ground);
  if (other === undefined) return noTable(check.table);
  const otherTypes = new Map(other.columns.map(({ name, type }) => [name, type]));
  const missing = otherKey(check).filter((name) => !otherTypes.has(name));
  if (missing.length > 0) {
    return blocked(across.otherColumnsMissing(check.table, missing, [...otherTypes.keys()]));
  }
  const pairs = ownKey(check).map((name, i) => {
    const key = otherKey(check)[i] ?? name;
    return { name, type: types.get(name), key, keyType: otherTypes.get(key) };
  });
  const odd = pairs.find(({ type, keyType }) => familyOf(type) !== familyOf(keyType));
  if (odd !== undefined) {
    const key = `${check.table}.${odd.key}`;
    return blocked(messages.notComparable(odd.name, odd.type, key, odd.keyType));
  }
  const own = pairs.map(({ name, type }) => comparable(name, type, ground));
  const theirs = pairs.map(({ key, keyType }) => comparable(key, keyType, ground));
  const known = (values: readonly string[]): string =>
    values.map((value) => `(${value}) IS NOT NULL`).join(' AND ');
  const found = `SELECT (${theirs.join(', ')}) FROM ${other.relation} WHERE ${known(theirs)}`;
  return countRows({
    mostly: check.mostly,
    judged: `count_if(${known(own)})`,
    condition: `(${known(own)} AND (${own.join(', ')}) NOT IN (${found}))`,
    shown: `concat_ws(' / ', ${pairs.map(({ name }) => textOf(name, sql)).join(', ')})`,
    found: (failing) => across.withoutRow(texts.values(failing), check.table),
  });
}

/** Values of one family can be equal: numbers, times, or the very same type. */
function familyOf(type: ColumnType | undefined): string | undefined {
  if (isNumeric(type)) return 'number';
  return isTime(type) ? 'time' : type;
}

function comparable(name: string, type: ColumnType | undefined, { sql }: Ground): string {
  const value = knownValue(name, type, sql);
  return isTime(type) ? `CAST(${value} AS TIMESTAMP)` : value;
}

function planRowRatio(check: CheckOf<'row-ratio'>, ground: Ground): Plan {
  const { table, min = 0, max = Number.POSITIVE_INFINITY } = check;
  const other = otherTable(table, ground);
  if (other === undefined) return noTable(table);
  if (other.rows === 0) return blocked(across.emptyTable(table));
  return {
    judge: ({ rows }) => {
      const ratio = rows / other.rows;
      const found = texts.rowRatio.found(rows, ratio, table, other.rows);
      return whole(ratio >= min && ratio <= max, found);
    },
  };
}
