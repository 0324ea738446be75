import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseYamlAs } from '../../../shared/config/parse-yaml.ts';
import { projectSchema } from '../../../shared/config/schema.ts';

function problemsOf(text: string, schema: z.ZodType = projectSchema): string {
  try {
    parseYamlAs(text, 'mlops.yml', schema);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no problem';
}

const good = `version: 1
models:
  flights:
    task: binary
    label: late
`;

test('a good file is read, and knows the lines of its keys', () => {
  const document = parseYamlAs(good, 'mlops.yml', projectSchema);
  expect(document.value.models.flights?.label).toBe('late');
  expect(document.line(['models', 'flights', 'label'])).toBe(5);
  expect(document.line(['models', 'flights', 'evaluate', 'metrics', 'auc'])).toBe(3);
  expect(document.line(['nothing', 'like', 'this'])).toBeUndefined();
});

describe('an unknown key', () => {
  test('is named with its line and the nearest known one', () => {
    const text = `${good}    evaluat:\n      metrics: {}\n`;
    expect(problemsOf(text)).toBe(
      'mlops.yml:6: unknown key "models.flights.evaluat"; did you mean "evaluate"?',
    );
  });

  test('at the top of the file', () => {
    expect(problemsOf('version: 1\nmodel: {}\nmodels: {}\n')).toBe(
      'mlops.yml:2: unknown key "model"; did you mean "models"?',
    );
  });

  test('like nothing known lists what is known', () => {
    expect(problemsOf('version: 1\nmodels: {}\nzebra-crossing: 1\n')).toBe(
      'mlops.yml:3: unknown key "zebra-crossing"; known: version, models, sources',
    );
  });

  test('inside a list and inside a mapping of names', () => {
    const schema = z.strictObject({
      checks: z.array(z.strictObject({ column: z.string(), minimum: z.number().optional() })),
      limits: z.record(z.string(), z.strictObject({ warn: z.number() })),
    });
    const text = [
      'checks:',
      '  - column: a',
      '  - column: b',
      '    minimun: 3',
      'limits:',
      '  psi:',
      '    warn: 1',
      '    wran: 2',
    ].join('\n');
    expect(problemsOf(text, schema)).toBe(
      [
        'mlops.yml has 2 problems:',
        '  - mlops.yml:4: unknown key "checks.1.minimun"; did you mean "minimum"?',
        '  - mlops.yml:8: unknown key "limits.psi.wran"; did you mean "warn"?',
      ].join('\n'),
    );
  });
});

test('several problems are told at once, each with its line', () => {
  const text = [
    'version: 2',
    'models:',
    '  Flights:',
    '    task: binary',
    '  cars:',
    '    task: binry',
    '    lable: x',
  ].join('\n');
  const message = problemsOf(text);
  expect(message).toContain('mlops.yml has 4 problems:');
  expect(message).toContain('mlops.yml:1: "version": ');
  expect(message).toContain(
    'mlops.yml:3: "models.Flights" is not a valid name: lower-case letters',
  );
  expect(message).toContain('mlops.yml:6: "models.cars.task": ');
  expect(message).toContain('mlops.yml:7: unknown key "models.cars.lable"; did you mean "label"?');
});

test.each([
  ['version: 1\nmodels: {\n', /^mlops\.yml:\d: /u],
  [
    'version: 1\n  models: x\n',
    /^mlops\.yml:1: Nested mappings are not allowed in compact mappings$/u,
  ],
  ['a: 1\na: 2\n', /^mlops\.yml:2: Map keys must be unique/u],
  ['\t- x', /^mlops\.yml:1: /u],
])('YAML that is broken is named with its line: %j', (text, message) => {
  expect(problemsOf(text)).toMatch(message);
});

test.each([
  ['', 'is empty'],
  ['# only a remark\n', 'is empty'],
  ['- a\n- b\n', 'is a list; keys with values are expected, as "version: 1"'],
  ['just text', 'is plain text; keys with values are expected, as "version: 1"'],
  ['42', 'is plain text; keys with values are expected, as "version: 1"'],
  [
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n',
    'is a Git LFS pointer; run `git lfs pull` to get the file itself',
  ],
])('%j is not a configuration', (text, what) => {
  expect(problemsOf(text)).toBe(`mlops.yml:1: the file ${what}`);
});

test('a nested bomb of aliases is refused quickly', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `l${level}: &l${level} [${
        level === 0
          ? 'x'
          : Array(12)
              .fill(`*l${level - 1}`)
              .join(', ')
      }]`,
  );
  const begun = performance.now();
  expect(problemsOf(levels.join('\n'))).toMatch(/^mlops\.yml:1: excessive alias count/u);
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('keys of the language are keys like any other', () => {
  expect(problemsOf(`${good}    __proto__: { polluted: true }\n`)).toContain('unknown key');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('JSON is read as well', () => {
  const text = '{\n  "version": 1,\n  "models": { "flights": {\n    "lable": "x" } }\n}\n';
  expect(problemsOf(text)).toContain('mlops.yml:4: unknown key "models.flights.lable"');
});
