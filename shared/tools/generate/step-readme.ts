import { markdownTable } from 'markdown-table';
import { inputVariable } from '../../hosts/gitlab.ts';
import {
  type ActionDefinition,
  commonInputs,
  commonOutputs,
  type InputSpec,
  type OutputSpec,
} from '../../kernel/define-action.ts';
import { markedPart, replaceParts } from '../markdown-parts.ts';
import { textDefault, valueForm } from './text.ts';

/** A step's README: what is generated is renewed, what a person wrote between stays. */
export function stepReadme(definition: ActionDefinition, existing: string | undefined): string {
  const parts = {
    title: `# ${definition.name}\n\n**${definition.question}** ${definition.description}`,
    use: usage(definition),
    interface: tables(definition),
  };
  if (existing !== undefined) {
    return replaceParts(existing, `actions/${definition.name}/README.md`, parts);
  }
  const [title, use, contract] = Object.entries(parts).map(([name, text]) =>
    markedPart(name, text),
  );
  return `${title}\n\n${use}\n\n${contract}\n`;
}

function usage(definition: ActionDefinition): string {
  const { name, permissions } = definition;
  const rights = Object.entries(permissions).map(
    ([scope, { access, reason }]) => `  ${scope}: ${access} # ${reason}`,
  );
  return [
    '```yaml',
    '# GitHub',
    ...(rights.length > 0 ? ['permissions:', ...rights] : []),
    'steps:',
    `  - uses: <owner>/mlops-actions/actions/${name}@v1`,
    '```',
    '',
    '```yaml',
    '# GitLab',
    'include:',
    `  - component: $CI_SERVER_FQDN/<group>/mlops-actions/${name}@1`,
    '```',
    '',
    '```sh',
    '# A terminal',
    `npx mlops-actions ${name} --help`,
    '```',
  ].join('\n');
}

function tables(definition: ActionDefinition): string {
  return [
    '## Inputs',
    '',
    inputTable(definition.inputs),
    '',
    'Every step also has:',
    '',
    inputTable(commonInputs),
    '',
    `In a terminal an input is a flag (\`--fail-on never\`); in a GitLab job it is also a variable (\`${inputVariable('fail-on')}\`).`,
    '',
    '## Outputs',
    '',
    outputTable({ ...definition.outputs, ...commonOutputs }),
  ].join('\n');
}

function inputTable(inputs: Readonly<Record<string, InputSpec>>): string {
  const rows = Object.entries(inputs).map(([name, spec]) => {
    const value = textDefault(spec);
    const shown = spec.required ? '(required)' : value ? code(value) : '';
    const example = spec.example === undefined ? '' : ` For example ${code(spec.example)}.`;
    return [code(name), valueForm(spec), shown, cell(spec.description) + example];
  });
  return markdownTable([['input', 'value', 'default', 'what it is'], ...rows], {
    alignDelimiters: false,
  });
}

function outputTable(outputs: Readonly<Record<string, OutputSpec>>): string {
  const rows = Object.entries(outputs).map(([name, spec]) => [code(name), cell(spec.description)]);
  return markdownTable([['output', 'what it is'], ...rows], { alignDelimiters: false });
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('\n', ' ')}\``;
}
