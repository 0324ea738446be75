import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dotenvLimit, dotenvReport } from '../../../shared/hosts/gitlab-dotenv.ts';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'dotenv-')), 'outputs', 'gate.env');

test('outputs become variables that are unique among the jobs they reach', () => {
  const path = file();
  const report = dotenvReport(path, 'evaluate-gate');
  expect(report.set('promote', 'true')).toBeUndefined();
  expect(report.set('comment-url', 'https://gitlab.example.com/x#note_1')).toBeUndefined();
  expect(report.set('promote', 'false')).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe(
    'MLOPS_EVALUATE_GATE_PROMOTE=false\nMLOPS_EVALUATE_GATE_COMMENT_URL=https://gitlab.example.com/x#note_1\n',
  );
});

test('one value GitLab could not pass on does not cost the others', () => {
  const path = file();
  const report = dotenvReport(path, 'evaluate-gate');
  report.set('verdict', 'pass');
  expect(report.set('metrics', 'x'.repeat(dotenvLimit))).toContain('does not fit');
  expect(report.set('notes', 'two\nlines')).toContain('several lines');
  report.set('promote', 'true');
  expect(readFileSync(path, 'utf8')).toBe(
    'MLOPS_EVALUATE_GATE_VERDICT=pass\nMLOPS_EVALUATE_GATE_PROMOTE=true\n',
  );
});
