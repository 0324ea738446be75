import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../shared/domain/record.ts';
import { renderBadge } from '../../../shared/report/badge.ts';
import { type CodeQualityIssue, renderCodeQuality } from '../../../shared/report/code-quality.ts';
import * as gallery from '../../gallery/states.ts';
import { arbitraryRecord } from './arbitrary-record.ts';
import { readMarkup } from './markup.ts';

const options = {
  place: (file: string) => (file.startsWith('/') ? undefined : `models/${file}`),
  otherwise: { path: 'models/mlops.yml', line: 3 },
};

function issuesOf(findings: readonly Finding[]): CodeQualityIssue[] {
  return JSON.parse(renderCodeQuality({ ...gallery.worseGate, findings: [...findings] }, options));
}

const finding: Finding = { code: 'auc-fell', severity: 'error', message: 'AUC fell by 0.02.' };

describe('code quality', () => {
  test('a finding stands at its line, another one at the model', () => {
    const issues = issuesOf([
      { ...finding, file: 'mlops.yml', line: 14 },
      { code: 'few-rows', severity: 'warning', message: '40 rows.' },
      { code: 'note', severity: 'info', message: 'Elsewhere.', file: '/etc/passwd', line: 9 },
    ]);
    expect(
      issues.map(({ check_name, severity, location }) => [check_name, severity, location]),
    ).toEqual([
      ['auc-fell', 'critical', { path: 'models/mlops.yml', lines: { begin: 14 } }],
      ['few-rows', 'minor', { path: 'models/mlops.yml', lines: { begin: 3 } }],
      ['note', 'info', { path: 'models/mlops.yml', lines: { begin: 3 } }],
    ]);
    expect(issues[0]?.description).toBe('Gate: AUC fell by 0.02.');
  });

  test('the next run finds the same, whatever its figures and lines; two of a kind are two', () => {
    const before = issuesOf([{ ...finding, file: 'mlops.yml', line: 14 }]);
    const after = issuesOf([
      { ...finding, message: 'AUC fell by 0.03.', file: 'mlops.yml', line: 20 },
      { ...finding, file: 'mlops.yml', line: 30 },
      { ...finding, column: 'origin' },
    ]);
    expect(after[0]?.fingerprint).toBe(before[0]?.fingerprint);
    expect(new Set(after.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});

describe('the badge', () => {
  const wordsOf = (svg: string | undefined): string =>
    readMarkup(svg ?? '').tags[0]?.attributes['aria-label'] ?? '';

  test('says the verdict and the number of the step that decides', () => {
    const svg = renderBadge([gallery.data, gallery.worseGate]);
    expect(wordsOf(svg)).toBe('flights: fail · AUC −0.0209');
    expect(wordsOf(renderBadge([gallery.data]))).toMatch(/^flights: pass/u);
    expect(renderBadge([])).toBeUndefined();
  });

  test('is well-formed and holds nothing active for any record', () => {
    fc.assert(
      fc.property(arbitraryRecord(), (record) => {
        const { tags } = readMarkup(renderBadge([record]) ?? '');
        expect(new Set(tags.map(({ name }) => name))).toEqual(
          new Set(['svg', 'title', 'rect', 'g', 'text']),
        );
        const attributes = tags.flatMap((tag) => Object.keys(tag.attributes));
        expect(attributes.filter((name) => /^on|href|style/u.test(name))).toEqual([]);
      }),
      { seed: 6, numRuns: 20 },
    );
  });
});
