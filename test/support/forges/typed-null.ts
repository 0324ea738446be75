type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * OpenAPI 3.0 lets `nullable` stand without a `type`, as GitHub's description does beside `oneOf`;
 * the validator does not. Null becomes one more alternative, which means the same.
 */
export function withTypedNull(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withTypedNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withTypedNull(value)]),
  );
  if (inner.nullable !== true) return inner;
  // GitHub names a nullable field's words without null among them.
  if (Array.isArray(inner.enum)) inner.enum = [...new Set([...inner.enum, null])];
  if (inner.type !== undefined) return inner;
  const { nullable: _, oneOf, anyOf, ...others } = inner;
  const alternatives = [oneOf, anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return alternatives.length === 0
    ? others
    : { ...others, anyOf: [...alternatives, { enum: [null] }] };
}
