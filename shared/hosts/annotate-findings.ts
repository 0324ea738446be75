import type { Finding, StepRecord } from '../domain/record.ts';
import type { Annotation, Host } from '../ports/host.ts';
import { plainLines } from '../report/escape.ts';
import { messages as reportMessages } from '../report/messages.ts';
import { messages } from './messages.ts';

/** GitHub shows ten a level and step; two are left for the step's own messages. */
export const annotationsPerLevel = 8;

const levels: Readonly<Record<Finding['severity'], Annotation['level']>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/**
 * Findings as annotations, in the record's order (worst first), and how many were left out.
 *
 * @param hasLines whether they already stand beside the lines they are about: shown there twice,
 *   each would look like two findings.
 */
export function annotateFindings(host: Host, record: StepRecord, hasLines: boolean): void {
  const leftOut: string[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    const findings = record.findings.filter(
      // Information belongs beside the code it is about, or into the report.
      (finding) => finding.severity === severity && (severity !== 'info' || finding.file),
    );
    for (const finding of findings.slice(0, annotationsPerLevel)) {
      annotate(host, record, hasLines ? withoutLine(finding) : finding);
    }
    const rest = findings.length - annotationsPerLevel;
    if (rest > 0) leftOut.push(messages.moreOf(rest, severity));
  }
  if (leftOut.length > 0) host.log('info', messages.notShown(leftOut));
}

function withoutLine({ line: _line, file: _file, ...rest }: Finding): Finding {
  return rest;
}

function annotate(host: Host, record: StepRecord, finding: Finding): void {
  const { code, severity, message, file, line } = finding;
  host.annotate({
    level: levels[severity],
    title: messages.annotation(reportMessages.stepTitles[record.step], code),
    message: plainLines(message),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  });
}
