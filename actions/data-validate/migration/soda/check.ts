import { columnTypeOf } from '../column-type.ts';
import {
  carried,
  type Draft,
  lost,
  onlyRows,
  references,
  sameRows,
  type Translated,
  together,
  withArguments,
  withoutUndefined,
} from '../translation.ts';
import { type Fields, fieldsOf, listOf, namesOf, textOf } from '../untyped.ts';
import { type Metric, metricOf } from './metric.ts';
import { type Threshold, thresholdOf } from './threshold.ts';

const beyond: readonly (readonly [RegExp, string])[] = [
  [
    /^anomaly|^change |^automated/u,
    'it compares with earlier runs in Soda Cloud; give bounds, or use drift-report',
  ],
  [/^distribution/u, 'name the reference data in the input reference, or use drift-report'],
  [/must not exist in/u, 'values that must not stand in another table; write it as a check sql'],
  [/^(?:group by|group evolution)/u, 'use by in the checks here'],
  [/^(?:reconciliation|reference)/u, 'it looks at a second table; declare both tables here'],
];

/** One entry of the list under `checks for table:`, as the file says it and with what stands below it. */
export function translateCheck(said: string, settings: Fields, table: string): Translated {
  const text = said.replace(/\s+/gu, ' ').trim();
  const reason = beyond.find(([form]) => form.test(text))?.[1];
  if (reason !== undefined) return lost(reason);
  if (JSON.stringify([said, settings]).includes('${')) {
    return lost('its variables are filled in by Soda; write the values');
  }
  const name = textOf(settings.name);
  const filter = textOf(settings.filter);
  const translated = withArguments(
    translateText(text, settings, table),
    name === undefined ? {} : { name },
  );
  return filter === undefined ? translated : onlyRows(translated, filter);
}

function translateText(text: string, settings: Fields, table: string): Translated {
  if (text === 'schema') return schema(settings);
  if (text === 'failed rows') return failedRows(settings, table);
  if (text.startsWith('freshness')) return freshness(text);
  const across = acrossTables(text);
  if (across !== undefined) return across;
  const found = /^([a-z_]\w*)\s*(?:\(([^)]*)\))?\s*(.*)$/iu.exec(text);
  if (found === null) return lost('it is written in a way that is not known here');
  const [, metric = '', list = '', threshold = ''] = found;
  const args = split(list);
  const measured = userMetric(metric, settings, table) ?? metricOf(metric, args, settings);
  if (typeof measured === 'string') return lost(measured);
  const alerts = (['fail', 'warn'] as const).flatMap((level) => alertOf(measured, level, settings));
  if (threshold === '' && alerts.length > 0) return together(alerts);
  const passing = thresholdOf(threshold);
  if (passing === undefined)
    return lost(`its threshold ${threshold === '' ? 'is missing' : threshold}`);
  return carried(draftOf(measured, passing, text));
}

/** `values in (state) must exist in states (name)`, `row_count same as invoices`. */
function acrossTables(text: string): Translated | undefined {
  const [, own, table, key] =
    /^values in \(([^)]+)\) must exist in (\S+) \(([^)]+)\)$/u.exec(text) ?? [];
  if (own !== undefined && table !== undefined && key !== undefined) {
    return references(split(own), table, split(key));
  }
  const [, other] = /^row_count same as (\S+)$/u.exec(text) ?? [];
  return other === undefined ? undefined : sameRows(other);
}

function split(list: string): string[] {
  return list.split(',').map((name) => name.trim().replace(/^["'`]|["'`]$/gu, ''));
}

/** `warn: when > 5` says when it fails, where a bare threshold says when it passes. */
function alertOf(metric: Metric, level: 'fail' | 'warn', settings: Fields): Translated[] {
  const said = textOf(settings[level]);
  if (said === undefined) return [];
  const failing = thresholdOf(said.replace(/^when\s+/u, ''));
  if (failing === undefined) return [lost(`its ${level}: ${said}`)];
  const draft = draftOf(metric, { condition: `NOT (${failing.condition})` }, `${level} ${said}`);
  return [carried({ ...draft, ...(level === 'warn' ? { severity: 'warning' } : {}) })];
}

function draftOf({ query, kind, none }: Metric, threshold: Threshold, title: string): Draft {
  const { condition } = threshold;
  const isCount = kind?.check === 'row-count' || kind?.check === 'distinct-count';
  const bounds = threshold.bounds ?? (isCount ? threshold.wholeBounds : undefined);
  if (none !== undefined && bounds?.min === 0 && bounds.max === 0) {
    return none.check === 'condition' ? { ...none, name: title } : none;
  }
  if (kind !== undefined && bounds !== undefined) return { ...kind, ...bounds };
  return {
    check: 'sql',
    name: title,
    query: `SELECT figure FROM (${query}) AS computed WHERE (${condition}) IS NOT TRUE`,
  };
}

/** A metric of the user's own: `avg_order expression: SUM(a) / COUNT(b)`, or `... query: SELECT`. */
function userMetric(metric: string, settings: Fields, table: string): Metric | undefined {
  const expression = textOf(settings[`${metric} expression`]);
  if (expression !== undefined) return { query: `SELECT ${expression} AS figure FROM data` };
  const query = textOf(settings[`${metric} query`]);
  if (query === undefined) return undefined;
  return { query: `SELECT * FROM (${overData(query, table)}) AS asked(figure)` };
}

function overData(query: string, table: string): string {
  const name = table.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
  return query
    .replace(new RegExp(`\\b(FROM|JOIN)\\s+"?${name}"?(?![\\w.])`, 'giu'), '$1 data')
    .replace(/;\s*$/u, '');
}

function failedRows(settings: Fields, table: string): Translated {
  const condition = textOf(settings['fail condition']);
  if (condition !== undefined)
    return carried({ check: 'condition', condition: `NOT (${condition})` });
  const query = textOf(settings['fail query']);
  if (query === undefined) return lost('it has neither a fail condition nor a fail query');
  return carried({ check: 'sql', query: overData(query, table) });
}

function freshness(text: string): Translated {
  const found = /^freshness\s*\(([^),]+)\)\s*<=?\s*((?:\d+[dhms])+)$/u.exec(text);
  if (found === null) return lost('freshness with a variable, or with another comparison than <');
  const [, column = '', age = ''] = found;
  const hours: Readonly<Record<string, number>> = { d: 24, h: 1, m: 1 / 60, s: 1 / 3600 };
  const parts = [...age.matchAll(/(\d+)([dhms])/gu)];
  const total = parts.reduce((sum, [, n, unit = 'h']) => sum + Number(n) * (hours[unit] ?? 0), 0);
  const maxAge = Number.isInteger(total) ? `${total}h` : `${Math.round(total * 3600)}s`;
  return carried({ check: 'freshness', column: column.trim(), 'max-age': maxAge });
}

/** `fail: {...}` and `warn: {...}`, each a mapping of conditions of the columns. */
function schema(settings: Fields): Translated {
  const parts = (['fail', 'warn'] as const).flatMap((level) =>
    Object.entries(fieldsOf(settings[level])).map(([rule, value]) =>
      withArguments(schemaRule(rule, value), level === 'warn' ? { severity: 'warning' } : {}),
    ),
  );
  return parts.length === 0 ? lost('it has no rule under fail or warn') : together(parts);
}

function schemaRule(rule: string, value: unknown): Translated {
  switch (rule) {
    case 'when required column missing':
      return carried({ check: 'columns', columns: namesOf(value) });
    case 'when wrong column type': {
      const types = Object.entries(fieldsOf(value)).map(([name, type]) => [
        name,
        columnTypeOf(String(type)),
      ]);
      const unknown = types.find(([, type]) => type === undefined);
      if (unknown !== undefined) return lost(`no type here is that of ${String(unknown[0])}`);
      return carried({ check: 'types', types: Object.fromEntries(types) });
    }
    case 'when wrong column index': {
      const places = Object.entries(fieldsOf(value)).sort(([, a], [, b]) => Number(a) - Number(b));
      const columns = places.map(([name]) => name);
      return {
        ...carried(withoutUndefined({ check: 'columns', columns, ordered: true })),
        differs: 'their order is checked, not their places by number',
      };
    }
    default:
      return lost(
        `${rule}: ${listOf(value).map(String).join(', ')}; list all columns with exact: true`,
      );
  }
}
