import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Check } from '../../../shared/domain/check.ts';
import { columnsOf, kindOf } from '../checks/kinds.ts';
import { titles } from '../messages.ts';
import { messages } from './messages.ts';

/** A check that this data gives otherwise than the suite there was. */
export interface SuiteChange {
  readonly kind: 'changed' | 'new' | 'gone';
  readonly title: string;
  readonly was: string;
  readonly now: string;
}

/** Kinds that are derived from data: of others their absence says nothing. */
const derived: readonly Check['check'][] = [
  ...(['row-count', 'columns', 'types', 'not-null', 'unique', 'range'] as const),
  ...(['allowed-values', 'distribution', 'length', 'pattern', 'compare-columns'] as const),
];

/**
 * What the checks derived from new data say otherwise than the suite: changed first, then gone.
 *
 * @param showValues whether values of the data may be shown: a list of categories is made of them
 */
export function suiteChanges(
  before: readonly Check[],
  after: readonly Check[],
  showValues: boolean,
): SuiteChange[] {
  const shown = (check: Check, old?: Check): string =>
    showValues ? expectedOf(check) : withoutValues(check, old);
  const known = new Map(before.map((check) => [keyOf(check), check]));
  const now = new Map(after.map((check) => [keyOf(check), check]));
  const changed = [...now].flatMap(([key, check]): SuiteChange[] => {
    const old = known.get(key);
    if (old === undefined || expectedOf(old) === expectedOf(check)) return [];
    return [change('changed', check, expectedOf(old), shown(check, old))];
  });
  const gone = [...known].filter(([key, check]) => !now.has(key) && derived.includes(check.check));
  const added = [...now].filter(([key]) => !known.has(key));
  return [
    ...changed,
    ...gone.map(([, check]) => change('gone', check, expectedOf(check), '')),
    ...added.map(([, check]) => change('new', check, '', shown(check))),
  ];
}

function change(kind: SuiteChange['kind'], check: Check, was: string, now: string): SuiteChange {
  return { kind, title: kindOf(check).title(check), was, now };
}

/** What a check is about: two of one kind about the same columns are the same check. */
function keyOf(check: Check): string {
  const part = 'quantile' in check ? check.quantile : '';
  // Of all columns together: one column more is a change of the check, not another check.
  const isWhole = check.check === 'unique' && (check.columns?.length ?? 0) > 1;
  return JSON.stringify([check.check, isWhole ? 'rows' : columnsOf(check), part]);
}

function expectedOf(check: Check): string {
  return kindOf(check).expected(check);
}

/** How many values there are, and how many of them the suite does not list. */
function withoutValues(check: Check, old: Check | undefined): string {
  if (check.check !== 'allowed-values') return expectedOf(check);
  const known = old?.check === 'allowed-values' ? old.values.map(String) : [];
  const fresh = check.values.filter((value) => !known.includes(String(value)));
  return messages.values(check.values.length, old === undefined ? 0 : fresh.length);
}

export function changesTable(file: string, changes: readonly SuiteChange[]): TableInput {
  return {
    id: 'suite-changes',
    title: messages.changesTitle(file),
    columns: [
      { title: '' },
      { title: titles.check },
      { title: titles.inTheFile },
      { title: titles.thisData },
    ],
    rows: changes.map(({ kind, title, was, now }) => [messages.kinds[kind], title, was, now]),
  };
}
