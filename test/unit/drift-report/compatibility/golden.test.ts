import { describe, expect, test } from 'vitest';
import { chooseFormula, judge } from '../../../../actions/drift-report/compatibility/judge.ts';
import type { PeerMethod } from '../../../../shared/domain/drift-method.ts';
import golden from '../../../golden/peer-drift.json' with { type: 'json' };
import { expectGolden } from '../../stats/relative.ts';
import { countValues, type Flights, readFlights } from './flights.ts';

const flights = readFlights();

function countsOf(name: string, column: keyof Flights) {
  const one = golden.cases.find((entry) => entry.name === name);
  const values: readonly (number | string)[] = flights[column];
  const cut = (range: readonly number[] | undefined) => values.slice(range?.[0], range?.[1]);
  const isInteger = column === 'delay' || column === 'distance';
  return countValues(cut(one?.reference), cut(one?.current), isInteger);
}

const isNumber = (column: string): boolean => ['delay', 'distance', 'time'].includes(column);

describe.each(golden.cases.map(({ name }) => name))('on %s samples of flights', (name) => {
  const rowsOf = (tool: readonly (readonly unknown[])[]) =>
    tool.filter(([one]) => one === name) as [string, keyof Flights, PeerMethod, number, boolean][];

  test.each(rowsOf(golden.evidently))('%s: %s by %s is what Evidently 0.7.23 says', (...row) => {
    const [, column, method, value, drifted] = row;
    const counts = countsOf(name, column);
    const chosen = chooseFormula(method, counts, isNumber(column));
    expect(chosen).toBeDefined();
    if (chosen === undefined) return;
    const verdict = judge(chosen, counts, undefined, []);
    expectGolden(verdict.value ?? Number.NaN, value, { method, column });
    expect(verdict.drifted).toBe(drifted);
  });

  test.each(rowsOf(golden.formulas))('%s: %s by %s is what its formula gives', (...row) => {
    const [, column, method, value] = row;
    const counts = countsOf(name, column);
    const chosen = chooseFormula(method, counts, isNumber(column));
    expect(chosen?.method).toBe(method);
    if (chosen === undefined) return;
    const verdict = judge(chosen, counts, 0.1, []);
    expectGolden(verdict.value ?? Number.NaN, value, { method, column });
  });

  test.each(rowsOf(golden.nannyml))('%s: %s by %s is what NannyML 0.13.1 says', (...row) => {
    const [, column, method, value] = row;
    const counts = countsOf(name, column);
    const chosen = chooseFormula(method, counts, isNumber(column));
    expect(chosen?.method).toBe(method);
    if (chosen === undefined) return;
    const verdict = judge(chosen, counts, 0.1, []);
    expectGolden(verdict.value ?? Number.NaN, value, { method, column });
  });
});
