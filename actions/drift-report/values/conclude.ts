import type { Finding } from '../../../shared/domain/record.ts';
import type { Alert, JudgedColumn } from '../decide.ts';
import { silentTopic, type Topic } from '../topic.ts';

/** Findings in the values as an alert: a changed unit breaks a model at once, the others drift. */
export function valuesTopic(findings: readonly Finding[], columns: readonly JudgedColumn[]): Topic {
  const alert = alertOf(findings, columns);
  const [first] = findings.filter(({ severity }) => severity !== 'info');
  return { ...silentTopic, findings, alert, headline: first?.message, breaksData: alert === 'p0' };
}

function alertOf(findings: readonly Finding[], columns: readonly JudgedColumn[]): Alert {
  if (findings.some(({ severity }) => severity === 'error')) return 'p0';
  const warned = findings.filter(({ severity }) => severity === 'warning');
  if (warned.length === 0) return 'none';
  const important = new Set(
    columns.filter(({ importance }) => importance === 'high').map(({ column }) => column.name),
  );
  return warned.some(({ column }) => important.has(column ?? '')) ? 'p1' : 'p2';
}
