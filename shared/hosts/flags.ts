import { usageError } from '../kernel/action-error.ts';
import { type ActionDefinition, allInputs, type InputSpec } from '../kernel/define-action.ts';
import { nearestName } from '../kernel/nearest-name.ts';
import { flags } from './messages.ts';

/** A command line, read against a definition. */
export interface Flags {
  values: ReadonlyMap<string, string>;
  /** `--help` or `-h`. */
  help: boolean;
  /** `--post`: do the work that follows the job's other steps, not the step itself. */
  post: boolean;
}

interface Draft {
  values: Map<string, string>;
  help: boolean;
  post: boolean;
  problems: string[];
}

/**
 * Read `--name value`, `--name=value`, and `--name` or `--no-name` for booleans. Whether a value
 * is a good one is for `parseInputs` to say; here only the form is judged.
 *
 * @throws ActionError (usage, `invalid-flags`) that names every problem at once.
 */
export function parseFlags(definition: ActionDefinition, argv: readonly string[]): Flags {
  const draft: Draft = { values: new Map(), help: false, post: false, problems: [] };
  const specs = allInputs(definition);
  // `mlops <step> ...` and a step's own bundle are both started with the step's flags at the end.
  const rest = argv[0] === definition.name ? argv.slice(1) : [...argv];
  while (rest.length > 0) readFlag(draft, specs, rest);
  if (draft.problems.length > 0 && !draft.help) throw flagsError(definition, draft.problems);
  return draft;
}

/** Take one flag, and its value where it has one, off the front of `rest`. */
function readFlag(draft: Draft, specs: Record<string, InputSpec>, rest: string[]): void {
  const argument = rest.shift() ?? '';
  if (argument === '--help' || argument === '-h') {
    draft.help = true;
    return;
  }
  if (argument === '--post') {
    draft.post = true;
    return;
  }
  const [, name, inline] = /^--([^=]+)(?:=([\s\S]*))?$/u.exec(argument) ?? [];
  if (name === undefined) {
    draft.problems.push(flags.notAFlag(argument));
    return;
  }
  const spec = specs[name];
  if (spec?.type === 'boolean') {
    const value = inline ?? (/^(?:true|false)$/iu.test(rest[0] ?? '') ? rest.shift() : 'true');
    keep(draft, name, value ?? 'true');
  } else if (spec !== undefined) keep(draft, name, inline ?? takeValue(draft, name, rest));
  else readUnknown(draft, specs, name, inline, rest);
}

function readUnknown(
  draft: Draft,
  specs: Record<string, InputSpec>,
  name: string,
  inline: string | undefined,
  rest: string[],
): void {
  const positive = name.replace(/^no-/u, '');
  if (positive !== name && specs[positive]?.type === 'boolean' && inline === undefined) {
    keep(draft, positive, 'false');
    return;
  }
  const near = nearestName(name, Object.keys(specs));
  draft.problems.push(flags.unknown(name, near));
  // Its value, if it has one, would only be reported a second time.
  if (inline === undefined && rest[0]?.startsWith('-') === false) rest.shift();
}

/** A value may be empty or start with one dash (a negative number), not with two. */
function takeValue(draft: Draft, name: string, rest: string[]): string | undefined {
  const value = rest[0];
  if (value !== undefined && !value.startsWith('--')) return rest.shift();
  draft.problems.push(flags.needsValue(name));
  return undefined;
}

function keep(draft: Draft, name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (draft.values.has(name)) draft.problems.push(flags.twice(name));
  draft.values.set(name, value);
}

function flagsError(definition: ActionDefinition, problems: readonly string[]): Error {
  const [only, ...others] = problems;
  const message =
    others.length === 0
      ? `${definition.name}: ${only}`
      : [
          flags.several(definition.name, problems.length),
          ...problems.map((problem) => `  - ${problem}`),
        ].join('\n');
  const hint = flags.help(definition.name);
  return usageError('invalid-flags', message, hint);
}
