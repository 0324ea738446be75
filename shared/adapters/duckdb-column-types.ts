import type { ColumnType } from '../ports/table-reader.ts';

/** The types text may turn out to be, from narrow to wide. */
export const textTypes = ['boolean', 'integer', 'number', 'date', 'timestamp'] as const;
export type TextType = (typeof textTypes)[number];

/**
 * A column where this share fits a type is of that type, and the rest are findings. Otherwise one
 * broken row among millions would turn the whole column into text and switch every check off.
 */
const dominantShare = 0.95;

/** What programs write for "no value" in columns that are not text. */
const missingMarkers = ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None'];

const markers = missingMarkers.map((marker) => `'${marker}'`).join(', ');

/**
 * SQL: the value is there, seen as something other than text. NULL for an empty field.
 *
 * Not `NOT IN`: of a list this long the engine makes a join, one for every column, that holds
 * buffers of its own and is planned with all the others. Six hundred columns took 700 MB.
 */
export function isPresent(raw: string): string {
  return `(NOT list_contains([${markers}], ${raw}))`;
}

/**
 * SQL: the text has the form of the type. The engine's own casts round `1.5` to an integer, read
 * `1_000` and `0x1A`, and cut the time off a date.
 *
 * No regular expressions, and the cast itself stands in no condition: the engine compiles the one
 * anew for every place it stands in, and looks for the other in quadratic time. A table of two
 * thousand columns took minutes.
 */
function hasForm(raw: string, type: TextType): string {
  switch (type) {
    case 'boolean':
      return `lower(trim(${raw})) IN ('true', 'false')`;
    case 'integer':
      // What the cast takes beside signs, digits and spaces: a point, `_`, letters, a tab at an end,
      // and a sign before spaces alone, which is how some write a missing value, as 0.
      // Not `translate`: it takes half a microsecond for every value.
      return `NOT contains(${raw}, '.') AND NOT contains(${raw}, '_') AND lower(${raw}) = upper(${raw}) AND trim(${raw}) >= ' ' AND right(trim(${raw}), 1) BETWEEN '0' AND '9'`;
    case 'number':
      return `NOT contains(${raw}, '_')`;
    case 'date':
      // Four digits before the first of two dashes, or slashes, and nothing else but digits.
      return `translate(${raw}, '/0123456789', '-') = '--' AND substr(${raw}, 5, 1) IN ('-', '/')`;
    case 'timestamp':
      return `ascii(${raw}) BETWEEN 48 AND 57`;
  }
}

const sqlTypes: Readonly<Record<TextType, string>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  number: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

export function sqlTypeOf(type: ColumnType): string {
  return isTextType(type) ? sqlTypes[type] : 'VARCHAR';
}

export function isTextType(type: ColumnType): type is TextType {
  return textTypes.includes(type as TextType);
}

/** SQL: text as a value of the type; NULL where there is none or it does not fit. */
export function castText(raw: string, type: ColumnType): string {
  if (!isTextType(type)) return raw;
  const cast = castWhereFormed(raw, type);
  // `NaN` is a number to the engine, and what most tools write for a missing one.
  return type === 'number' ? `CASE WHEN ${isPresent(raw)} THEN ${cast} END` : cast;
}

/** SQL: true where there is a value and it fits the type, false where it does not fit. */
export function presentAndFits(raw: string, type: TextType): string {
  return `CASE WHEN ${isPresent(raw)} THEN ${castWhereFormed(raw, type)} IS NOT NULL END`;
}

function castWhereFormed(raw: string, type: TextType): string {
  return `CASE WHEN ${hasForm(raw, type)} THEN TRY_CAST(${raw} AS ${sqlTypes[type]}) END`;
}

/** How many values there are, and how many fit each type that was tried. */
export interface TextCounts {
  readonly present: number;
  readonly fits: Readonly<Partial<Record<TextType, number>>>;
}

/** The narrowest type that every value fits, else the one that nearly all fit, else text. */
export function chooseTextType({ present, fits: counts }: TextCounts): ColumnType {
  if (present === 0) return 'string';
  const whole = textTypes.find((type) => counts[type] === present);
  if (whole !== undefined) return whole;
  const [best] = [...textTypes].sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  return best !== undefined && (counts[best] ?? 0) >= dominantShare * present ? best : 'string';
}

/** Our name for an engine type: `DECIMAL(10,2)` is a number. */
export function columnTypeOf(declared: string): ColumnType {
  const name = declared.replace(/\(.*$/u, '').toUpperCase();
  if (declared.endsWith(']')) return 'other';
  if (name === 'BOOLEAN') return 'boolean';
  if (/^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/u.test(name)) return 'integer';
  if (/^(?:FLOAT|DOUBLE|DECIMAL)$/u.test(name)) return 'number';
  if (/^(?:VARCHAR|ENUM|UUID)$/u.test(name)) return 'string';
  if (name === 'DATE') return 'date';
  return name.startsWith('TIMESTAMP') ? 'timestamp' : 'other';
}
