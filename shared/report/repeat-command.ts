import type { StepRecord } from '../domain/record.ts';
import type { StepName } from '../domain/step.ts';
import { htmlCode, markdownCode, plainText } from './escape.ts';

/** A longer command is no line to copy: it ends in an ellipsis. */
const longest = 4000;

/** The inputs of a run as flags of the command line, quoted for a shell; ordered as given. */
export function flagsOf({ given = {} }: Pick<StepRecord, 'given'>): string {
  return Object.entries(given)
    .map(([name, value]) => flag(name, value))
    .join(' ');
}

/**
 * The command line that runs a step again, as Markdown.
 *
 * @param flags as `flagsOf` gives them
 */
export function repeatCommand(step: StepName, model: string, flags = ''): string {
  const command = `mlops ${step} ${flag('model', model)}`;
  return flags === '' ? markdownCode(command) : htmlCode(`${command} ${flags}`, longest);
}

function flag(name: string, value: string): string {
  // A value that looks like a flag would be taken for the next one.
  return `--${name}${value.startsWith('-') ? '=' : ' '}${shellWord(value)}`;
}

/**
 * One word of a shell's command line. Between single quotes nothing but the quote means anything;
 * what a line of text cannot show as it is (line breaks, runs of spaces, characters that deceive)
 * stands escaped between `$'` and `'`, which POSIX has since 2024 and bash and zsh always had.
 */
function shellWord(value: string): string {
  if (/^[\w./:,@%+-]+$/u.test(value)) return value;
  if (plainText(value, value.length + 1) === value) return `'${value.replaceAll("'", "'\\''")}'`;
  const escaped = [...value].map((sign) => (isPlain(sign) ? sign : escapeOf(sign))).join('');
  return `$'${escaped}'`;
}

function isPlain(sign: string): boolean {
  return !/[\\'\p{M}]/u.test(sign) && plainText(sign, 2) === sign;
}

/** Byte by byte: what `\u` means depends on the locale. */
function escapeOf(sign: string): string {
  if (sign === '\\' || sign === "'") return `\\${sign}`;
  if (sign === '\n') return '\\n';
  const bytes = [...new TextEncoder().encode(sign)];
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
