/** The part of JSON Schema that GitHub's description uses, references resolved. */
export interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  enum?: readonly unknown[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  allOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
}

/**
 * The smallest value a schema accepts: required fields only, null where it may be. What a test
 * cares about is put over it.
 */
export function sampleOf(schema: Schema, resolve: (reference: string) => Schema): unknown {
  if (schema.$ref !== undefined) return sampleOf(resolve(schema.$ref), resolve);
  if (schema.nullable) return null;
  if (schema.enum !== undefined) return schema.enum[0];
  const [alternative] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (alternative !== undefined) return sampleOf(alternative, resolve);
  if (schema.allOf !== undefined) {
    return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, resolve)));
  }
  if (schema.type === 'object' || schema.properties !== undefined) {
    const required = (schema.required ?? []).map((name) => [
      name,
      sampleOf(schema.properties?.[name] ?? {}, resolve),
    ]);
    return Object.fromEntries(required);
  }
  return sampleOfScalar(schema);
}

function sampleOfScalar({ type, format }: Schema): unknown {
  if (type === 'array') return [];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return false;
  if (format === 'uri') return 'https://github.example/x';
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  return 'x';
}
