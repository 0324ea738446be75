import {
  type Entry,
  type ForeignSuite,
  lost,
  onlyRows,
  type Path,
  type Translated,
  withArguments,
} from '../translation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../untyped.ts';
import type { Expectation } from './arguments.ts';
import { figureExpectations } from './figures.ts';
import { relationExpectations } from './relations.ts';
import { rowCondition } from './row-condition.ts';
import { tableExpectations } from './table.ts';
import { valueExpectations } from './values.ts';

const expectations = new Map<string, Expectation>(
  Object.entries({
    ...tableExpectations,
    ...valueExpectations,
    ...figureExpectations,
    ...relationExpectations,
  }),
);

/** Whether a file's content is a suite of Great Expectations, 0.18 or 1.x. */
export function isGreatExpectations(content: unknown): boolean {
  const { expectations: listed, expectation_suite_name: name018, name } = fieldsOf(content);
  const isNamed = name018 !== undefined || name !== undefined;
  const [first] = listOf(listed);
  const { type, expectation_type: type018 } = fieldsOf(first);
  return Array.isArray(listed) && (isNamed || (type ?? type018) !== undefined);
}

export function readGreatExpectations(content: unknown): ForeignSuite {
  const entries = listOf(fieldsOf(content).expectations).map((listed, i) =>
    entryOf(fieldsOf(listed), ['expectations', i]),
  );
  return { tool: 'Great Expectations', tables: [{ name: undefined, entries }] };
}

function entryOf(listed: Fields, path: Path): Entry {
  const type =
    textOf(listed.type) ?? textOf(listed.expectation_type) ?? 'an expectation without a type';
  const kwargs = fieldsOf(listed.kwargs);
  const about = [kwargs.column, kwargs.column_A, kwargs.column_B, kwargs.column_list]
    .filter((part) => part !== undefined)
    .flat()
    .join(', ');
  const translated = withArguments(translateExpectation(type, kwargs), {
    severity: severityOf(listed.severity),
  });
  return { says: about === '' ? type : `${type} (${about})`, path, ...translated };
}

/** One expectation by its snake-case name. */
export function translateExpectation(type: string, kwargs: Fields): Translated {
  const translate = expectations.get(type);
  if (translate === undefined) return lost('there is no such check here; write it as a check sql');
  const parameter = Object.entries(kwargs).find(
    ([, value]) => isFields(value) && Object.hasOwn(value, '$PARAMETER'),
  );
  if (parameter !== undefined) {
    return lost(`its ${parameter[0]} is computed when the suite runs; write the value`);
  }
  return aboutRows(translate(kwargs), kwargs.row_condition);
}

function aboutRows(translated: Translated, condition: unknown): Translated {
  if (condition === undefined || condition === null || condition === '') return translated;
  const where = rowCondition(condition);
  if (where === undefined) return lost('its row_condition; write the condition in SQL as where');
  return onlyRows(translated, where);
}

/** 1.x: `critical`, `warning` or `info`. */
function severityOf(severity: unknown): 'warning' | undefined {
  return severity === 'warning' || severity === 'info' ? 'warning' : undefined;
}
