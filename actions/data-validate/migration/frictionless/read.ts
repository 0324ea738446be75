import { columnTypeOf } from '../column-type.ts';
import { patternOf, whole } from '../python-pattern.ts';
import {
  carried,
  type Entry,
  type ForeignSuite,
  lost,
  type Path,
  references,
  type Translated,
  withoutUndefined,
} from '../translation.ts';
import { type Fields, fieldsOf, listOf, namesOf, shown, textOf } from '../untyped.ts';

/** Whether a file's content is a Frictionless table schema, a resource or a data package. */
export function isFrictionless(content: unknown): boolean {
  const { fields, schema, resources } = fieldsOf(content);
  const isSchema = (fields: unknown): boolean =>
    Array.isArray(fields) &&
    fields.length > 0 &&
    fields.every((field) => textOf(fieldsOf(field).name) !== undefined);
  return (
    isSchema(fields) ||
    isSchema(fieldsOf(schema).fields) ||
    listOf(resources).some((resource) => isSchema(fieldsOf(fieldsOf(resource).schema).fields))
  );
}

export function readFrictionless(content: unknown): ForeignSuite {
  const top = fieldsOf(content);
  const tool = 'Frictionless';
  if (Array.isArray(top.fields)) {
    return { tool, tables: [{ name: undefined, entries: schemaEntries(top, []) }] };
  }
  if (top.schema !== undefined) {
    const entries = schemaEntries(fieldsOf(top.schema), ['schema']);
    return { tool, tables: [{ name: textOf(top.name), entries }] };
  }
  const tables = listOf(top.resources).flatMap((listed, i) => {
    const resource = fieldsOf(listed);
    const path = ['resources', i, 'schema'];
    return resource.schema === undefined
      ? []
      : [{ name: textOf(resource.name), entries: schemaEntries(fieldsOf(resource.schema), path) }];
  });
  return { tool, tables };
}

function schemaEntries(schema: Fields, path: Path): Entry[] {
  const fields = listOf(schema.fields).map(fieldsOf);
  const columns = fields.flatMap(({ name }) => textOf(name) ?? []);
  return [
    { says: 'fields', path: [...path, 'fields'], ...header(columns, schema.fieldsMatch) },
    ...fields.flatMap((field, i) => fieldEntries(field, [...path, 'fields', i])),
    ...keyEntries(schema, path),
    ...missingValues(schema, path),
  ];
}

/** The header must be the fields in their order, unless `fieldsMatch` says less. */
function header(columns: readonly string[], match: unknown): Translated {
  const [how = 'exact'] = namesOf(match);
  if (how === 'exact') return carried({ check: 'columns', columns, exact: true, ordered: true });
  if (how === 'equal') return carried({ check: 'columns', columns, exact: true });
  if (how === 'subset') return carried({ check: 'columns', columns });
  return lost(`fieldsMatch: ${how}; list the columns that must be there`);
}

function fieldEntries(field: Fields, path: Path): Entry[] {
  const column = textOf(field.name) ?? '';
  const type = typeEntry(column, field);
  const constraints = Object.entries(fieldsOf(field.constraints)).map(([name, value]) => ({
    says: `${name} (${column})`,
    path: [...path, 'constraints', name],
    ...constraint(column, name, value),
  }));
  const says = `type ${String(field.type)} (${column})`;
  return [
    ...(type === undefined ? [] : [{ says, path: [...path, 'type'], ...type }]),
    ...constraints,
  ];
}

/** Type and format of a field, which its values are read with. */
function typeEntry(column: string, field: Fields): Translated | undefined {
  const [type, format] = [textOf(field.type) ?? 'any', textOf(field.format) ?? 'default'];
  if (type === 'any') return undefined;
  if (format.includes('%')) return carried({ check: 'date-format', column, format });
  if (type === 'year') return carried({ check: 'types', types: { [column]: 'integer' } });
  const own = columnTypeOf(type);
  if (own === undefined) return lost(`no type here is ${type}`);
  const types = carried({ check: 'types', types: { [column]: own } });
  if (format !== 'default')
    return { ...types, lost: `the format ${format}; write it as a check pattern` };
  const written = ['decimalChar', 'groupChar', 'trueValues', 'falseValues', 'bareNumber'];
  const special = written.find((key) => field[key] !== undefined);
  if (special === undefined) return types;
  return {
    ...types,
    differs: `its ${special} says how values are written; here they are written as usual`,
  };
}

function constraint(column: string, name: string, value: unknown): Translated {
  switch (name) {
    case 'required':
      return value === true ? carried({ check: 'not-null', column }) : nothing;
    case 'unique':
      return value === true ? carried({ check: 'unique', column }) : nothing;
    case 'minimum':
      return carried({ check: 'range', column, min: value });
    case 'maximum':
      return carried({ check: 'range', column, max: value });
    case 'exclusiveMinimum':
      return carried({ check: 'range', column, above: value });
    case 'exclusiveMaximum':
      return carried({ check: 'range', column, below: value });
    case 'minLength':
      return carried({ check: 'length', column, min: value });
    case 'maxLength':
      return carried({ check: 'length', column, max: value });
    case 'enum':
      return carried({ check: 'allowed-values', column, values: value });
    case 'pattern': {
      const pattern = patternOf(whole(String(value)));
      return 'lost' in pattern
        ? lost(pattern.lost)
        : carried({ check: 'pattern', column, matches: pattern.matches });
    }
    default:
      return lost(`the constraint ${name}: ${shown(value)}`);
  }
}

const nothing: Translated = { drafts: [], differs: 'it is false, so that nothing is checked' };

function keyEntries(schema: Fields, path: Path): Entry[] {
  const keys: [string, readonly string[], Path][] = [
    ['primaryKey', namesOf(schema.primaryKey), [...path, 'primaryKey']],
    ...listOf(schema.uniqueKeys).map((key, i): [string, readonly string[], Path] => [
      'uniqueKeys',
      namesOf(key),
      [...path, 'uniqueKeys', i],
    ]),
  ];
  const entries = keys.flatMap(([says, columns, place]) =>
    columns.length === 0
      ? []
      : [{ says: `${says} (${columns.join(', ')})`, path: place, ...key(says, columns) }],
  );
  const foreign = listOf(schema.foreignKeys).map((listed, i) => {
    const { fields, reference } = fieldsOf(listed);
    const resource = textOf(fieldsOf(reference).resource) ?? 'data';
    return {
      says: `foreignKeys (${namesOf(fields).join(', ')})`,
      path: [...path, 'foreignKeys', i],
      // Without a name it is this table itself.
      ...references(namesOf(fields), resource, namesOf(fieldsOf(reference).fields)),
    };
  });
  return [...entries, ...foreign];
}

/** A primary key is never missing; another key may be. */
function key(says: string, columns: readonly string[]): Translated {
  const [only] = columns;
  const unique = withoutUndefined(
    columns.length === 1 ? { check: 'unique', column: only } : { check: 'unique', columns },
  );
  if (says !== 'primaryKey') return carried(unique);
  return carried(unique, ...columns.map((column) => ({ check: 'not-null', column }) as const));
}

function missingValues({ missingValues: values }: Fields, path: Path): Entry[] {
  const others = listOf(values).filter((value) => value !== '');
  if (others.length === 0) return [];
  const differs = `${others.map(shown).join(', ')} is a missing value there, and a value here`;
  return [{ says: 'missingValues', path: [...path, 'missingValues'], drafts: [], differs }];
}
