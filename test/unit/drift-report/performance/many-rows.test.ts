import { afterAll, expect, test } from 'vitest';
import {
  mergeScores,
  scoredRowsOf,
} from '../../../../actions/drift-report/performance/graded-rows.ts';
import { gradesQuery, type Roles } from '../../../../actions/drift-report/performance/queries.ts';
import { duckdbTableReader } from '../../../../shared/adapters/duckdb.ts';
import { gradedAuc } from '../../../../shared/stats/graded-scores.ts';

const tables = duckdbTableReader();
afterAll(() => tables.close());

test('many rows become few scores, and the AUC stays', async () => {
  // Scores without repeats; every third low and most high ones are positive.
  await tables.query(
    'CREATE TEMP TABLE many AS SELECT i / 150000.0 AS score, CAST(i % 3 = 0 OR (i % 7 < 5 AND i > 90000) AS INTEGER) AS late FROM range(150000) t(i)',
  );
  const column = (name: string, type: 'number' | 'integer') => ({ name, type, declared: '' });
  const roles: Roles = {
    relation: 'many',
    label: column('late', 'integer'),
    prediction: column('score', 'number'),
    shares: new Map(),
    window: "''",
    isMature: 'TRUE',
  };
  const read = async (isRounded: boolean) => {
    const query = gradesQuery(roles, '1.0', isRounded, tables);
    return mergeScores([...scoredRowsOf(await tables.columns(query)).values()]);
  };
  const [all, few] = [await read(false), await read(true)];
  expect([all.scores.length, few.scores.length]).toEqual([150_000, 10_001]);
  expect(few.positives.reduce((sum, n) => sum + n, 0)).toBe(
    all.positives.reduce((sum, n) => sum + n, 0),
  );
  const exact = gradedAuc(all);
  expect(Math.abs(gradedAuc(few).estimate - exact.estimate)).toBeLessThan(
    exact.standardError / 100,
  );
});
