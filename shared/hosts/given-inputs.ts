import { isAbsolute } from 'node:path';
import { type ActionDefinition, allInputs } from '../kernel/define-action.ts';
import type { Host } from '../ports/host.ts';

/** How a result is shown is no part of how it came about; the model has a place of its own. */
const notNeeded = new Set(['model', 'comment', 'commit-check', 'language']);

/**
 * The inputs that a step was given, as text: what it takes to run it again. Secrets are left out, and
 * so is what says no more than the default.
 */
export function givenInputs(
  definition: ActionDefinition,
  host: Pick<Host, 'input'>,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, spec] of Object.entries(allInputs(definition))) {
    const value = host.input(name)?.trim() ?? '';
    if (value === '' || spec.secret === true || notNeeded.has(name)) continue;
    if (spec.default !== undefined && value === String(spec.default)) continue;
    // A place on one machine says nothing on another.
    if (name === 'working-directory' && isAbsolute(value)) continue;
    given[name] = withoutCredentials(value);
  }
  return given;
}

/** An address may carry a name and a password, which nobody declared a secret. */
function withoutCredentials(value: string): string {
  return value.replace(/:\/\/[^/@\s]*@/gu, '://');
}
