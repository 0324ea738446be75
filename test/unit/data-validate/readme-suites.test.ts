import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseYamlAs } from '../../../shared/config/parse-yaml.ts';
import { validateSchema } from '../../../shared/config/sections/validate.ts';

const readme = readFileSync(
  new URL('../../../actions/data-validate/README.md', import.meta.url),
  'utf8',
);

/** YAML of the README that is a suite of its own. */
const suites = [...readme.matchAll(/^```yaml\n([\s\S]*?)^```/gmu)]
  .map(([, text = '']) => text)
  .filter((text) => /^(?:checks|tables|environments):/mu.test(text));

describe("the README's suites", () => {
  test('are found', () => {
    expect(suites.length).toBeGreaterThanOrEqual(2);
  });

  test.each(suites.map((text, i) => [i + 1, text] as const))('number %i is accepted', (_, text) => {
    expect(() => parseYamlAs(text, 'README.md', validateSchema)).not.toThrow();
  });
});
