import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type PeerFormula,
  peerFormulas,
  type Rule,
} from '../../../../actions/drift-report/compatibility/methods.ts';
import { peerMethods } from '../../../../shared/domain/drift-method.ts';

const readme = readFileSync(
  new URL('../../../../actions/drift-report/README.md', import.meta.url),
  'utf8',
);

function limitText(rule: Rule): string {
  if (rule.kind === 'learned') return 'learned: mean + 3 sd of ten pieces of the reference';
  if (rule.limit === undefined) return 'none: give `threshold`';
  return (
    { 'at-least': '≥ ', above: '> ', 'p-below': 'p < ', 'p-at-most': 'p ≤ ' }[rule.kind] +
    rule.limit
  );
}

function columnsText({ numbers, categories }: PeerFormula): string {
  if (numbers !== undefined && categories !== undefined) return 'both';
  return numbers === undefined ? 'categories' : 'numbers';
}

test("the README's table says of each tool's number what the code does", () => {
  const shown = readme.split('\n').filter((line) => /^\| `[a-z]+(?:-[a-z]+)+` \|/u.test(line));
  const peers = shown.filter((line) =>
    peerMethods.some((name) => line.startsWith(`| \`${name}\``)),
  );
  const expected = Object.entries(peerFormulas).map(
    ([name, formula]) =>
      `| \`${name}\` | ${formula.title} | ${columnsText(formula)} | ${limitText(formula.rule)} |`,
  );
  expect(peers).toEqual(expected);
});
