import type { z } from 'zod';
import { type Check, checkSchema } from '../../../shared/domain/check.ts';
import { messages } from './messages.ts';
import type { Draft, Entry, ForeignTable, Path } from './translation.ts';

/** A check of ours that says what a part of another tool's file says. */
export interface MigratedCheck {
  readonly check: Check;
  /** As our YAML would say it, without what is the default. */
  readonly draft: Draft;
  readonly path: Path;
}

/** Something in another tool's file about which there is something to say. */
export interface Remark {
  readonly says: string;
  readonly why: string;
  readonly path: Path;
}

/** What became of everything one table's part of a file checks. */
export interface Migration {
  readonly tool: string;
  readonly declared: number;
  readonly checks: readonly MigratedCheck[];
  /** What is not checked, or not in full. */
  readonly lost: readonly Remark[];
  /** What is checked, but means something else here. */
  readonly differs: readonly Remark[];
}

/** Nothing is dropped: every entry ends in a check, in `lost`, or in `differs`. */
export function migrate(tool: string, table: ForeignTable): Migration {
  const parts = table.entries.map(migrateEntry);
  return {
    tool,
    declared: table.entries.length,
    checks: parts.flatMap(({ checks }) => checks),
    lost: parts.flatMap(({ lost }) => lost),
    differs: parts.flatMap(({ differs }) => differs),
  };
}

type Part = Pick<Migration, 'checks' | 'lost' | 'differs'>;

function migrateEntry({ says, path, drafts, lost, differs }: Entry): Part {
  const judged = drafts.map((draft) => ({ draft, result: checkSchema.safeParse(draft) }));
  const refused = judged.flatMap(({ result }) => (result.success ? [] : [refusal(result.error)]));
  const isNothing = drafts.length === 0 && lost === undefined && differs === undefined;
  const reasons = [...(lost === undefined ? [] : [lost]), ...refused];
  return {
    checks: judged.flatMap(({ draft, result }) =>
      result.success ? [{ check: result.data, draft, path }] : [],
    ),
    lost: [...reasons, ...(isNothing ? [messages.nothingSaid] : [])].map((why) => ({
      says,
      why,
      path,
    })),
    differs: differs === undefined ? [] : [{ says, why: differs, path }],
  };
}

/** Why the arguments cannot be arguments of a check here: the other tool takes what we do not. */
function refusal(error: z.ZodError): string {
  const [issue] = error.issues;
  const argument = issue?.path.map(String).join('.') ?? '';
  return messages.refused(argument, issue?.message ?? '');
}
