import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Metric } from '../../../shared/domain/record.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { titles } from '../messages.ts';
import type { JointVerdict, Multivariate, Outcome } from './judge.ts';
import { messages } from './messages.ts';

const level = 0.95;

const verdicts: Readonly<Record<Outcome, Verdict>> = {
  changed: 'warn',
  'a-little': 'pass',
  same: 'pass',
  undecided: 'pass',
};

/** What the joint comparison adds to the report. */
export interface MultivariateReport {
  readonly findings: readonly Finding[];
  readonly metrics: readonly Metric[];
  readonly tables: readonly TableInput[];
  /** A change that no column shows by itself. */
  readonly isNews: boolean;
}

export const noMultivariate: MultivariateReport = {
  findings: [],
  metrics: [],
  tables: [],
  isNews: false,
};

/** One sentence instead of a comparison. */
export function notCompared(message: string): MultivariateReport {
  const finding = { code: 'multivariate-not-compared', severity: 'info' as const, message };
  return { ...noMultivariate, findings: [finding] };
}

/**
 * @param drifted columns that drifted by themselves: a joint change that only these carry is no
 *   alarm of its own.
 */
export function multivariateReport(
  joint: Multivariate,
  drifted: ReadonlySet<string>,
  q: number,
): MultivariateReport {
  const { classifier, components } = joint;
  const { auc, low } = classifier.measured;
  const findings = [
    finding(classifier, drifted, 'rows-told-apart', () =>
      messages.apart(auc, low, classifier.limit, classifier.carriers),
    ),
    finding(components, drifted, 'relations-changed', () =>
      messages.rebuilt(components.measured.change, components.limit, components.carriers),
    ),
  ].filter((found) => found !== undefined);
  return {
    findings,
    metrics: metricsOf(joint),
    tables: [tableOf(joint, q)],
    isNews: findings.some(({ severity }) => severity === 'warning'),
  };
}

function finding<M extends object>(
  verdict: JointVerdict<M>,
  drifted: ReadonlySet<string>,
  code: string,
  message: () => string,
): Finding | undefined {
  if (verdict.outcome !== 'changed') return undefined;
  const { carriers, adjustedP, limit } = verdict;
  const isExplained = carriers.length > 0 && carriers.every((name) => drifted.has(name));
  return {
    code,
    severity: isExplained ? 'info' : 'warning',
    message: `${message()}${isExplained ? messages.explained(carriers) : ''}`,
    evidence: { adjustedP, limit, carriers: [...carriers] },
  };
}

function metricsOf({ classifier, components }: Multivariate): Metric[] {
  const { auc, low, high } = classifier.measured;
  const { change } = components.measured;
  const better = 'lower' as const;
  return [
    {
      name: 'domain-classifier-auc',
      value: auc,
      low,
      high,
      level,
      better,
      verdict: verdicts[classifier.outcome],
    },
    {
      name: 'reconstruction-error-change',
      value: change,
      low: components.measured.low,
      high: components.measured.high,
      level,
      better,
      verdict: verdicts[components.outcome],
    },
  ];
}

function tableOf({ rows, classifier, components }: Multivariate, q: number): TableInput {
  const { auc, low, high } = classifier.measured;
  const rebuilt = components.measured;
  return {
    id: 'multivariate',
    title: messages.title,
    note: messages.note(rows, q),
    columns: [
      { title: titles.test },
      { title: titles.found, align: 'right' },
      { title: titles.bounds, align: 'right' },
      { title: titles.limit, align: 'right' },
      { title: titles.adjustedP, align: 'right' },
      { title: titles.carriedBy },
      { title: titles.verdict },
    ],
    rows: [
      row(
        messages.tests.classifier,
        classifier,
        [auc, low, high, classifier.limit].map((value) => value.toFixed(3)),
      ),
      row(
        messages.tests.components,
        components,
        [rebuilt.change, rebuilt.low, rebuilt.high, components.limit].map(messages.percent),
      ),
    ],
  };
}

function row<M>(
  name: string,
  { adjustedP, outcome, carriers }: JointVerdict<M>,
  [found = '', low = '', high = '', limit = '']: readonly string[],
): Cell[] {
  return [
    name,
    found,
    `${low} to ${high}`,
    limit,
    adjustedP < 0.0001 ? '< 0.0001' : adjustedP.toFixed(4),
    carriers.join(', '),
    { kind: 'verdict', verdict: verdicts[outcome], text: messages.outcomeWords[outcome] },
  ];
}
