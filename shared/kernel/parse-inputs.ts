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
import { inputs as texts } from './messages.ts';
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
        problems.push({ input: name, message: texts.required(spec.example) });
      }
      values[name] = spec.default;
      continue;
    }
    const coerced = coerce(spec, raw);
    if ('problem' in coerced) {
      const shown = spec.secret ? texts.secret : JSON.stringify(raw);
      problems.push({ input: name, message: texts.wrong(shown, coerced.problem) });
    } else values[name] = coerced.value;
  }
  if (problems.length > 0) throw inputsError(definition, problems);
  return values as InputsOf<D>;
}

function inputsError(definition: ActionDefinition, problems: readonly InputProblem[]): ActionError {
  const lines = problems.map(({ input, message }) => texts.input(input, message));
  return new ActionError({
    kind: 'usage',
    code: 'invalid-inputs',
    message:
      lines.length === 1
        ? texts.one(definition.name, lines[0] ?? '')
        : [
            texts.several(definition.name, lines.length),
            ...lines.map((line) => `  - ${line}`),
          ].join('\n'),
    hint: texts.help(definition.name),
  });
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
    return { problem: texts.text(spec.accepts, spec.pattern) };
  }
  return { value };
}

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;

function coerceNumber(spec: NumberInput, raw: string): Coerced {
  const problem = texts.number(spec.integer ?? false, spec.min, spec.max);
  const value = Number(raw);
  if (!numberForm.test(raw) || !Number.isFinite(value)) return { problem };
  if (spec.integer && !Number.isSafeInteger(value)) return { problem };
  if (value < (spec.min ?? -Infinity) || value > (spec.max ?? Infinity)) return { problem };
  return { value };
}

function coerceBoolean(raw: string): Coerced {
  if (/^(?:true|True|TRUE)$/u.test(raw)) return { value: true };
  if (/^(?:false|False|FALSE)$/u.test(raw)) return { value: false };
  return { problem: texts.boolean };
}

function coerceEnum(spec: EnumInput, raw: string): Coerced {
  if (spec.options.includes(raw)) return { value: raw };
  const near = nearestName(raw, spec.options);
  return { problem: texts.option(spec.options, near) };
}

function splitList(raw: string): readonly string[] {
  return raw
    .split(/[\n,]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function coerceMap(raw: string): Coerced {
  const problem = texts.map;
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
