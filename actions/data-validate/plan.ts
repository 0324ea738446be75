import type { Check } from '../../shared/domain/check.ts';
import type { ColumnType } from '../../shared/domain/column.ts';
import type { Ground, Plan } from './checks/kind.ts';
import { columnsOf, kindOf } from './checks/kinds.ts';
import { messages } from './checks/messages.ts';

/** What to ask the data for one check. */
export interface CheckPlan extends Plan {
  readonly check: Check;
}

/** Turn declared checks into SQL. Nothing here depends on the data's values. */
export function planChecks(checks: readonly Check[], ground: Ground): CheckPlan[] {
  return checks.map((check) => {
    const missing = columnsOf(check).filter((name) => !ground.types.has(name));
    const plan = kindOf(check).plan(check, ground);
    if (missing.length === 0) return { check, ...plan };
    return { check, ...plan, blocked: messages.columnsMissing(missing, [...ground.types.keys()]) };
  });
}

/** The plan of the same check on other ground: on one segment of the data. */
export function planAgain({ check }: CheckPlan, ground: Ground): Plan {
  return kindOf(check).plan(check, ground);
}

/** Kinds that judge how a value is written, which reading it as a number or date would lose. */
const aboutText: readonly Check['check'][] = ['pattern', 'length', 'date-format'];
/** Kinds that read text as well as anything. */
const content: readonly Check['check'][] = [
  ...aboutText,
  ...(['not-null', 'always-null', 'unique', 'allowed-values', 'forbidden-values'] as const),
  ...(['distinct-count', 'functional-dependency'] as const),
];

/**
 * Text columns are read as what the suite says they are, so that misfits are counted; and as the
 * text they are where a check is about their writing and none needs to compute with them.
 */
export function declaredTypes(checks: readonly Check[]): Record<string, ColumnType> {
  const declared = checks.flatMap((check) =>
    check.check === 'types' ? Object.entries(check.types) : [],
  );
  const written = checks
    .filter(({ check }) => aboutText.includes(check))
    .map((check) => ('column' in check ? (check.column ?? '') : ''))
    .filter((column) => !checks.some((check) => computesWith(check, column)));
  const text = written.map((column) => [column, 'string' as const]);
  return Object.fromEntries([...text, ...declared]);
}

function computesWith(check: Check, column: string): boolean {
  const sql = [
    'where' in check ? check.where : undefined,
    'condition' in check ? check.condition : undefined,
    'query' in check ? check.query : undefined,
  ];
  // What the user's SQL does with a column cannot be known, so it counts as computing.
  if (sql.some((text) => text?.toLowerCase().includes(column.toLowerCase()))) return true;
  return !content.includes(check.check) && kindOf(check).columns(check).includes(column);
}
