import { silentTopic, type Topic } from '../topic.ts';
import { messages } from './messages.ts';
import type { MultivariateReport } from './report.ts';

/** A joint change that no column shows by itself is a P2 of its own. */
export function jointTopic({ isNews, ...report }: MultivariateReport): Topic {
  const [first] = report.findings.filter(({ severity }) => severity === 'warning');
  return {
    ...silentTopic,
    ...report,
    alert: isNews ? 'p2' : 'none',
    headline: first === undefined ? undefined : messages.headline(first.message),
  };
}
