import { parse as parseYaml } from 'yaml';
import { ActionError } from './action-error.ts';
import type {
  ActionDefinition,
  EnumInput,
  InputSpec,
  InputsOf,
  NumberInput,
  Scalar,
  StringInput,
} from './define-action.ts';
import { allInputs } from './define-action.ts';
import { nearestName } from './nearest-name.ts';

/** One thing wrong with one input. */
export interface InputProblem {
  input: string;
  message: string;
}

type Coerced = { value: unknown } | { problem: string };

/**
 * Parse all inputs before the first effect. Strict: `12abc` is not a number, `yes` is not a
 * boolean. An empty string is an absent input, because that is how GitHub hands over an input
 * nobody gave.
 *
 * @param read the raw text of an input, as the host has it.
 * @throws ActionError (usage, `invalid-inputs`) that names every problem at once.
 */
export function parseInputs<D extends ActionDefinition>(
  definition: D,
  read: (name: string) => string | undefined,
): InputsOf<D> {
  const problems: InputProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(allInputs(definition))) {
    const raw = read(name);
    if (raw === undefined || raw.trim() === '') {
      if (spec.required) {
        problems.push({ input: name, message: `is required and was not given${exampleOf(spec)}` });
      }
      values[name] = spec.default;
      continue;
    }
    const coerced = coerce(spec, raw);
    if ('problem' in coerced) {
      const shown = spec.secret ? '(a secret value)' : JSON.stringify(raw);
      problems.push({ input: name, message: `is ${shown}, but ${coerced.problem}` });
    } else values[name] = coerced.value;
  }
  if (problems.length > 0) throw inputsError(definition, problems);
  return values as InputsOf<D>;
}

function inputsError(definition: ActionDefinition, problems: readonly InputProblem[]): ActionError {
  const lines = problems.map(({ input, message }) => `input "${input}" ${message}`);
  return new ActionError({
    kind: 'usage',
    code: 'invalid-inputs',
    message:
      lines.length === 1
        ? `${definition.name}: ${lines[0]}`
        : [
            `${definition.name}: ${lines.length} inputs are wrong:`,
            ...lines.map((line) => `  - ${line}`),
          ].join('\n'),
    hint: `\`mlops ${definition.name} --help\` lists every input.`,
  });
}

function exampleOf(spec: InputSpec): string {
  return spec.example === undefined ? '' : ` (for example ${spec.example})`;
}

function coerce(spec: InputSpec, raw: string): Coerced {
  switch (spec.type) {
    case 'string':
      return coerceString(spec, raw);
    case 'number':
      return coerceNumber(spec, raw.trim());
    case 'boolean':
      return coerceBoolean(raw.trim());
    case 'enum':
      return coerceEnum(spec, raw.trim());
    case 'list':
      return { value: splitList(raw) };
    case 'map':
      return coerceMap(raw);
  }
}

function coerceString(spec: StringInput, raw: string): Coerced {
  const value = raw.trim();
  if (spec.pattern !== undefined && !new RegExp(`^(?:${spec.pattern})$`, 'u').test(value)) {
    return { problem: `${spec.accepts ?? `a value matching ${spec.pattern}`} is expected` };
  }
  return { value };
}

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;

function coerceNumber(spec: NumberInput, raw: string): Coerced {
  const kind = spec.integer ? 'a whole number' : 'a number';
  const low = spec.min === undefined ? '' : ` of at least ${spec.min}`;
  const high = spec.max === undefined ? '' : `${low === '' ? ' of' : ' and'} at most ${spec.max}`;
  const problem = `${kind}${low}${high} is expected`;
  const value = Number(raw);
  if (!numberForm.test(raw) || !Number.isFinite(value)) return { problem };
  if (spec.integer && !Number.isSafeInteger(value)) return { problem };
  if (value < (spec.min ?? -Infinity) || value > (spec.max ?? Infinity)) return { problem };
  return { value };
}

function coerceBoolean(raw: string): Coerced {
  if (/^(?:true|True|TRUE)$/u.test(raw)) return { value: true };
  if (/^(?:false|False|FALSE)$/u.test(raw)) return { value: false };
  return { problem: 'true or false is expected' };
}

function coerceEnum(spec: EnumInput, raw: string): Coerced {
  if (spec.options.includes(raw)) return { value: raw };
  const near = nearestName(raw, spec.options);
  const guess = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return { problem: `one of ${spec.options.join(', ')} is expected${guess}` };
}

function splitList(raw: string): readonly string[] {
  return raw
    .split(/[\n,]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function coerceMap(raw: string): Coerced {
  const problem = 'a mapping of names to single values is expected, as { rate: 0.1 }';
  let value: unknown;
  try {
    value = parseYaml(raw, { maxAliasCount: 0 });
  } catch {
    return { problem };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem };
  return Object.values(value).every(isScalar) ? { value } : { problem };
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
