import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom } from '../../../shared/stats/random.ts';
import { commitChange, judge, newRepository } from '../../support/champion-project.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { csv, finding, scoreRows } from './results.ts';

const results = (level: number, seed: number, cases = 30): string => {
  const random = createRandom(seed);
  const score = () => Math.min(1, Math.max(0, level + 0.08 * random.normal()));
  return csv(scoreRows(cases, 2, score));
};

test('results are kept by commit, and looks at the same cases are counted', async () => {
  const directory = tempDir({
    'policy.yml': 'scores: { metrics: { score: { max-regression: 0.05 } } }\n',
    '.gitignore': '*\n!train.py\n',
  });
  newRepository(directory);
  const gate = (text: string, inputs: Readonly<Record<string, string>> = {}) => {
    writeFileSync(join(directory, 'new.csv'), text);
    return judge(directory, { policy: 'policy.yml', challenger: 'new.csv', ...inputs });
  };
  const first = await gate(results(0.6, 1));
  expect(first.record?.inputs.looks).toBe(1);
  commitChange(directory, 'second');
  const second = await gate(results(0.8, 2), { champion: 'git:HEAD~1' });
  expect(second.record?.summary).toMatch(/on 30 cases × 2 repeats.*: better than the champion$/u);
  expect(finding(second, 'test-set-reused')).toBe(
    '2 models judged on these very cases so far: the chance that one worse than allowed passed by luck is at most 5 %.',
  );
  commitChange(directory, 'third');
  // The case that came since has no counterpart: the kept results still serve for the others.
  const third = await gate(results(0.8, 3, 31), { champion: 'git:HEAD~2' });
  expect(third.record?.summary).toMatch(/on 30 cases × 2 repeats.*: better than the champion$/u);
  expect(finding(third, 'cases-added')).toContain('"case-31"');
  expect(third.record?.inputs.looks).toBe(1);
});
