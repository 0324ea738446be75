import type { CheckName } from '../../../../shared/domain/check.ts';
import { columnTypeOf } from '../column-type.ts';
import { patternOf, whole } from '../python-pattern.ts';
import * as sql from '../sql-text.ts';
import {
  carried,
  lost,
  references,
  type Translated,
  together,
  withArguments,
  withoutUndefined,
} from '../translation.ts';
import type { Rule, Test } from './parse.ts';

type Translate = (rule: Rule) => Translated;

/** Rule types of DQDL, by their names in lower case. */
const rules = new Map<string, Translate>(
  Object.entries({
    rowcount: (rule) => figure(rule, 'count(*)', 'row-count'),
    columncount: ({ test }) => {
      const bounds = wholeBounds(test);
      return bounds === undefined ? lost(noTest) : carried({ check: 'column-count', ...bounds });
    },
    columnexists: ({ names }) => carried({ check: 'columns', columns: names }),
    iscomplete: ({ names: [column] }) => carried({ check: 'not-null', column }),
    isunique: ({ names: [column] }) => carried({ check: 'unique', column }),
    isprimarykey: ({ names }) => {
      const [column] = names;
      const unique = names.length === 1 ? { column } : { columns: names };
      const complete = names.map((name) => ({ check: 'not-null', column: name }) as const);
      return carried({ check: 'unique', ...unique }, ...complete);
    },
    completeness: (rule) => figure(rule, `count(${column(rule)}) / nullif(count(*), 0)`),
    uniqueness: (rule) => shareOfKeys(rule, 'count(*) FILTER (WHERE copies = 1)', 'sum(copies)'),
    uniquevalueratio: (rule) => shareOfKeys(rule, 'count(*) FILTER (WHERE copies = 1)', 'count(*)'),
    distinctvaluescount: (rule) =>
      figure(rule, `count(DISTINCT ${column(rule)})`, 'distinct-count'),
    mean: (rule) => figure(rule, `avg(${column(rule)})`, 'mean'),
    sum: (rule) => figure(rule, `sum(${column(rule)})`, 'sum'),
    standarddeviation: (rule) => figure(rule, `stddev_pop(${column(rule)})`),
    entropy: (rule) => figure(rule, `entropy(${column(rule)}) * ln(2)`),
    columncorrelation: (rule) =>
      figure(rule, `corr(${column(rule)}, ${sql.name(rule.names[1] ?? '')})`),
    columnlength: length,
    columnvalues: values,
    columndatatype: dataType,
    customsql: customSql,
    datafreshness: () => lost('ages are written as 36h or 7d in the check freshness'),
    referentialintegrity: referential,
    datasetmatch: () => lost('name the other data in the input reference'),
    rowcountmatch: rowRatio,
    schemamatch: () => lost('name the other data in the input reference'),
    aggregatematch: () =>
      lost('name the other data in the input reference, and write both in a check sql'),
    detectanomalies: () => lost('it compares with earlier runs; give bounds, or use drift-report'),
  } satisfies Record<string, Translate>),
);

const noTest = 'it does not say what its figure must be';

export function translateRule(rule: Rule): Translated {
  const translate = rules.get(rule.type.toLowerCase());
  return translate === undefined
    ? lost(`there is no rule ${rule.type} here; write it as a check sql`)
    : translate(rule);
}

function column({ names: [name = ''] }: Rule): string {
  return sql.name(name);
}

/** A test as a condition over `figure`; the ends of `between` do not belong to it. */
function conditionOf(test: Test | undefined): string | undefined {
  if (test === undefined || test.values.length === 0) return undefined;
  const [first = '', second] = test.values;
  const not = test.not ? 'NOT ' : '';
  if (test.operator === 'between') {
    if (second === undefined) return undefined;
    return `${not}(figure > ${sql.literal(first)} AND figure < ${sql.literal(second)})`;
  }
  if (test.operator === 'in') return `${not}(figure IN (${sql.values(test.values)}))`;
  if (test.operator === 'matches') return undefined;
  const sign = test.operator === '!=' ? '<>' : test.operator;
  return `${not}(figure ${sign} ${sql.literal(first)})`;
}

/** Bounds of a whole number, where an excluded end is its neighbour. */
function wholeBounds(test: Test | undefined): { min?: number; max?: number } | undefined {
  const [first, second] = test?.values ?? [];
  if (test === undefined || test.not || !Number.isInteger(first)) return undefined;
  const value = Number(first);
  switch (test.operator) {
    case '=':
      return { min: value, max: value };
    case '>':
      return { min: value + 1 };
    case '>=':
      return { min: value };
    case '<':
      return { max: value - 1 };
    case '<=':
      return { max: value };
    case 'between':
      return Number.isInteger(second) ? { min: value + 1, max: Number(second) - 1 } : undefined;
    default:
      return undefined;
  }
}

/** Bounds whose ends belong to them. */
function closedBounds({ test }: Rule): { min?: number; max?: number } | undefined {
  const [value] = test?.values ?? [];
  if (test === undefined || test.not || typeof value !== 'number') return undefined;
  if (test.operator === '=') return { min: value, max: value };
  if (test.operator === '>=') return { min: value };
  return test.operator === '<=' ? { max: value } : undefined;
}

const counts: readonly (CheckName | undefined)[] = ['row-count', 'distinct-count'];

function figure(rule: Rule, expression: string, kind?: CheckName): Translated {
  const condition = conditionOf(rule.test);
  if (condition === undefined) return lost(noTest);
  const bounds = counts.includes(kind) ? wholeBounds(rule.test) : closedBounds(rule);
  if (kind === undefined || bounds === undefined) {
    return carried(sql.figureDraft(rule.text, expression, condition));
  }
  const about = kind === 'row-count' ? {} : { column: rule.names[0] };
  return carried({ check: kind, ...about, ...bounds });
}

/** A share of how often the combinations of the columns stand. */
function shareOfKeys(rule: Rule, part: string, all: string): Translated {
  const condition = conditionOf(rule.test);
  if (condition === undefined) return lost(noTest);
  const names = rule.names.map(sql.name);
  const there = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  const groups = `SELECT count(*) AS copies FROM data WHERE ${there} GROUP BY ${names.join(', ')}`;
  const share = `SELECT ${part} / nullif(${all}, 0) AS figure FROM (${groups}) AS counted`;
  const query = `SELECT figure FROM (${share}) AS computed WHERE (${condition}) IS NOT TRUE`;
  return carried({ check: 'sql', name: rule.text, query });
}

/** `with threshold > 0.9`: the share of values that must pass. */
function mostlyOf({ threshold }: Rule): { mostly?: number } | undefined {
  if (threshold === undefined) return {};
  const [share] = threshold.values;
  if (typeof share !== 'number' || !['>', '>='].includes(threshold.operator)) return undefined;
  return { mostly: share };
}

function ofValues(
  rule: Rule,
  draft: { check: CheckName; [argument: string]: unknown },
): Translated {
  const share = mostlyOf(rule);
  if (share === undefined) return lost('its threshold; give the share that must pass as mostly');
  const translated = withArguments(carried(withoutUndefined(draft)), {
    column: rule.names[0],
    ...share,
  });
  if (rule.threshold?.operator !== '>') return translated;
  return { ...translated, differs: 'the share itself passes here; there it must be exceeded' };
}

/** `ReferentialIntegrity "state" "states.name" >= 0.9`: the share of values that stand there. */
function referential(rule: Rule): Translated {
  const [column = '', other = ''] = rule.names;
  const [table = '', ...key] = other.split('.');
  const [share] = rule.test?.values ?? [];
  const isLeast = ['=', '>='].includes(rule.test?.operator ?? '');
  if (typeof share !== 'number' || !isLeast || (rule.test?.operator === '=' && share !== 1)) {
    return lost('its share; give the least share as mostly');
  }
  const { drafts } = references([column], table, [key.join('.')]);
  return carried(...drafts.map((draft) => (share === 1 ? draft : { ...draft, mostly: share })));
}

function rowRatio(rule: Rule): Translated {
  const bounds = closedBounds(rule);
  const [table = ''] = rule.names;
  return bounds === undefined ? lost(noTest) : carried({ check: 'row-ratio', table, ...bounds });
}

function length(rule: Rule): Translated {
  const bounds = wholeBounds(rule.test);
  return bounds === undefined ? lost(noTest) : ofValues(rule, { check: 'length', ...bounds });
}

/** A missing value fails every comparison but the negated ones, unless the rule lists NULL. */
function values(rule: Rule): Translated {
  const { test } = rule;
  if (test === undefined) return lost('a comparison that is not known here');
  if (test.keywords.some((keyword) => keyword !== 'NULL')) {
    return lost(`${test.keywords.join(', ')} as a value; write it as a check pattern`);
  }
  const isNegated = test.operator === '!=' || test.not;
  const takesMissing = test.keywords.includes('NULL') !== isNegated;
  if (test.values.length === 0) return onlyMissing(rule, isNegated);
  const compared = comparison(rule, test);
  if (takesMissing || compared.drafts.length === 0) return compared;
  if (rule.threshold !== undefined) {
    return { ...compared, differs: 'missing values are left out here; there they fail' };
  }
  return together([compared, carried({ check: 'not-null', column: rule.names[0] })]);
}

function onlyMissing(rule: Rule, isNegated: boolean): Translated {
  if (!rule.test?.keywords.includes('NULL')) return lost('a comparison that is not known here');
  return ofValues(rule, { check: isNegated ? 'not-null' : 'always-null' });
}

function comparison(rule: Rule, { operator, not, values: listed }: Test): Translated {
  const [first, second] = listed;
  if (operator === 'in') {
    return ofValues(rule, { check: not ? 'forbidden-values' : 'allowed-values', values: listed });
  }
  if (operator === 'matches') return matching(rule, not, String(first));
  if (not) return lost('a comparison with not; turn it around');
  if (operator === '=') return ofValues(rule, { check: 'allowed-values', values: listed });
  if (operator === '!=') return ofValues(rule, { check: 'forbidden-values', values: listed });
  const ends: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    between: { above: first, below: second },
    '>': { above: first },
    '>=': { min: first },
    '<': { below: first },
    '<=': { max: first },
  };
  return ofValues(rule, { check: 'range', ...ends[operator] });
}

function matching(rule: Rule, not: boolean, text: string): Translated {
  const pattern = patternOf(whole(text));
  if ('lost' in pattern) return lost(pattern.lost);
  return ofValues(rule, { check: 'pattern', [not ? 'not-matches' : 'matches']: pattern.matches });
}

function dataType(rule: Rule): Translated {
  const [name = ''] = rule.names;
  const type = columnTypeOf(String(rule.test?.values[0] ?? ''));
  if (type === undefined || rule.test?.operator !== '=')
    return lost('a type that is not known here');
  if (rule.threshold !== undefined)
    return lost('a share of values of a type; a column has one type here');
  return carried({ check: 'types', types: { [name]: type } });
}

/** The data is called primary there. Without a test the query gives rows that pass. */
function customSql({ names: [query = ''], test, text }: Rule): Translated {
  const asked = query.replace(/\b(FROM|JOIN)\s+primary\b/giu, '$1 data').replace(/;\s*$/u, '');
  const condition = conditionOf(test);
  if (condition === undefined) {
    return lost('rows that pass; write the check sql so that it gives rows that fail');
  }
  return carried({
    check: 'sql',
    name: text,
    query: `SELECT figure FROM (${asked}) AS asked(figure) WHERE (${condition}) IS NOT TRUE`,
  });
}
