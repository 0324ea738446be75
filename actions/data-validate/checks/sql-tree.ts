import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import { messages } from './preflight-messages.ts';

/** A node of the engine's own syntax tree, as its parser gives it in JSON. */
type Node = Readonly<Record<string, unknown>>;

/** Where rows may come from: the tables, what is made of them, and lists written in the query. */
const sources = new Set([
  ...['BASE_TABLE', 'SUBQUERY', 'JOIN', 'EXPRESSION_LIST', 'EMPTY', 'TABLE_FUNCTION', 'PIVOT'],
  ...['CTE', 'DELIM_GET', 'COLUMN_DATA'],
]);
/** Functions that give rows, and touch neither file, network nor settings. */
const rowFunctions = new Set(['range', 'generate_series', 'unnest']);
/** Functions that tell of the machine, change the session, wait, or differ from run to run. */
const refusedFunctions = new Set([
  ...['getenv', 'current_setting', 'getvariable', 'set_config', 'current_query', 'write_log'],
  ...['nextval', 'currval', 'sleep_ms', 'query', 'query_table', 'json_execute_serialized_sql'],
  ...['random', 'setseed', 'uuid', 'uuidv4', 'uuidv7', 'gen_random_uuid'],
]);
/** What names no file: such a name is no table only where no table is called so. */
const plainName = /^[a-z_]\w*$/iu;

/**
 * Why a parsed statement may not be run: it must be one SELECT over the given tables and nothing
 * else.
 *
 * @param tree what `json_serialize_sql` gives.
 */
export function refusalOf(tree: unknown, tables: readonly string[]): string | undefined {
  const root = tree as Node;
  if (root.error === true) return parserRefusal(root);
  const statements = root.statements as readonly unknown[];
  if (statements.length !== 1) return messages.severalStatements(statements.length);
  const nodes = [...nodesOf(statements)];
  const known = [...tables, ...nodes.flatMap(namesOfParts)];
  const strange = nodes.flatMap(namesOfParts).find((name) => !plainName.test(name));
  if (strange !== undefined) return messages.strangeName(strange);
  for (const node of nodes) {
    const refusal = refusalOfNode(node, known);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function parserRefusal({ error_type: type, error_message: text }: Node): string {
  return type === 'not implemented' ? messages.notSelect : messages.syntax(String(text));
}

/** Whether a tree is `SELECT <one expression> AS holds FROM data` and nothing else. */
export function isOneExpression(tree: unknown): boolean {
  const [statement] = (tree as { statements: readonly { node: Node }[] }).statements;
  const node = statement?.node;
  if (node === undefined || node.type !== 'SELECT_NODE') return false;
  const from = node.from_table as Node | null;
  const list = node.select_list as readonly Node[];
  const modifiers = node.modifiers as readonly unknown[];
  const groups = node.group_expressions as readonly unknown[];
  return (
    from?.type === 'BASE_TABLE' &&
    list.length === 1 &&
    list[0]?.alias === 'holds' &&
    // Several expressions in brackets are one row of them.
    list[0].function_name !== 'row' &&
    modifiers.length === 0 &&
    groups.length === 0 &&
    [node.where_clause, node.having, node.qualify, node.sample].every((part) => part === null)
  );
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
  } else if (typeof value === 'object' && value !== null) {
    yield value as Node;
    for (const item of Object.values(value)) yield* nodesOf(item);
  }
}

/** Names that WITH gives to parts of the query. */
function namesOfParts({ cte_map: parts }: Node): string[] {
  const map = (parts as { map?: readonly { key?: unknown }[] } | undefined)?.map ?? [];
  return map.map(({ key }) => String(key));
}

function refusalOfNode(node: Node, known: readonly string[]): string | undefined {
  const isSource = 'sample' in node && 'query_location' in node;
  if (isSource && !sources.has(String(node.type))) return messages.refusedSource;
  if ('sample' in node && node.sample !== null) return messages.sampled;
  if (node.type === 'BASE_TABLE') return refusalOfTable(node, known);
  if (node.type === 'TABLE_FUNCTION') {
    const name = String((node.function as Node | undefined)?.function_name).toLowerCase();
    return rowFunctions.has(name) ? undefined : messages.refusedFunction(name);
  }
  const name = typeof node.function_name === 'string' ? node.function_name.toLowerCase() : '';
  return refusedFunctions.has(name) ? messages.refusedFunction(name) : undefined;
}

function refusalOfTable(node: Node, known: readonly string[]): string | undefined {
  const name = String(node.table_name);
  const isPlain = node.schema_name === '' && node.catalog_name === '' && !node.at_clause;
  const isKnown = known.some((table) => table.toLowerCase() === name.toLowerCase());
  return isPlain && isKnown
    ? undefined
    : messages.unknownTable(name, known, nearestName(name, known));
}
