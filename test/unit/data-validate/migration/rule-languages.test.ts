import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/data-validate/main.ts';
import { readForeign } from '../../../../actions/data-validate/migration/run.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const orders = `id,status,total,tip,day
1,new,10,1,2024-01-01
2,paid,20,2,2024-01-02
3,paid,30,,2024-01-03
3,lost,40,4,2024-01-04
`;

/** What fails on the orders, by the line of the suite. */
async function failures(suite: string): Promise<(number | undefined)[]> {
  const root = tempDir({ 'orders.csv': orders, suite });
  const { record, log } = await runStep(step, root, { data: 'orders.csv', checks: 'suite' });
  if (record === undefined) throw new Error(log);
  const failed = record.findings.filter(({ severity }) => severity !== 'info');
  return failed.map(({ line }) => line).toSorted((a = 0, b = 0) => a - b);
}

describe('SodaCL', () => {
  const suite = `filter orders [paid]:
  where: status = 'paid'

checks for orders:
  - row_count > 3
  - row_count = 5
  - missing_count(tip) = 0
  - missing_percent(tip) < 30
  - duplicate_count(id) = 0
  - invalid_percent(status) = 0:
      valid values: [new, paid, lost]
  - invalid_count(status) = 0:
      valid regex: ^[a-m]
  - avg(total) between 20 and 25
  - max(total) < 40
  - min_length(status) >= 3
  - avg_of_tip between 2 and 3:
      avg_of_tip expression: sum(tip) / count(tip)
  - failed rows:
      name: totals are not above 35
      fail condition: total > 35
  - failed rows:
      fail query: SELECT * FROM orders WHERE total > 100
  - row_count:
      warn: when > 3
      fail: when > 10
  - schema:
      fail:
        when required column missing: [id, place]
      warn:
        when wrong column type: { total: integer }
checks for orders [paid]:
  - sum(total) = 50
  - missing_count(status) = 0
`;

  test('gives the verdicts that Soda gives', async () => {
    expect(await failures(suite)).toEqual([6, 7, 9, 12, 15, 19, 24, 27]);
  });

  test('names what needs Soda Cloud or variables', () => {
    const migrated = readForeign(
      `checks for orders:
  - anomaly detection for row_count
  - values in (status) must exist in states (name)
  - row_count > \${least}
  - freshness(day) < 1d12h
  - something odd
`,
      'suite',
    );
    expect(migrated?.checks.map(({ draft }) => draft)).toEqual([
      { check: 'references', column: 'status', table: 'states', key: ['name'] },
      { check: 'freshness', column: 'day', 'max-age': '36h' },
    ]);
    expect(migrated?.lost.map(({ says }) => says)).toEqual([
      'anomaly detection for row_count',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Soda writes a variable
      'row_count > ${least}',
      'something odd',
    ]);
  });
});

describe('DQDL', () => {
  test('gives the verdicts its reference describes, missing values and open ends included', async () => {
    const suite = `# Orders
Rules = [
  RowCount between 3 and 5,
  ColumnCount between 5 and 9,
  IsComplete "id",
  IsPrimaryKey "id",
  IsUnique "day",
  ColumnValues "tip" >= 1,
  ColumnValues "tip" != 3,
  ColumnValues "status" in ["new", "paid"] with threshold > 0.7,
  ColumnValues "status" in ["new", "paid"],
  ColumnValues "status" matches "[a-z]+",
  ColumnLength "status" <= 3,
  Completeness "tip" > 0.7,
  Uniqueness "id" > 0.6,
  Mean "total" between 24 and 26,
  (IsComplete "day") and (Sum "total" = 100),
  CustomSql "select count(*) from primary where total > 35" = 0,
  ColumnValues "total" > 15 where "id > 1",
  ColumnExists "place"
]`;
    expect(await failures(suite)).toEqual([4, 6, 8, 11, 13, 15, 18, 20]);
  });

  test('names what it cannot carry over', () => {
    const migrated = readForeign(
      `Rules = [
  (IsComplete "a") or (IsComplete "b"),
  DetectAnomalies "RowCount",
  ColumnValues "day" > (now() - 3 days),
  Completeness "a" > avg(last(10)),
  RowCount > 1
]
Analyzers = [ Mean "a" ]`,
      'suite',
    );
    expect(migrated?.checks.map(({ draft }) => draft)).toEqual([{ check: 'row-count', min: 2 }]);
    expect(migrated?.lost.map(({ says, path }) => `${path}: ${says}`)).toEqual([
      '2: (IsComplete "a") or (IsComplete "b")',
      '3: DetectAnomalies "RowCount"',
      '4: ColumnValues "day" > (now() - 3 days)',
      '5: Completeness "a" > avg(last(10))',
    ]);
    expect(migrated?.differs.map(({ says }) => says)).toEqual(['Mean "a"']);
  });
});
