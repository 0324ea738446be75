import type { ColumnType } from '../../../../shared/domain/column.ts';
import { columnTypeOf } from '../column-type.ts';
import * as sql from '../sql-text.ts';
import {
  carried,
  type Entry,
  type ForeignSuite,
  lost,
  type Path,
  type Translated,
  together,
} from '../translation.ts';
import { type Fields, fieldsOf, isFields, listOf, namesOf, textOf } from '../untyped.ts';
import { columnCheck, isColumnCheck } from './checks.ts';

/** Whether a file's content is a pandera schema, as its `to_yaml` or `to_json` writes one. */
export function isPandera(content: unknown): boolean {
  const { schema_type: type, columns } = fieldsOf(content);
  return type === 'dataframe' && isFields(columns);
}

export function readPandera(content: unknown): ForeignSuite {
  const schema = fieldsOf(content);
  const columns = Object.entries(fieldsOf(schema.columns)).map(
    ([name, column]) => [name, fieldsOf(column)] as const,
  );
  const entries = [
    ...presence(schema, columns),
    ...columns.flatMap(([name, column]) => columnEntries(name, column, schema)),
    ...wideChecks(schema, columns),
    ...keys(schema),
    ...indexes(schema),
    ...settings(schema),
  ];
  return { tool: 'pandera', tables: [{ name: undefined, entries }] };
}

type Columns = readonly (readonly [string, Fields])[];

/** Which columns there are; a pattern of names stands for none in particular. */
function presence(schema: Fields, columns: Columns): Entry[] {
  const named = columns.filter(([, { regex }]) => regex !== true);
  const all = named.map(([name]) => name);
  const needed = named.filter(([, { required }]) => required !== false).map(([name]) => name);
  const ordered = schema.ordered === true ? true : undefined;
  const isStrict = schema.strict === true;
  if (all.length === 0) return [];
  const path = ['columns'];
  if (isStrict && (needed.length < all.length || all.length < columns.length)) {
    const open = entry(
      'columns',
      path,
      needed.length === 0 ? { drafts: [] } : present(needed, ordered),
    );
    return [
      {
        ...open,
        lost: 'strict: true beside columns that may be absent or are a pattern of names; list the columns',
      },
    ];
  }
  if (needed.length === 0) return [];
  return [entry('columns', path, present(needed, ordered, isStrict ? true : undefined))];
}

function present(columns: readonly string[], ordered?: boolean, exact?: boolean): Translated {
  return carried({
    check: 'columns',
    columns,
    ...(exact === undefined ? {} : { exact }),
    ...(ordered === undefined ? {} : { ordered }),
  });
}

function entry(says: string, path: Path, translated: Translated): Entry {
  return { says, path, ...translated };
}

/** Everything about a column but that it is there. */
function columnEntries(name: string, column: Fields, schema: Fields): Entry[] {
  const path = ['columns', name];
  if (column.regex === true) {
    return [
      entry(
        `column ${name}`,
        path,
        lost('a pattern of column names; write a check for each column'),
      ),
    ];
  }
  const isCoerced = column.coerce === true || schema.coerce === true;
  const unique = column.unique === true || column.allow_duplicates === false;
  const parts = [
    ...typeEntry(name, column, isCoerced),
    ...(column.nullable === true
      ? []
      : [entry(`nullable (${name})`, path, carried({ check: 'not-null', column: name }))]),
    ...(unique ? [entry(`unique (${name})`, [...path, 'unique'], uniqueValues(name, column))] : []),
    ...checkEntries(name, column),
  ];
  if (column.required !== false) return parts;
  const optional = `in pandera the column ${name} may be absent; here it must be there`;
  return parts.map((part) => ({ ...part, differs: part.differs ?? optional }));
}

/** In pandera a second missing value is a repeated one. */
function uniqueValues(name: string, { nullable }: Fields): Translated {
  const unique = { check: 'unique', column: name } as const;
  if (nullable !== true) return carried(unique);
  const query = `SELECT count(*) - count(${sql.name(name)}) FROM data`;
  return carried(unique, {
    check: 'sql',
    name: `${name} is missing at most once`,
    query,
    max: 1,
  });
}

function typeEntry(name: string, { dtype }: Fields, isCoerced: boolean): Entry[] {
  const wanted = textOf(dtype);
  if (wanted === undefined) return [];
  const [says, path] = [`dtype ${wanted} (${name})`, ['columns', name, 'dtype']];
  const type: ColumnType | undefined = columnTypeOf(wanted);
  if (type === undefined) return [entry(says, path, lost(`no type here is ${wanted}`))];
  // Everything can be turned into text, so that nothing is left to check.
  if (isCoerced && type === 'string') return [];
  const translated = carried({ check: 'types', types: { [name]: type } });
  if (!isCoerced) return [entry(says, path, translated)];
  const differs = `pandera turns ${name} into ${wanted}; here it must be ${type} already`;
  return [entry(says, path, { ...translated, differs })];
}

const settingsOfColumn = new Set([
  ...['title', 'description', 'dtype', 'nullable', 'unique', 'allow_duplicates', 'coerce'],
  ...[
    'required',
    'regex',
    'checks',
    'metadata',
    'name',
    'default',
    'report_duplicates',
    'drop_invalid_rows',
  ],
]);

/** Checks stand in the column itself, or in its `checks`, as a mapping or as a list. */
function checkEntries(name: string, column: Fields): Entry[] {
  const path: Path = ['columns', name];
  const own = Object.entries(column)
    .filter(([key]) => isColumnCheck(key) || !settingsOfColumn.has(key))
    .map(([key, given]) =>
      entry(`${key} (${name})`, [...path, key], columnCheck(name, key, given)),
    );
  const mapped = Object.entries(fieldsOf(column.checks)).map(([key, given]) =>
    entry(`${key} (${name})`, [...path, 'checks', key], columnCheck(name, key, given)),
  );
  const listed = listOf(column.checks).map((given, i) => {
    const key = checkName(given);
    return entry(`${key} (${name})`, [...path, 'checks', i], columnCheck(name, key, given));
  });
  return [...own, ...mapped, ...listed];
}

function checkName(given: unknown): string {
  return textOf(fieldsOf(fieldsOf(given).options).check_name) ?? 'a check without a name';
}

/** A check of the whole frame is one of each of its columns. */
function wideChecks(schema: Fields, columns: Columns): Entry[] {
  const named = isFields(schema.checks)
    ? Object.entries(schema.checks).map(([key, given]) => [key, given, key] as const)
    : listOf(schema.checks).map((given, i) => [checkName(given), given, i] as const);
  return named.map(([key, given, place]) =>
    entry(
      key,
      ['checks', place],
      isColumnCheck(key)
        ? together(columns.map(([column]) => columnCheck(column, key, given)))
        : columnCheck('', key, given),
    ),
  );
}

/** In pandera a missing value in a key is a value, as here. */
function keys({ unique }: Fields): Entry[] {
  const columns = namesOf(unique);
  if (columns.length === 0) return [];
  return [
    entry(`unique (${columns.join(', ')})`, ['unique'], carried({ check: 'unique', columns })),
  ];
}

/** A file has no index but its row numbers, of which nothing need be checked. */
function indexes({ index }: Fields): Entry[] {
  return listOf(index).flatMap((level, i) => {
    const name = textOf(fieldsOf(level).name);
    if (name === undefined) return [];
    const reason = 'a file has columns but no index; check the column of that name';
    return [entry(`index ${name}`, ['index', i], lost(reason))];
  });
}

function settings(schema: Fields): Entry[] {
  const notes: [string, string][] = [
    ['drop_invalid_rows', 'pandera drops rows that fail and passes; here they fail'],
    ['add_missing_columns', 'pandera adds columns that are missing; here they fail'],
  ];
  const differing = notes
    .filter(([key]) => schema[key] === true)
    .map(([key, differs]) => entry(key, [key], { drafts: [], differs }));
  const filters: Entry[] =
    schema.strict === 'filter'
      ? [
          entry('strict: filter', ['strict'], {
            drafts: [],
            differs: 'pandera removes other columns; here they stay',
          }),
        ]
      : [];
  return [...differing, ...filters];
}
