import { stringify } from 'yaml';
import { messages } from './messages.ts';
import type { Migration, Remark } from './migrate.ts';

/** Checks carried over, as a person would write them, under a list of what was not. */
export function migratedText(file: string, migration: Migration): string {
  const head = [messages.header(file, migration.tool), ...remarksOn(migration)];
  const checks = migration.checks.map(({ draft }) => draft);
  const body = stringify({ checks }, { lineWidth: 0 });
  return `${head.map(comment).join('\n')}\n${body}`;
}

/** A line for everything that was not carried over, or not as it was. */
export function remarksOn({ lost, differs }: Migration): string[] {
  return [...remarks(messages.lostComment, lost), ...remarks(messages.differsComment, differs)];
}

function remarks(title: string, found: readonly Remark[]): string[] {
  return found.length === 0 ? [] : [title, ...found.map(({ says, why }) => `- ${says}: ${why}`)];
}

/** Names from the file may hold line breaks; a comment must not end before it ends. */
function comment(text: string): string {
  return `# ${text.replace(/[\r\n\u0085\u2028\u2029]+/gu, ' ')}`;
}
