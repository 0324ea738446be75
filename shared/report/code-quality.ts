import { createHash } from 'node:crypto';
import type { Finding, StepRecord } from '../domain/record.ts';
import { plainText } from './escape.ts';
import { messages } from './messages.ts';

/** One entry of GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/ */
export interface CodeQualityIssue {
  description: string;
  check_name: string;
  /** Tells the same finding of two runs: GitLab shows what a merge request adds and what it mends. */
  fingerprint: string;
  severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  location: { path: string; lines: { begin: number } };
}

export interface CodeQualityOptions {
  /** A finding's file from the repository's root; undefined where it is not in it. */
  place(file: string): string | undefined;
  /** Where findings go that are about no line: GitLab takes none without a place. */
  otherwise: { path: string; line: number };
}

const severities = { error: 'critical', warning: 'minor', info: 'info' } as const;

/** A record's findings as GitLab shows them beside a merge request, as JSON. */
export function renderCodeQuality(record: StepRecord, options: CodeQualityOptions): string {
  const seen = new Map<string, number>();
  const issues = record.findings.map((finding): CodeQualityIssue => {
    const path = finding.file === undefined ? undefined : options.place(finding.file);
    const { otherwise } = options;
    const title = messages.stepTitles[record.step];
    return {
      description: `${title}: ${plainText(finding.message, 2_000)}`,
      check_name: finding.code,
      fingerprint: fingerprintOf(record, finding, seen),
      severity: severities[finding.severity],
      location: {
        path: path ?? otherwise.path,
        lines: { begin: path === undefined ? otherwise.line : (finding.line ?? 1) },
      },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

/** Of what a finding is about and not of its words: those hold figures, which change every time. */
function fingerprintOf(
  { step, model }: StepRecord,
  { code, column, file, line }: Finding,
  seen: Map<string, number>,
): string {
  // Lines move when something is added above them; in one run they tell equal checks apart.
  const about = JSON.stringify([step, model, code, column ?? null, file ?? null]);
  const key = line === undefined ? about : `${about} with a line`;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  return createHash('sha256').update(`${key} ${count}`).digest('hex');
}
