import type { CheckOf } from '../../../shared/domain/check.ts';
import { bounds, shortLine, shownNumber } from '../wording.ts';
import { countRows } from './count-rows.ts';
import {
  type Answers,
  blocked,
  type Ground,
  type Judged,
  type Kind,
  type Plan,
  whole,
} from './kind.ts';
import { kinds as texts } from './kind-messages.ts';
import { messages } from './messages.ts';

/** Checks in the user's own SQL. */
export const customKinds = {
  condition: {
    columns: () => [],
    plan: planCondition,
    title: ({ condition }) => shortLine(condition),
    expected: ({ mostly }) => texts.condition.expected(mostly),
  } satisfies Kind<CheckOf<'condition'>>,
  sql: {
    columns: () => [],
    plan: planSql,
    title: ({ query }) => shortLine(query),
    expected: (check) => (isFigure(check) ? bounds(check.min, check.max) : texts.noRow),
  } satisfies Kind<CheckOf<'sql'>>,
};

function isFigure({ min, max }: CheckOf<'sql'>): boolean {
  return (min ?? max) !== undefined;
}

function planCondition({ condition, mostly }: CheckOf<'condition'>, { statements }: Ground): Plan {
  const safe = statements.get(condition);
  if (safe === undefined) return blocked(messages.notParsed);
  return {
    ...countRows({
      mostly,
      judged: 'count(mlops_holds)',
      condition: 'NOT mlops_holds',
      found: texts.condition.found,
    }),
    derived: (rows) => `(SELECT *, CAST((${safe}) AS BOOLEAN) AS mlops_holds FROM ${rows})`,
    isCustom: true,
  };
}

/** The names of the data set's tables are those its checks have for them; `data` is the main one. */
/** The tables a user's SQL may name, as the WITH before it. */
export function namedTables({ relation, reference, sql, tables: others }: Ground): string {
  const tables = [
    `data AS (SELECT * FROM ${others.get('data')?.relation ?? relation})`,
    ...(reference === undefined ? [] : [`reference AS (SELECT * FROM ${reference.relation})`]),
    ...[...others]
      .filter(([name]) => name !== 'data')
      .map(([name, other]) => `${sql.identifier(name)} AS (SELECT * FROM ${other.relation})`),
  ];
  return `WITH ${tables.join(', ')}`;
}

function planSql(check: CheckOf<'sql'>, ground: Ground): Plan {
  const safe = ground.statements.get(check.query);
  if (safe === undefined) return blocked(messages.notParsed);
  const query = isFigure(check)
    ? `${namedTables(ground)} SELECT * FROM (${safe}) LIMIT 2`
    : `${namedTables(ground)} SELECT count(*) AS n FROM (${safe})`;
  return {
    queries: { found: query },
    isCustom: true,
    judge: (answers) => (isFigure(check) ? judgeFigure(answers, check) : judgeRows(answers)),
  };
}

function judgeFigure({ answered }: Answers, { min, max }: CheckOf<'sql'>): Judged {
  const [row = {}, second] = answered.found ?? [];
  const [value, ...others] = Object.values(row);
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  if (!isNumber || second !== undefined || others.length > 0) {
    return whole(false, messages.notOneNumber);
  }
  const figure = Number(value);
  const passed = figure >= (min ?? -Infinity) && figure <= (max ?? Infinity);
  return { ...whole(passed, shownNumber(figure)), figure };
}

function judgeRows({ answered }: Answers): Judged {
  const failing = Number(answered.found?.[0]?.n ?? Number.NaN);
  return { ...whole(failing === 0, texts.rows(failing)), failing };
}
