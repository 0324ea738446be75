import type { CheckName } from '../../../shared/domain/check.ts';

/** Where something stands in another tool's file: keys and places in lists, from the top. */
export type Path = readonly (string | number)[];

/** A check of ours as it would be written in YAML; the suite's schema still judges it. */
export interface Draft {
  readonly check: CheckName;
  readonly [argument: string]: unknown;
}

/** What becomes of one thing that another tool checks. */
export interface Translated {
  readonly drafts: readonly Draft[];
  /** Why it, or a part of it, cannot be carried over, and what to do instead. */
  readonly lost?: string;
  /** In what the same words mean something else here. */
  readonly differs?: string;
}

/** One thing that another tool checks, by the name its file gives it. */
export interface Entry extends Translated {
  /** `expect_column_to_exist (origin)`. */
  readonly says: string;
  readonly path: Path;
}

/** The checks of one table in another tool's file. */
export interface ForeignTable {
  /** What the file calls the table; undefined where it describes only one. */
  readonly name: string | undefined;
  readonly entries: readonly Entry[];
}

/** A file of another tool, understood. */
export interface ForeignSuite {
  /** As its makers write it: `Great Expectations`. */
  readonly tool: string;
  readonly tables: readonly ForeignTable[];
  /** The line of a path, where the file is no tree of keys. */
  readonly lineOf?: (path: Path) => number;
}

export function carried(...drafts: readonly Draft[]): Translated {
  return { drafts };
}

export function lost(reason: string): Translated {
  return { drafts: [], lost: reason };
}

/**
 * Values that must stand in another table. It is declared in `tables` here, by the name it has there;
 * until it is, the check fails by name.
 */
export function references(
  columns: readonly string[],
  table: string,
  key: readonly string[],
): Translated {
  const [column] = columns;
  const own = columns.length === 1 ? { column } : { columns };
  return carried({ check: 'references', ...own, table, key });
}

/** As many rows as another table. */
export function sameRows(table: string): Translated {
  return carried({ check: 'row-ratio', table, min: 1, max: 1 });
}

/** Several answers as one; what is lost or differs in any of them is said. */
export function together(parts: readonly Translated[]): Translated {
  const said = (texts: readonly (string | undefined)[]): string | undefined => {
    const given = [...new Set(texts.filter((text) => text !== undefined))];
    return given.length === 0 ? undefined : given.join('; ');
  };
  const [missing, different] = [
    said(parts.map((part) => part.lost)),
    said(parts.map(({ differs }) => differs)),
  ];
  return {
    drafts: parts.flatMap(({ drafts }) => drafts),
    ...(missing === undefined ? {} : { lost: missing }),
    ...(different === undefined ? {} : { differs: different }),
  };
}

/** Add arguments to every draft, as a severity or a condition on the rows. */
export function withArguments(
  translated: Translated,
  given: Readonly<Record<string, unknown>>,
): Translated {
  const drafts = translated.drafts.map((draft) => withoutUndefined({ ...draft, ...given }));
  return { ...translated, drafts };
}

/** Look only at rows for which an SQL condition holds. */
export function onlyRows(translated: Translated, where: string): Translated {
  if (
    translated.drafts.some(({ check }) =>
      ['sql', 'columns', 'types', 'column-count'].includes(check),
    )
  ) {
    return lost('a condition on the rows of this check; write both in one check sql');
  }
  const drafts = translated.drafts.map((draft) => ({
    ...draft,
    where: draft.where === undefined ? where : `(${String(draft.where)}) AND (${where})`,
  }));
  return { ...translated, drafts };
}

/** What is left out in the other tool's file is left out in ours. */
export function withoutUndefined(draft: Draft): Draft {
  const given = Object.entries(draft).filter(([, value]) => value !== undefined && value !== null);
  return { ...Object.fromEntries(given), check: draft.check };
}
