import { carried, lost, sameRows, withoutUndefined } from '../translation.ts';
import { textOf } from '../untyped.ts';
import type { Expectation } from './arguments.ts';

/** Expectations of the table as a whole. */
export const tableExpectations: Readonly<Record<string, Expectation>> = {
  expect_table_row_count_to_be_between: ({ min_value: min, max_value: max }) =>
    carried(withoutUndefined({ check: 'row-count', min, max })),
  expect_table_row_count_to_equal: ({ value }) =>
    carried({ check: 'row-count', min: value, max: value }),
  expect_table_column_count_to_be_between: ({ min_value: min, max_value: max }) =>
    carried(withoutUndefined({ check: 'column-count', min, max })),
  expect_table_column_count_to_equal: ({ value }) =>
    carried({ check: 'column-count', min: value, max: value }),
  expect_table_columns_to_match_ordered_list: ({ column_list: columns }) =>
    carried({ check: 'columns', columns, exact: true, ordered: true }),
  expect_table_columns_to_match_set: ({ column_set: columns, exact_match: exact }) =>
    carried({ check: 'columns', columns, exact: exact !== false }),
  expect_column_to_exist: ({ column, column_index: index }) => {
    const there = carried({ check: 'columns', columns: [column] });
    if (index === undefined || index === null) return there;
    return {
      ...there,
      lost: 'the place of a column by number; list the columns in a check with ordered: true',
    };
  },
  expect_table_row_count_to_equal_other_table: ({ other_table_name: other }) =>
    sameRows(textOf(other) ?? ''),
  unexpected_rows_expectation: ({ unexpected_rows_query: query }) => {
    const text = textOf(query);
    if (text === undefined) return lost('it has no unexpected_rows_query');
    return carried({
      check: 'sql',
      query: text.replaceAll('{batch}', 'data').replace(/;\s*$/u, ''),
    });
  },
};
