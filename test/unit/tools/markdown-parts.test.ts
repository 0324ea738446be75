import { expect, it } from 'vitest';
import { markedPart, replaceParts } from '../../../shared/tools/markdown-parts.ts';

const text = `# Title\n\n${markedPart('inputs', 'old')}\n\nwritten by hand\n`;

it('renews a part and leaves what a person wrote', () => {
  expect(replaceParts(text, 'README.md', { inputs: 'new $1' })).toBe(
    '# Title\n\n<!-- generated: inputs -->\nnew $1\n<!-- /generated -->\n\nwritten by hand\n',
  );
});

it('is the same when nothing changed', () => {
  expect(replaceParts(text, 'README.md', { inputs: 'old' })).toBe(text);
});

it('refuses a marker nobody generates, so that a typo cannot freeze a table', () => {
  expect(() => replaceParts(text, 'README.md', { input: 'new' })).toThrow(
    'README.md: nothing generates the part "inputs"',
  );
});

it('refuses a text that lost a marker', () => {
  expect(() => replaceParts('# Title\n', 'README.md', { inputs: 'new' })).toThrow(
    'README.md: the marker of the part "inputs" is gone',
  );
});
