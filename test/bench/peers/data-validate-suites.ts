/** The same 123 checks in the forms of three tools, for `data-validate.peers.ts`. */

interface Column {
  readonly name: string;
  readonly kind: 'key' | 'code' | 'integer' | 'count' | 'number' | 'word';
  /** SQL of a value that breaks a check, in one row. */
  readonly breaks?: string;
}

type Constraint =
  | 'required'
  | 'unique'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'enum';
type Constraints = Readonly<Partial<Record<Constraint, unknown>>>;

const words = ['red', 'green', 'blue', 'black', 'white'];

export const columns: readonly Column[] = [
  { name: 'id', kind: 'key' },
  { name: 'code', kind: 'code', breaks: "'c00000000'" },
  ...['a', 'b', 'c', 'd', 'e', 'f'].map(
    (name): Column => ({
      name: `level_${name}`,
      kind: 'integer',
      ...(name === 'c' ? { breaks: '11' } : {}),
    }),
  ),
  { name: 'visits', kind: 'count', breaks: '-1' },
  { name: 'clicks', kind: 'count' },
  ...['price', 'weight', 'score'].map(
    (name): Column => ({
      name,
      kind: 'number',
      ...(name === 'weight' ? { breaks: '-0.5' } : {}),
    }),
  ),
  ...['colour', 'paint', 'frame', 'door', 'roof', 'seat', 'label'].map(
    (name): Column => ({
      name,
      kind: 'word',
      ...(name === 'door' ? { breaks: "'Violet-1'" } : name === 'seat' ? { breaks: 'NULL' } : {}),
    }),
  ),
];

const types = {
  key: ['integer', 'int64'],
  code: ['string', 'str'],
  integer: ['integer', 'int64'],
  count: ['integer', 'int64'],
  number: ['number', 'float64'],
  word: ['string', 'str'],
} as const;

function constraintsOf(kind: Column['kind']): Constraints {
  const text = (minLength: number, maxLength: number, pattern: string): Constraints => ({
    required: true,
    ...{ minLength, maxLength, pattern },
  });
  switch (kind) {
    case 'key':
      return { required: true, unique: true, minimum: 0, maximum: 10_000_000 };
    case 'code':
      return { ...text(9, 9, 'c[0-9]{8}'), unique: true };
    case 'integer':
      return { required: true, minimum: 0, maximum: 10, enum: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
    case 'count':
      return { required: true, minimum: 0, maximum: 5_000 };
    case 'number':
      return { required: true, minimum: 0, maximum: 1_000 };
    case 'word':
      return { ...text(3, 7, '[a-z]+'), enum: words };
  }
}

const all = columns.map(({ name, kind }) => ({ name, kind, constraints: constraintsOf(kind) }));

/** Each column is there, has its type, and keeps its constraints. */
export function countChecks(): number {
  return all.reduce((sum, { constraints }) => sum + 2 + Object.keys(constraints).length, 0);
}

export function tableSchema() {
  const fields = all.map(({ name, kind, constraints }) => ({
    ...{ name, type: types[kind][0], constraints },
  }));
  return { fields };
}

/** `meta` keeps the constraint's name, so that failures of all tools can be compared. */
export function greatExpectations() {
  const expectations = all.flatMap(({ name, kind, constraints }) => [
    expectation('column_to_exist', name, {}, 'presence'),
    expectation('column_values_to_be_of_type', name, { type_: types[kind][1] }, 'type'),
    ...Object.entries(constraints).map(([constraint, value]) => {
      const [type, kwargs] = expected(constraint as Constraint, value);
      return expectation(type, name, kwargs, constraint);
    }),
  ]);
  return { name: 'wide', expectations, meta: { great_expectations_version: '1.24.1' } };
}

function expectation(type: string, column: string, kwargs: object, constraint: string) {
  const meta = { constraint: `${column}: ${constraint}` };
  return { type: `expect_${type}`, kwargs: { column, ...kwargs }, meta };
}

function expected(constraint: Constraint, value: unknown): [string, object] {
  switch (constraint) {
    case 'required':
      return ['column_values_to_not_be_null', {}];
    case 'unique':
      return ['column_values_to_be_unique', {}];
    case 'minimum':
      return ['column_values_to_be_between', { min_value: value }];
    case 'maximum':
      return ['column_values_to_be_between', { max_value: value }];
    case 'minLength':
      return ['column_value_lengths_to_be_between', { min_value: value }];
    case 'maxLength':
      return ['column_value_lengths_to_be_between', { max_value: value }];
    case 'pattern':
      return ['column_values_to_match_regex', { regex: `^(?:${String(value)})$` }];
    case 'enum':
      return ['column_values_to_be_in_set', { value_set: value }];
  }
}

/** A schema as pandera's own `to_json` writes one. */
export function pandera() {
  const schemas = all.map(({ name, kind, constraints }) => {
    const { required, unique, pattern, minLength, maxLength, minimum, maximum } = constraints;
    const listed = [
      ...(minimum === undefined ? [] : [check('greater_than_or_equal_to', { min_value: minimum })]),
      ...(maximum === undefined ? [] : [check('less_than_or_equal_to', { max_value: maximum })]),
      ...(minLength === undefined ? [] : [check('str_length', { min_value: minLength })]),
      ...(maxLength === undefined ? [] : [check('str_length', { max_value: maxLength })]),
      ...(pattern === undefined
        ? []
        : [check('str_matches', { pattern: `(?:${String(pattern)})$` })]),
      ...(constraints.enum === undefined
        ? []
        : [check('isin', { allowed_values: constraints.enum })]),
    ];
    const column = { dtype: types[kind][1], nullable: required !== true, unique: unique === true };
    return [name, { ...column, checks: listed }] as const;
  });
  return { schema_type: 'dataframe', columns: Object.fromEntries(schemas) };
}

function check(name: string, given: object): object {
  return { ...given, options: { check_name: name } };
}
