import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/data-validate/main.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const suite = `environments: [train, serve]
checks:
  - { check: not-null, column: late, when: train }
  - { check: columns, columns: [late], when: [train] }
  - { check: row-count, min: 1000, when: train }
  - { check: row-count, min: 1 }
`;

function runIn(environment: string | undefined, text = suite): Promise<StepRun> {
  const root = tempDir({ 'a.csv': 'id,distance\n1,2\n', 's.yml': text });
  const asked = environment === undefined ? {} : { environment };
  return runStep(step, root, { data: 'a.csv', checks: 's.yml', ...asked });
}

describe('checks for some environments only', () => {
  test('are run in those, and said to be left out in the others', async () => {
    const serve = await runIn('serve');
    expect(serve.record?.verdict).toBe('pass');
    expect(serve.record?.inputs).toMatchObject({ 'checks-declared': 1 });
    expect(serve.record?.findings.map(({ message }) => message)).toContain(
      'Checked as serve: 1 of 4 checks apply, 3 are for other environments.',
    );
    const train = await runIn('train');
    expect(train.record?.findings).toMatchObject([
      { code: 'not-null', line: 3 },
      { code: 'columns', line: 4 },
      { code: 'row-count', line: 5 },
      { code: 'environment', message: 'Checked as train: all 4 checks apply.' },
    ]);
  });

  test.each([
    [undefined, suite, 'does not say which it is in'],
    ['serv', suite, 'Did you mean "serve"?'],
    ['serve', 'checks: [{ check: row-count, min: 1 }]', 'Declare environments beside the checks'],
    [
      'serve',
      'checks:\n  - { check: row-count, min: 1, when: serve }\n',
      's.yml:2: when is used, but no environments are declared',
    ],
    [
      'serve',
      'environments: [train, serve]\nchecks:\n  - { check: row-count, min: 1, when: srve }\n',
      's.yml:3: when names the environment "srve"',
    ],
  ])('asked for %s', async (environment, text, message) => {
    const ran = await runIn(environment, text);
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(message)]);
  });
});
