import {
  type ActionDefinition,
  commonInputs,
  commonOutputs,
  type InputSpec,
  type OutputSpec,
} from '../kernel/define-action.ts';
import { helpTexts as texts } from './help-messages.ts';

/** What `mlops <step> --help` prints, generated from the definition. */
export function helpText(definition: ActionDefinition, width = 80): string {
  const { name } = definition;
  return [
    texts.title(name, texts.question(name, definition.question)),
    '',
    ...wrap(definition.description, width, ''),
    '',
    texts.usage(name),
    ...inputSection(texts.inputs, definition.inputs, width),
    ...inputSection(texts.commonInputs, commonInputs, width),
    ...outputSection(definition.outputs, width),
    '',
    texts.exitCodes,
    '',
  ].join('\n');
}

function inputSection(title: string, inputs: Record<string, InputSpec>, width: number): string[] {
  const entries = Object.entries(inputs);
  if (entries.length === 0) return [];
  const lines = entries.flatMap(([name, spec]) => [
    `  ${usageOf(name, spec)}`,
    ...wrap([spec.description, ...notesOf(spec)].join(' '), width, '      '),
  ]);
  return ['', title, ...lines];
}

function outputSection(outputs: Record<string, OutputSpec>, width: number): string[] {
  const all = Object.entries({ ...outputs, ...commonOutputs });
  const longest = Math.max(...all.map(([name]) => name.length));
  const indent = ' '.repeat(longest + 4);
  const lines = all.map(([name, spec]) => {
    const [first = '', ...others] = wrap(spec.description, width, indent);
    return [`  ${name.padEnd(longest)}  ${first.trimStart()}`, ...others].join('\n');
  });
  return ['', texts.outputs, ...lines];
}

function usageOf(name: string, spec: InputSpec): string {
  switch (spec.type) {
    case 'boolean':
      return `--${name}, --no-${name}`;
    case 'enum':
      return `--${name} ${spec.options.join('|')}`;
    case 'list':
      return `--${name} a,b,...`;
    case 'map':
      return `--${name} '{ name: value }'`;
    case 'number':
      return `--${name} <number>`;
    case 'string':
      return `--${name} <text>`;
  }
}

function notesOf(spec: InputSpec): string[] {
  const notes: string[] = [];
  if (spec.type === 'number') {
    if (spec.min !== undefined) notes.push(texts.atLeast(spec.min));
    if (spec.max !== undefined) notes.push(texts.atMost(spec.max));
  }
  if (spec.required) notes.push(texts.required);
  const shown = defaultOf(spec);
  if (shown !== undefined && shown !== '') notes.push(texts.otherwise(shown));
  if (spec.example !== undefined) notes.push(texts.example(spec.example));
  return notes;
}

function defaultOf(spec: InputSpec): string | undefined {
  if (spec.default === undefined) return undefined;
  if (spec.type === 'list') return spec.default.join(', ');
  if (spec.type === 'map') return JSON.stringify(spec.default);
  return String(spec.default);
}

/** Break at spaces; a word longer than the line stands alone. */
function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/u)) {
    const next = line === indent ? indent + word : `${line} ${word}`;
    if (next.length > width && line !== indent) {
      lines.push(line);
      line = indent + word;
    } else line = next;
  }
  return [...lines, line];
}
