import type { Check, CheckName, CheckOf } from '../../../shared/domain/check.ts';
import { acrossKinds } from './across.ts';
import { customKinds } from './custom.ts';
import { figureKinds } from './figures.ts';
import type { Kind } from './kind.ts';
import { referenceKinds } from './reference.ts';
import { relationKinds } from './relations.ts';
import { tableKinds } from './table.ts';
import { textKinds } from './text.ts';
import { valueKinds } from './values.ts';

/** Every kind of check by its name. A kind whose arguments are declared must stand here too. */
const kinds: { readonly [Name in CheckName]: Kind<CheckOf<Name>> } = {
  ...tableKinds,
  ...valueKinds,
  ...textKinds,
  ...figureKinds,
  ...relationKinds,
  ...acrossKinds,
  ...referenceKinds,
  ...customKinds,
};

/** The kind of a check. */
export function kindOf(check: Check): Kind<Check> {
  // The table holds for each name the kind of that name, which the compiler cannot follow.
  return kinds[check.check] as unknown as Kind<Check>;
}

/** The columns a check cannot do without, its segments' among them. */
export function columnsOf(check: Check): readonly string[] {
  const by = 'by' in check ? (check.by ?? []) : [];
  return [...new Set([...kindOf(check).columns(check), ...by])];
}
