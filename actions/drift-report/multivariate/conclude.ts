import type { Addition } from '../raise.ts';
import { messages } from './messages.ts';
import type { MultivariateReport } from './report.ts';

/** A joint change that no column shows by itself is a P2 of its own. */
export function asAddition({ isNews, ...report }: MultivariateReport): Addition {
  const [first] = report.findings.filter(({ severity }) => severity === 'warning');
  return {
    ...report,
    alert: isNews ? 'p2' : 'none',
    summary: messages.alerted(first?.message ?? ''),
  };
}
