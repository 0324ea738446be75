import { helpTexts } from '../../shared/hosts/help-messages.ts';
import { exitCodes } from '../../shared/kernel/action-error.ts';
import { type ActionDefinition, allInputs } from '../../shared/kernel/define-action.ts';
import { didYouMean } from '../../shared/kernel/nearest-name.ts';
import { steps } from '../steps.ts';
import type { OfferedWord } from './command.ts';
import { completionTexts as texts } from './messages.ts';

type Shell = (words: readonly OfferedWord[]) => string;

const shells: Readonly<Record<string, Shell>> = { bash, zsh, fish };

/** `mlops completion`. @param others the commands beside the steps. */
export function completion(args: readonly string[], others: readonly OfferedWord[]): number {
  const [name] = args;
  if (name === '--help' || name === '-h') {
    process.stdout.write(texts.help(Object.keys(shells)));
    return exitCodes.ok;
  }
  const shell = name !== undefined && Object.hasOwn(shells, name) ? shells[name] : undefined;
  if (shell === undefined) {
    const known = Object.keys(shells);
    const problem = name === undefined ? texts.nameAShell : texts.unknown(name);
    const next = name === undefined ? texts.usage(known) : didYouMean(name, known);
    process.stderr.write(`mlops completion: ${problem} ${next}\n`);
    return exitCodes.usage;
  }
  const words = [
    ...Object.values(steps).map(({ definition }) => wordOf(definition)),
    ...others.map((other) => ({
      name: other.name,
      summary: plain(other.summary),
      flags: other.flags.map((flag) => ({ ...flag, summary: plain(flag.summary) })),
    })),
  ];
  process.stdout.write(shell(words));
  return exitCodes.ok;
}

function wordOf(definition: ActionDefinition): OfferedWord {
  const flags = Object.entries(allInputs(definition)).map(([name, spec]) => ({
    name: `--${name}`,
    summary: plain(spec.description),
    values: spec.type === 'enum' ? spec.options : spec.type === 'boolean' ? ['true', 'false'] : [],
    takesValue: true,
  }));
  const summary = texts.stepHelp;
  const question = helpTexts.question(definition.name, definition.question);
  const all = [...flags, { name: '--help', summary, values: [], takesValue: false }];
  return { name: definition.name, summary: plain(question), flags: all };
}

/** One sentence without what any of the shells would read as its own. */
function plain(text: string): string {
  const [sentence = ''] = text.split(/(?<=[.?]) |(?<=[。？])/u);
  return sentence.replaceAll(/['"`$\\:[\]]/gu, '').replaceAll('\n', ' ');
}

const names = (list: readonly { readonly name: string }[]): string =>
  list.map(({ name }) => name).join(' ');

function bash(words: readonly OfferedWord[]): string {
  const flags = words
    .filter((word) => word.flags.length > 0)
    .map((word) => `    ${word.name}) flags='${names(word.flags)}' ;;`);
  const values = words.flatMap((word) =>
    word.flags
      .filter((flag) => flag.values.length > 0)
      .map((flag) => `    '${word.name} ${flag.name}') values='${flag.values.join(' ')}' ;;`),
  );
  return `_mlops() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
  local flags='' values=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names(words)}' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${flags.join('\n')}
  esac
  case "\${COMP_WORDS[1]} $before" in
${values.join('\n')}
  esac
  if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$current"))
  fi
}
complete -o default -F _mlops mlops
`;
}

function zsh(words: readonly OfferedWord[]): string {
  const described = words.map(({ name, summary }) => `    '${name}:${summary}'`);
  const cases = words
    .filter((word) => word.flags.length > 0)
    .map((word) => {
      const specs = word.flags.map(({ name, summary, values, takesValue }) => {
        if (!takesValue) return `'${name}[${summary}]'`;
        return `'${name}[${summary}]:value:${values.length > 0 ? `(${values.join(' ')})` : '_files'}'`;
      });
      return `    ${word.name}) _arguments ${specs.join(' ')} ;;`;
    });
  return `#compdef mlops
_mlops() {
  local -a words_known
  words_known=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'step or command' words_known
    return
  fi
  local word="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$word" in
${cases.join('\n')}
    *) _files ;;
  esac
}
# Autoloaded from fpath it is called; sourced, it is registered.
if [ "\${funcstack[1]}" = _mlops ]; then _mlops "$@"; else compdef _mlops mlops; fi
`;
}

function fish(words: readonly OfferedWord[]): string {
  const first = words.map(
    ({ name, summary }) =>
      `complete -c mlops -n __fish_use_subcommand -f -a '${name}' -d '${summary}'`,
  );
  const flags = words.flatMap((word) =>
    word.flags.map(({ name, summary, values, takesValue }) => {
      const takes = !takesValue ? '' : values.length > 0 ? ` -x -a '${values.join(' ')}'` : ' -r';
      const seen = `-n '__fish_seen_subcommand_from ${word.name}'`;
      return `complete -c mlops ${seen} -l ${name.slice(2)}${takes} -d '${summary}'`;
    }),
  );
  return `${[...first, ...flags].join('\n')}\n`;
}
