import { expect, test } from 'vitest';
import { step } from '../../../actions/drift-report/main.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

test('values that cannot be read are placed in their files', async () => {
  const lines = Array.from({ length: 600 }, (_, i) => String((i * 37) % 101));
  const broken = lines.map((line, i) => (i === 1 || i === 304 ? '?' : line));
  const part = (from: number, to: number) => ['x', ...broken.slice(from, to), ''].join('\n');
  const files = {
    'r.csv': ['x', ...lines, ''].join('\n'),
    'c/1.csv': part(0, 300),
    'c/2.csv': part(300, 600),
  };
  const ran = await runStep(step, tempDir(files), { reference: 'r.csv', current: 'c/*.csv' });
  const finding = ran.record?.findings.find(({ code }) => code === 'unreadable-values');
  expect(finding?.evidence).toEqual({
    count: 2,
    rows: [
      { file: 'c/1.csv', row: 2 },
      { file: 'c/2.csv', row: 5 },
    ],
  });
});
