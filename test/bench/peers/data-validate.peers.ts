import { deepStrictEqual } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { type Comparison, ours, theirs } from './comparison.ts';
import {
  columns,
  countChecks,
  greatExpectations,
  pandera,
  tableSchema,
} from './data-validate-suites.ts';
import { python } from './environments.ts';
import { fastest, type Measured, measurePython, measureStep } from './measure.ts';

const rows = 1_000_000;
const data = 'wide.parquet';

/**
 * 123 checks of twenty columns of a million rows. Every tool gets them in its own form; this
 * project reads the suite of Great Expectations as it is. The data breaks nine of them, and a
 * comparison is only made if every tool finds exactly these.
 */
export async function compare(directory: string): Promise<Comparison> {
  await writeData(directory);
  writeFileSync(join(directory, 'suite.json'), JSON.stringify(greatExpectations(), null, 2));
  writeFileSync(join(directory, 'pandera.json'), JSON.stringify(pandera()));
  writeFileSync(join(directory, 'frictionless.json'), JSON.stringify(tableSchema()));
  const us = fastest(3, () =>
    measureStep(directory, 'data-validate', [
      ...['--data', data, '--checks', 'suite.json', '--comment', 'never'],
    ]),
  );
  const expected = foundByUs(directory);
  const run = (environment: Parameters<typeof python>[0], script: string, suite: string) => {
    const measured = measurePython(directory, python(environment), script, [data, suite]);
    deepStrictEqual(foundBy(measured), expected, `${environment} finds other failures`);
    return measured;
  };
  const gx = fastest(1, () => run('great-expectations', 'checks_gx.py', 'suite.json'));
  const schema = fastest(1, () => run('pandera', 'checks_pandera.py', 'pandera.json'));
  const package_ = run('frictionless', 'checks_frictionless.py', 'frictionless.json');
  return {
    title: `data-validate: ${countChecks()} checks on 1M rows x ${columns.length} columns of Parquet`,
    rows: [
      ours(us),
      theirs('Great Expectations 1.24.1', gx, us, 15),
      theirs('pandera 0.35.0', schema, us, 3),
      theirs('Frictionless 5.21.0', package_, us),
    ],
    notes: [
      'Every tool reads the same file, checks the same, and finds the same failures:',
      ...expected.map((found) => `- ${found}`),
      'This project also takes the fingerprint, numbers the failing rows and writes its reports. Frictionless is run once.',
    ],
  };
}

/** Values outside of what the suite allows, in few rows, and a key that stands twice. */
async function writeData(directory: string): Promise<void> {
  const tables = duckdbTableReader();
  const draw = (salt: number, many: number): string => `(hash(i * 31 + ${salt}) % ${many})`;
  const value = ({ name, kind, breaks }: (typeof columns)[number], salt: number): string => {
    const sound: Readonly<Record<typeof kind, string>> = {
      key: 'i',
      code: "'c' || lpad(CAST(i AS VARCHAR), 8, '0')",
      integer: `CAST(${draw(salt, 10)} AS BIGINT)`,
      count: `CAST(${draw(salt, 5_000)} AS BIGINT)`,
      number: `CAST(${draw(salt, 1_000_000)} AS DOUBLE) / 1000`,
      word: `(['red', 'green', 'blue', 'black', 'white'])[1 + CAST(${draw(salt, 5)} AS INTEGER)]`,
    };
    const broken =
      breaks === undefined
        ? sound[kind]
        : `CASE WHEN i = ${salt * 1_000} THEN ${breaks} ELSE ${sound[kind]} END`;
    return `${broken} AS ${tables.identifier(name)}`;
  };
  const list = columns.map((column, i) => value(column, i + 1)).join(', ');
  const path = tables.literal(join(directory, data));
  await tables.query(
    `COPY (SELECT ${list} FROM range(${rows}) AS r(i)) TO ${path} (FORMAT parquet)`,
  );
  await tables.close();
}

/** `column: constraint` of every failure in our record, in the words of a table schema. */
function foundByUs(directory: string): string[] {
  const path = join(directory, '.mlops', 'records', 'data-validate.json');
  const record: StepRecord = JSON.parse(readFileSync(path, 'utf8'));
  const declared = record.inputs['checks-declared'];
  if (declared !== countChecks()) throw new Error(`${String(declared)} checks were declared`);
  const suite = readFileSync(join(directory, 'suite.json'), 'utf8').split('\n');
  const failed = record.findings.filter(
    ({ severity, line }) => severity === 'error' && line !== undefined,
  );
  return failed.map(({ line = 0 }) => constraintAt(suite, line)).toSorted();
}

/** The expectation that begins on a line: the last of its `meta` names the constraint. */
function constraintAt(suite: readonly string[], line: number): string {
  const named = suite.slice(line - 1).find((text) => text.includes('"constraint"'));
  return /"constraint": "(.*)"/u.exec(named ?? '')?.[1] ?? `line ${line}`;
}

function foundBy({ output }: Measured): string[] {
  return (JSON.parse(output.trim().split('\n').at(-1) ?? '[]') as string[]).toSorted();
}
