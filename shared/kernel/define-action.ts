/**
 * The one place a step's inputs, outputs and permissions are described. The inferred types, the
 * command line, `--help`, action.yml, the GitLab components and the README tables all come from it.
 */

interface InputBase {
  /** One sentence, plain text: it is printed in `--help`, action.yml and the README. */
  description: string;
  required?: boolean;
  /** Masked in every log before anything else happens, never written to a record. */
  secret?: boolean;
  /** What a correct value looks like, for errors and docs. */
  example?: string;
}

export interface StringInput extends InputBase {
  type: 'string';
  default?: string;
  /** A regular expression the whole value must match; `accepts` says it in words. */
  pattern?: string;
  accepts?: string;
}
export interface NumberInput extends InputBase {
  type: 'number';
  default?: number;
  min?: number;
  max?: number;
  integer?: boolean;
}
export interface BooleanInput extends InputBase {
  type: 'boolean';
  default?: boolean;
}
export interface EnumInput extends InputBase {
  type: 'enum';
  options: readonly string[];
  default?: string;
}
/** Several values, one a line or separated by commas. */
export interface ListInput extends InputBase {
  type: 'list';
  default?: readonly string[];
}
/** A mapping of names to scalars, as YAML or JSON: `{ rate: 0.1 }`. */
export interface MapInput extends InputBase {
  type: 'map';
  default?: Readonly<Record<string, Scalar>>;
}

export type Scalar = string | number | boolean | null;
export type InputSpec = StringInput | NumberInput | BooleanInput | EnumInput | ListInput | MapInput;

export interface OutputSpec {
  description: string;
}

/** The value type of one input, before optionality. */
type ValueOf<S extends InputSpec> = S extends { type: 'enum'; options: readonly (infer O)[] }
  ? O
  : S extends { type: 'number' }
    ? number
    : S extends { type: 'boolean' }
      ? boolean
      : S extends { type: 'list' }
        ? readonly string[]
        : S extends { type: 'map' }
          ? Readonly<Record<string, Scalar>>
          : string;

type IsPresent<S> = S extends { required: true }
  ? true
  : S extends { default: unknown }
    ? true
    : false;

export type ParsedInputs<I extends Record<string, InputSpec>> = {
  readonly [K in keyof I]: IsPresent<I[K]> extends true ? ValueOf<I[K]> : ValueOf<I[K]> | undefined;
};

/** Inputs every step has. */
export const commonInputs = {
  config: {
    type: 'string',
    default: 'mlops.yml',
    description: 'The file that describes the models. A missing default file is no error.',
  },
  model: {
    type: 'string',
    description:
      'Which model of the configuration file to work on. Needed when it describes more than one.',
    example: 'flights',
  },
  'working-directory': {
    type: 'string',
    default: '.',
    description: 'The directory every relative path starts from.',
  },
  'report-dir': {
    type: 'string',
    default: '.mlops',
    description: 'Where records and reports are written, and where earlier steps left theirs.',
  },
  comment: {
    type: 'enum',
    options: ['auto', 'always', 'never'],
    default: 'auto',
    description:
      'Whether to write the comment on the pull or merge request: auto writes where there is one and the token allows it, always warns when it cannot.',
  },
  // Not `checks`: that is the suite of data-validate.
  'commit-check': {
    type: 'enum',
    options: ['auto', 'always', 'never'],
    default: 'auto',
    description:
      'Whether to show the step as a check beside its commit (a commit status where the token may write no checks): auto shows it where the token allows it, always warns when it cannot.',
  },
  language: {
    type: 'enum',
    options: ['auto', 'en', 'zh'],
    default: 'auto',
    description:
      'The language of reports and errors: English (en) or Chinese (zh). auto takes that of the environment (LC_ALL, LC_MESSAGES, LANG), and English where it names neither.',
  },
  token: {
    type: 'string',
    secret: true,
    description: 'The token for the forge. Defaults to what the host provides to the job.',
  },
  'fail-on': {
    type: 'enum',
    options: ['fail', 'inconclusive', 'never'],
    default: 'fail',
    description:
      'Which verdict fails the job: fail, also inconclusive, or never (the verdict is still reported).',
  },
} as const satisfies Record<string, InputSpec>;

/** Outputs every step has. */
export const commonOutputs = {
  verdict: { description: 'pass, warn, fail or inconclusive.' },
  record: { description: "Path of the step's record, a JSON file." },
  report: { description: 'Path of the HTML report.' },
  'comment-url': { description: 'Address of the comment, where one was written.' },
} as const satisfies Record<string, OutputSpec>;

export interface ActionDefinition<
  I extends Record<string, InputSpec> = Record<string, InputSpec>,
  O extends Record<string, OutputSpec> = Record<string, OutputSpec>,
> {
  /** kebab-case, the name of the folder. */
  name: string;
  /** Two or three words for headings: `Data`, `Gate`. */
  title: string;
  /** The question the step answers, as one sentence. */
  question: string;
  /** What it does, one or two sentences. */
  description: string;
  /** The step's own inputs, without the common ones. */
  inputs: I;
  /** The step's own outputs, without the common ones. */
  outputs: O;
  /** GitHub permissions, each with its reason. */
  permissions: Readonly<Record<string, { access: 'read' | 'write'; reason: string }>>;
  /** Whether the step has work to do after the job's other steps, even when they failed. */
  post?: boolean;
  /** Folders of the report directory that a later run reads: where the host has caches, kept there. */
  keeps?: readonly string[];
}

export type CommonInputs = ParsedInputs<typeof commonInputs>;

/** All inputs of a step, parsed. */
export type InputsOf<D extends ActionDefinition> = ParsedInputs<D['inputs']> & CommonInputs;

/** The step's own outputs, as `run` returns them. */
export type OutputsOf<D extends ActionDefinition> = {
  readonly [K in keyof D['outputs']]: string;
};

/** Describe a step. Plain data with no side effect, so that generators and tests can import it. */
export function defineAction<
  const I extends Record<string, InputSpec>,
  const O extends Record<string, OutputSpec>,
>(definition: ActionDefinition<I, O>): ActionDefinition<I, O> {
  const clash = Object.keys(definition.inputs).find((name) => name in commonInputs);
  if (clash !== undefined) throw new Error(`${definition.name}: input ${clash} is a common one`);
  return definition;
}

/** Every input of a step, the common ones last. */
export function allInputs(definition: ActionDefinition): Record<string, InputSpec> {
  return { ...definition.inputs, ...commonInputs };
}

/** Every output of a step, the common ones last. */
export function allOutputs(definition: ActionDefinition): Record<string, OutputSpec> {
  return { ...definition.outputs, ...commonOutputs };
}
