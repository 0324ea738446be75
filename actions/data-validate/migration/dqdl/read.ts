import {
  type Entry,
  type ForeignSuite,
  lost,
  onlyRows,
  type Translated,
  together,
} from '../translation.ts';
import { composite, ruleOf, sectionOf, type Token, tokensOf } from './parse.ts';
import { translateRule } from './rules.ts';

/** Whether a text is a ruleset in the Data Quality Definition Language, as Deequ and AWS Glue read. */
export function isDqdl(text: string): boolean {
  return /^(?:\s|#[^\n]*\n)*(?:\w+\s*=\s*"[^"]*"\s*)*(?:Rules|Analyzers)\s*=\s*\[/iu.test(text);
}

export function readDqdl(text: string): ForeignSuite {
  const tokens = tokensOf(text) ?? [];
  const rules = (sectionOf(tokens, 'rules') ?? []).map((part) => entryOf(part, text));
  const analyzers = (sectionOf(tokens, 'analyzers') ?? []).map((part) => ({
    says: ruleOf(part, text).text,
    path: [lineOf(text, part[0])],
    drafts: [],
    differs: 'an analyzer only measures; here the report shows the columns anyway',
  }));
  const unread: Entry[] =
    tokens.length > 0
      ? []
      : [{ says: 'the ruleset', path: [1], ...lost('a sign in it is not known here') }];
  const entries = [...rules, ...analyzers, ...unread];
  return {
    tool: 'DQDL',
    tables: [{ name: undefined, entries }],
    lineOf: ([line]) => Number(line),
  };
}

/** The path of a rule is its line: the file is no tree of keys. */
function entryOf(tokens: readonly Token[], text: string): Entry {
  const joined = composite(tokens);
  const [first, last] = [tokens[0]?.offset ?? 0, tokens.at(-1)];
  const end =
    last === undefined ? first : last.offset + last.value.length + (last.kind === 'text' ? 2 : 0);
  const says = text.slice(first, end).replace(/\s+/gu, ' ');
  const path = [lineOf(text, tokens[0])];
  if (joined === undefined) return { says, path, ...translated(tokens, text) };
  if (joined.by !== 'and') {
    return { says, path, ...lost(`rules joined by ${joined.by}; write both in one condition`) };
  }
  const parts = joined.parts.map((part) =>
    composite(part) === undefined
      ? translated(part, text)
      : lost('a rule inside a rule; write each by itself'),
  );
  return { says, path, ...together(parts) };
}

function translated(tokens: readonly Token[], text: string): Translated {
  const rule = ruleOf(tokens, text);
  if (rule.rest !== '') return lost(`"${rule.rest}" in it is not known here`);
  const found = translateRule(rule);
  return rule.where === undefined ? found : onlyRows(found, rule.where);
}

function lineOf(text: string, token: Token | undefined): number {
  return text.slice(0, token?.offset ?? 0).split('\n').length;
}
