import type { Check } from '../../../shared/domain/check.ts';
import type { SqlText } from '../../../shared/domain/column.ts';
import { messages } from './preflight-messages.ts';
import { isOneExpression, refusalOf } from './sql-tree.ts';

/** The engine, before it has seen any data. */
interface Engine extends SqlText {
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** What is wrong with a check, and at which of its arguments. */
export interface CheckProblem {
  readonly index: number;
  readonly argument: string;
  readonly problem: string;
}

/** What was learned of a suite before any data is read. */
interface Preflight {
  readonly problems: readonly CheckProblem[];
  /** The user's SQL, written back by the engine's parser: no comments, brackets balanced. */
  readonly statements: ReadonlyMap<string, string>;
}

/**
 * Read every SQL statement, pattern and date format of a suite with the engine that will run it.
 *
 * @param tables what the user's SQL may read from.
 */
export async function preflight(
  checks: readonly Check[],
  tables: readonly string[],
  engine: Engine,
): Promise<Preflight> {
  const statements = new Map<string, string>();
  const problems: CheckProblem[] = [];
  for (const [index, check] of checks.entries()) {
    for (const { argument, text, read } of argumentsOf(check)) {
      if (statements.has(text)) continue;
      const found = await read(text, tables, engine);
      if (found.problem !== undefined) problems.push({ index, argument, problem: found.problem });
      else if (found.statement !== undefined) statements.set(text, found.statement);
    }
  }
  return { problems, statements };
}

interface Found {
  readonly statement?: string;
  readonly problem?: string;
}

interface Argument {
  readonly argument: string;
  readonly text: string;
  readonly read: (text: string, tables: readonly string[], engine: Engine) => Promise<Found>;
}

function argumentsOf(check: Check): Argument[] {
  const where = 'where' in check ? check.where : undefined;
  const found: Argument[] =
    where === undefined ? [] : [{ argument: 'where', text: where, read: readCondition }];
  const add = (argument: string, text: string | undefined, read: Argument['read']): void => {
    if (text !== undefined) found.push({ argument, text, read });
  };
  if (check.check === 'condition') add('condition', check.condition, readCondition);
  if (check.check === 'sql') add('query', check.query, readQuery);
  if (check.check === 'date-format') add('format', check.format, readFormat);
  if (check.check === 'pattern') {
    add('matches', check.matches, readPattern);
    add('not-matches', check['not-matches'], readPattern);
  }
  return found;
}

const readQuery: Argument['read'] = async (text, tables, engine) => {
  const tree = await parse(text, engine);
  const problem = refusalOf(tree, tables);
  return problem === undefined ? { statement: await writeBack(text, engine) } : { problem };
};

const prefix = 'SELECT ';
const suffix = ' AS holds FROM ';

const readCondition: Argument['read'] = async (text, tables, engine) => {
  // On a line of its own, so that a comment at its end ends.
  const whole = `${prefix}(\n${text}\n)${suffix}data`;
  const tree = await parse(whole, engine);
  const problem = refusalOf(tree, tables);
  if (problem !== undefined) return { problem };
  if (!isOneExpression(tree)) return { problem: messages.notCondition };
  const statement = await writeBack(whole, engine);
  return { statement: statement.slice(prefix.length, statement.lastIndexOf(suffix)) };
};

async function parse(text: string, engine: Engine): Promise<unknown> {
  const [row] = await engine.query(`SELECT json_serialize_sql(${engine.literal(text)}) AS tree`);
  return JSON.parse(String(row?.tree));
}

async function writeBack(text: string, engine: Engine): Promise<string> {
  // Never through our own JSON: positions in the tree are beyond what a number here can hold.
  const tree = `json_serialize_sql(${engine.literal(text)})`;
  const [row] = await engine.query(`SELECT json_deserialize_sql(${tree}) AS statement`);
  return String(row?.statement);
}

const readPattern: Argument['read'] = async (text, _tables, engine) =>
  tryOut(`SELECT regexp_matches('', ${engine.literal(text)})`, engine, messages.badPattern);

const readFormat: Argument['read'] = async (text, _tables, engine) =>
  tryOut(`SELECT try_strptime('', ${engine.literal(text)})`, engine, messages.badFormat);

async function tryOut(
  sql: string,
  engine: Engine,
  problemOf: (reason: string) => string,
): Promise<Found> {
  try {
    await engine.query(sql);
    return {};
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { problem: problemOf(line.replace(/^[A-Za-z ]+ Error: /u, '')) };
  }
}
