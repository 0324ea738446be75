import type { Entry, ForeignSuite, ForeignTable, Path } from '../translation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../untyped.ts';
import { translateTest } from './tests.ts';

const kinds = ['models', 'seeds', 'snapshots'] as const;

/** Whether a file's content is a dbt properties file, as `models/schema.yml`. */
export function isDbt(content: unknown): boolean {
  const top = fieldsOf(content);
  return [...kinds, 'sources'].some((kind) =>
    listOf(top[kind]).some((listed) => textOf(fieldsOf(listed).name) !== undefined),
  );
}

/** Models, seeds and snapshots by name; a table of a source as `source.table`. */
export function readDbt(content: unknown): ForeignSuite {
  const top = fieldsOf(content);
  const described = kinds.flatMap((kind) =>
    listOf(top[kind]).flatMap((listed, i) => tableOf(fieldsOf(listed), [kind, i], '')),
  );
  const sources = listOf(top.sources).flatMap((source, i) =>
    listOf(fieldsOf(source).tables).flatMap((listed, j) =>
      tableOf(fieldsOf(listed), ['sources', i, 'tables', j], `${String(fieldsOf(source).name)}.`),
    ),
  );
  return { tool: 'dbt', tables: [...described, ...sources] };
}

/** A table without tests is none to choose. */
function tableOf(table: Fields, path: Path, prefix: string): ForeignTable[] {
  const columns = listOf(table.columns).flatMap((listed, i) => {
    const column = fieldsOf(listed);
    return testEntries(column, [...path, 'columns', i], textOf(column.name));
  });
  const entries = [...testEntries(table, path, undefined), ...columns];
  return entries.length === 0 ? [] : [{ name: `${prefix}${String(table.name)}`, entries }];
}

function testEntries(owner: Fields, path: Path, column: string | undefined): Entry[] {
  return ['tests', 'data_tests'].flatMap((key) =>
    listOf(owner[key]).map((listed, i) => {
      const { name, given } = testOf(listed);
      const says = column === undefined ? name : `${name} (${column})`;
      return { says, path: [...path, key, i], ...translateTest(name, given, column) };
    }),
  );
}

/** `unique`, `{ accepted_values: {...} }`, or `{ test_name: accepted_values, ... }`. */
function testOf(listed: unknown): { name: string; given: Fields } {
  if (!isFields(listed)) return { name: String(listed), given: {} };
  const named = textOf(listed.test_name);
  if (named !== undefined) return { name: named, given: flat(listed) };
  const [[name, given] = ['a test without a name', {}]] = Object.entries(listed);
  // A name of its own and a configuration may stand beside the test.
  return { name, given: flat({ config: listed.config, ...fieldsOf(given) }) };
}

/** Since 1.10 arguments stand under `arguments`. */
function flat(given: Fields): Fields {
  return { ...given, ...fieldsOf(given.arguments) };
}
