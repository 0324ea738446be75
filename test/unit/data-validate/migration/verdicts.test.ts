import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
import { readForeign } from '../../../../actions/data-validate/migration/run.ts';
import { runStep, type StepRun } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** Suites, and what the installed tools said of them: see generate.py there. */
const golden = fileURLToPath(new URL('../../../golden/migration/', import.meta.url));

interface Golden {
  readonly name: string;
  readonly tool: string;
  readonly data: string;
  readonly suite: string;
  /** Great Expectations: each expectation in its order. */
  readonly succeeds?: readonly boolean[];
  /** pandera: the whole schema, and the columns in which it fails. */
  readonly passes?: boolean;
  readonly columns?: readonly string[];
}

const all: readonly Golden[] = JSON.parse(readFileSync(join(golden, 'verdicts.json'), 'utf8'));
const suitesOf = (tool: string): [string, Golden][] =>
  all.filter((suite) => suite.tool === tool).map((suite) => [suite.name, suite]);

async function validate({ suite, data }: Golden): Promise<StepRun> {
  const root = tempDir({ suite });
  copyFileSync(join(golden, `${data}.parquet`), join(root, 'data.parquet'));
  return runStep(step, root, { data: 'data.parquet', checks: 'suite' });
}

/**
 * Lines of the suite on which something failed. A column that cannot be read as the type it is
 * declared with fails for that alone, so the line is that of its type.
 */
function failingLines({ record }: StepRun, typeLines: ReadonlyMap<string, number>) {
  const failed = record?.findings.filter(({ severity }) => severity === 'error') ?? [];
  return new Set(
    failed.map(({ code, column, line }) =>
      code === 'readable' ? typeLines.get(column ?? '') : line,
    ),
  );
}

test('there are thirty suites, and verdicts of both kinds of each tool', () => {
  expect(all.length).toBeGreaterThanOrEqual(30);
  const verdicts = all.map(
    ({ tool, passes, succeeds }) => `${tool} ${passes ?? succeeds?.every(Boolean)}`,
  );
  expect(new Set(verdicts).size).toBe(4);
});

describe('verdicts of Great Expectations', () => {
  test.each(suitesOf('Great Expectations'))('%s', async (_, suite) => {
    const ran = await validate(suite);
    const migrated = readForeign(suite.suite, 'suite');
    const typed = migrated?.checks.flatMap(({ check, path }) =>
      check.check === 'types'
        ? Object.keys(check.types).map((name): [string, number] => [name, migrated.line(path) ?? 0])
        : [],
    );
    const lines = failingLines(ran, new Map(typed));
    const found = suite.succeeds?.map(
      (_success, i) => !lines.has(migrated?.line(['expectations', i])),
    );
    expect(found).toEqual(suite.succeeds);
    expect(migrated?.lost).toEqual([]);
  });
});

describe('verdicts of pandera', () => {
  test.each(suitesOf('pandera'))('%s', async (_, suite) => {
    const { record } = await validate(suite);
    expect(record?.verdict !== 'fail').toBe(suite.passes);
    const columns = record?.findings
      .filter(({ severity }) => severity === 'error')
      .flatMap(({ column }) => column ?? []);
    expect([...new Set(columns)].toSorted()).toEqual(suite.columns);
    expect(readForeign(suite.suite, 'suite')?.lost).toEqual([]);
  });
});
