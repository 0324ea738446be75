import { nearestName } from '../../../shared/kernel/nearest-name.ts';

/** Sentences about checks across tables. */
export const messages = {
  noTable: (name: string): string => `no table is called "${name}"; declare it under tables`,
  emptyTable: (name: string): string => `${name} has no rows`,
  otherColumnsMissing: (
    table: string,
    missing: readonly string[],
    there: readonly string[],
  ): string => {
    const names = missing.map((name) => {
      const near = nearestName(name, there);
      return near === undefined ? `"${name}"` : `"${name}" (did you mean "${near}"?)`;
    });
    return `${table} has no column ${names.join(', ')}`;
  },
  withoutRow: (values: string, table: string): string => `${values} without a row in ${table}`,
} as const;
