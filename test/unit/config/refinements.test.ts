import { afterEach, describe, expect, test } from 'vitest';
import { parseYamlAs } from '../../../shared/config/parse-yaml.ts';
import { refinements } from '../../../shared/config/refinements.zh.ts';
import { projectSchema } from '../../../shared/config/schema.ts';
import { useLanguage } from '../../../shared/kernel/language.ts';

afterEach(() => useLanguage('en'));

/** The sentences of its own that a schema, and every schema within, says against a value. */
function sentencesOf(value: unknown, seen = new Set<unknown>()): Set<string> {
  const found = new Set<string>();
  if (typeof value !== 'object' || value === null || seen.has(value)) return found;
  seen.add(value);
  const { error } = value as { error?: unknown };
  if (typeof error === 'function') {
    const said: unknown = error({ input: '' });
    if (typeof said === 'string') found.add(said);
  }
  const { _zod: inner } = value as { _zod?: { def: unknown } };
  // What zod computes of a schema hangs on it too; the definition alone has what was declared.
  const parts = inner === undefined ? Object.values(value) : [inner.def];
  for (const part of parts) for (const said of sentencesOf(part, seen)) found.add(said);
  return found;
}

const said = [...sentencesOf(projectSchema)];

function problemsOf(text: string): string {
  try {
    parseYamlAs(text, 'mlops.yml', projectSchema);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('what the configuration must satisfy', () => {
  test('is found in its schemas, of the domain too', () => {
    expect(said).toContain('give swap or values, not both');
    expect(said).toContain('ks needs an order, which categories have not');
  });

  test('is said in Chinese, all of it and nothing else', () => {
    expect(Object.keys(refinements).toSorted()).toEqual(said.toSorted());
  });

  const config = `version: 1
models:
  loans:
    evaluate: { metrics: { auc: { min: 0.9, max: 0.1 } } }
    deploy:
      steps:
        - { weight: 50, for: 30s }
        - { weight: 5, for: 30s }
`;

  test('is told in the language of the moment, with its place', () => {
    expect(problemsOf(config)).toContain('min is above max, so no value can pass');
    expect(problemsOf(config)).toContain('weights must rise, but 5 follows 50');
    useLanguage('zh');
    const problems = problemsOf(config);
    expect(problems).toContain('mlops.yml:4:');
    expect(problems).toContain('min 大于 max，因此没有任何值可以通过');
    expect(problems).toContain('权重必须递增，但 50 之后是 5');
    expect(problems).not.toMatch(/weights|above/u);
  });
});
