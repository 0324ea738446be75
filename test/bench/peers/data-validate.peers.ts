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
/** Rows that Frictionless is timed on. The last failure stands in row 19,001. */
const few = [1_000, 25_000] as const;

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
  const frictionless = await slowly(directory, expected);
  return {
    title: `data-validate: ${countChecks()} checks on 1M rows x ${columns.length} columns of Parquet`,
    rows: [
      ours(us),
      theirs('Great Expectations 1.24.1', gx, us, 15),
      theirs('pandera 0.35.0', schema, us, 3),
      theirs('Frictionless 5.21.0', frictionless, us),
    ],
    notes: [
      'Every tool reads the same file, checks the same, and finds the same failures:',
      ...expected.map((found) => `- ${found}`),
      'This project also takes the fingerprint, numbers the failing rows and writes its reports.',
      `Frictionless takes minutes: its time is measured on the first ${few.join(' and ')} rows, and drawn out to all of them.`,
    ],
  };
}

/** Frictionless on the first rows, which hold every failure, drawn out in a straight line. */
async function slowly(directory: string, expected: readonly string[]): Promise<Measured> {
  const tables = duckdbTableReader();
  const { relation } = await tables.open(directory, [data]);
  const measured: Measured[] = [];
  for (const count of few) {
    const name = `first-${count}.parquet`;
    const path = tables.literal(join(directory, name));
    await tables.query(
      `COPY (SELECT * FROM ${relation} LIMIT ${count}) TO ${path} (FORMAT parquet)`,
    );
    const program = python('frictionless');
    const script = 'checks_frictionless.py';
    measured.push(measurePython(directory, program, script, [name, 'frictionless.json']));
  }
  await tables.close();
  const [start, more] = measured;
  if (start === undefined || more === undefined) throw new Error('nothing was measured');
  deepStrictEqual(foundBy(more), expected, 'Frictionless finds other failures');
  const times = (rows - few[0]) / (few[1] - few[0]);
  return { ...more, wall_s: start.wall_s + times * (more.wall_s - start.wall_s) };
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
