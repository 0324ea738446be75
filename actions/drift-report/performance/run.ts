import { driftSchema } from '../../../shared/config/sections/drift.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';
import type { definition } from '../definition.ts';
import { concludePredictions } from '../predictions/conclude.ts';
import { silentTopic, type Topic } from '../topic.ts';
import { arrivalsOf, cohortsOf, type MaturityPolicy } from './cohorts.ts';
import { comparePredictions, concludePerformance } from './conclude.ts';
import { canExplain } from './feature-query.ts';
import { followCohorts } from './follow.ts';
import type { PerformancePolicy } from './judge.ts';
import { metricsFor } from './measure.ts';
import { messages } from './messages.ts';
import { arrivalsQuery } from './queries.ts';
import type { Labelled, Sides } from './roles/run.ts';
import { readSources } from './sources/run.ts';

type Context = Pick<StepContext<typeof definition>, 'model'>;

/** More columns than these make no better guess of a loss. */
const mostFeatures = 30;

/** Performance by window: by labels where they have arrived, estimated where not. */
export async function performanceTopics(
  { model }: Context,
  tables: TableReader,
  sides: Sides,
  labelled: Labelled,
): Promise<Topic[]> {
  const { labels, predictions } = model.drift ?? driftSchema.parse({});
  const possible = metricsFor(labelled.subject);
  const metric = labels.metric ?? possible[0];
  if (metric === undefined || !possible.includes(metric)) {
    const message = messages.metricUnfit(metric ?? '', possible);
    return [
      { ...silentTopic, verdict: 'inconclusive', findings: [warning('metric-unfit', message)] },
    ];
  }
  const policy: PerformancePolicy = {
    metric,
    maxRegression: labels['max-regression'],
    limit: labels.limit,
  };
  const { asOf, delay } = labelled.arrival;
  const maturity: MaturityPolicy = { share: labels.share, min: labels.min, asOf, delay };
  const arrivals = await tables.query(arrivalsQuery(labelled.current, labelled.arrival, tables));
  const cohorts = cohortsOf(arrivalsOf(arrivals), maturity);
  const sources = await readSources(tables, labelled, {
    policy,
    estimates: labels.estimate && cohorts.some(({ maturity: state }) => state !== 'mature'),
    features: featuresOf(sides, labelled),
  });
  const baseline = sources.reference?.realised(['']);
  const judged = followCohorts(cohorts, sources.current, baseline, policy);
  const outcome = {
    labelled,
    followed: { metric, cohorts: judged, baseline, asOf },
    maturity,
    policy,
    sources,
    estimates: labels.estimate,
  };
  return [
    concludePerformance(outcome),
    concludePredictions(comparePredictions(outcome), predictions['max-share-change']),
  ];
}

function featuresOf(
  { reference, current, time }: Sides,
  { labelName, arrival, current: roles }: Labelled,
) {
  const taken = [labelName, roles.prediction.name, time, arrival.arrived];
  return current.columns
    .filter((column) => canExplain(column) && !taken.includes(column.name))
    .filter(({ name, type }) =>
      reference?.columns.some((other) => other.name === name && other.type === type),
    )
    .slice(0, mostFeatures);
}

function warning(code: string, message: string): Finding {
  return { code, severity: 'warning', message };
}
