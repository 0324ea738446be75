import { z } from 'zod';
import { acrossChecks } from './checks/across.ts';
import { customChecks } from './checks/custom.ts';
import { figureChecks } from './checks/figures.ts';
import { relationChecks } from './checks/relations.ts';
import { tableChecks } from './checks/table.ts';
import { valueChecks } from './checks/values.ts';

/** One check of a data set, as a suite declares it: a kind and the arguments of that kind. */
export const checkSchema = z.discriminatedUnion('check', [
  ...tableChecks,
  ...valueChecks,
  ...figureChecks,
  ...relationChecks,
  ...acrossChecks,
  ...customChecks,
]);
export type Check = z.infer<typeof checkSchema>;
/** A check as a person writes it: what is the default may be left out. */
export type CheckInput = z.input<typeof checkSchema>;
/** The kinds of check there are. */
export type CheckName = Check['check'];
export type CheckOf<Name extends CheckName> = Extract<Check, { check: Name }>;
