import type { Finding } from '../../../shared/domain/record.ts';
import { confusionAt } from '../../../shared/stats/graded-scores.ts';
import {
  type Comparison,
  compareEntropy,
  compareShares,
  estimateLabels,
  type Shares,
} from '../predictions/compare.ts';
import { silentTopic, type Topic } from '../topic.ts';
import type { MaturityPolicy } from './cohorts.ts';
import { mergeAnswers, mergeScores, rowsPerScore } from './graded-rows.ts';
import { type JudgedCohort, judgeCohort, type PerformancePolicy } from './judge.ts';
import { messages } from './messages.ts';
import {
  cohortFindings,
  type Followed,
  performanceMetrics,
  performanceSeries,
  performanceTable,
} from './present.ts';
import type { Labelled } from './roles/run.ts';
import type { Sources } from './sources/run.ts';

/** All that is known once both sides have been read. */
export interface Outcome {
  readonly labelled: Labelled;
  readonly followed: Followed;
  readonly maturity: MaturityPolicy;
  readonly policy: PerformancePolicy;
  readonly sources: Sources;
  /** Whether estimates were asked for. */
  readonly estimates: boolean;
}

/** From judged windows to what people read. */
export function concludePerformance(outcome: Outcome): Topic {
  const { followed, labelled, maturity } = outcome;
  const { cohorts } = followed;
  const scale = labelled.findings.some(({ severity }) => severity === 'error');
  const findings = [
    ...cohortFindings(followed, maturity),
    ...labelled.findings,
    ...baselineFindings(outcome),
    ...estimateFindings(outcome),
  ];
  const realised = cohorts.some(isDropped('realised'));
  const estimated = cohorts.some(isDropped('estimated'));
  const worst = findings.find(({ severity }) => severity !== 'info');
  return {
    ...silentTopic,
    alert: realised || scale ? 'p0' : estimated ? 'p1' : 'none',
    verdict: pooledState(outcome) === 'undecided' ? 'inconclusive' : 'pass',
    headline: realised || scale || estimated ? worst?.message : undefined,
    asksRetraining: realised && !scale,
    metrics: performanceMetrics(followed),
    findings,
    tables: [performanceTable(followed)],
    series: performanceSeries(followed),
    inputs: {
      metric: followed.metric,
      'labels-as-of': new Date(followed.asOf * 1_000).toISOString(),
    },
  };
}

function isDropped(source: JudgedCohort['source']) {
  return (cohort: JudgedCohort): boolean => cohort.state === 'dropped' && cohort.source === source;
}

/** All windows with labels as one: a window alone may be too small to decide. */
function pooledState({ followed, sources, policy }: Outcome): JudgedCohort['state'] {
  const mature = followed.cohorts.filter(({ maturity }) => maturity === 'mature');
  const [first] = mature;
  if (first === undefined) return 'unknown';
  const value = sources.current.realised(mature.map(({ window }) => window));
  return judgeCohort(first, 'realised', value, followed.baseline, policy).state;
}

function baselineFindings({ followed, labelled, policy }: Outcome): Finding[] {
  const { cohorts, baseline } = followed;
  const none = cohorts.every(({ labelled: labels }) => labels === 0);
  return [
    ...(none ? [info('no-labels', messages.noLabels(labelled.labelName))] : []),
    ...(baseline === undefined && policy.limit === undefined
      ? [info('no-baseline', messages.noBaseline)]
      : []),
  ];
}

function estimateFindings({ followed, labelled, sources, estimates }: Outcome): Finding[] {
  const isOpen = followed.cohorts.some(
    ({ maturity }) => maturity !== 'mature' && maturity !== 'few',
  );
  if (!isOpen || !estimates) return [];
  if (sources.method !== undefined) {
    return [info('estimated', messages.blind(sources.method))];
  }
  const { subject } = labelled;
  const canEstimate =
    subject.task === 'regression' || (subject.task === 'binary' && subject.kind === 'probability');
  const why = canEstimate ? messages.fewReferenceLabels : messages.noProbabilities;
  return [info('not-estimated', messages.notEstimated(why))];
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}

/** Decisions, uncertainty and labels of both sides, where there are decisions to compare. */
export function comparePredictions({ followed, labelled, sources }: Outcome): Comparison[] {
  const mature = followed.cohorts
    .filter(({ maturity }) => maturity === 'mature')
    .map(({ window }) => window);
  if (sources.scores !== undefined) return compareScores(sources.scores, labelled, mature);
  const { subject } = labelled;
  if (sources.answers === undefined || subject.task !== 'classes') return [];
  return compareAnswers(sources.answers, subject.classes, mature);
}

function compareScores(
  { current, reference }: NonNullable<Sources['scores']>,
  { threshold }: Labelled,
  mature: readonly string[],
): Comparison[] {
  if (reference === undefined) return [];
  const names = ['positive', 'negative'];
  const now = mergeScores([...current.values()]);
  const decided = (scores: ArrayLike<number>, rows: ArrayLike<number>): Shares => {
    let [positive, negative] = [0, 0];
    for (let i = 0; i < scores.length; i++) {
      if ((scores[i] as number) >= threshold) positive += rows[i] as number;
      else negative += rows[i] as number;
    }
    return { names, counts: [positive, negative] };
  };
  const [before, after] = [rowsPerScore(reference), rowsPerScore(now)];
  const known = confusionAt(reference, threshold);
  const confusion = [
    ...[known.truePositives, known.falseNegatives],
    ...[known.falsePositives, known.trueNegatives],
  ];
  const labelsOf = ({ truePositives, falseNegatives, ...rest }: typeof known): Shares => ({
    names,
    counts: [truePositives + falseNegatives, rest.falsePositives + rest.trueNegatives],
  });
  const answers = decided(now.scores, after);
  const arrived = mature.flatMap((window) => current.get(window) ?? []);
  return [
    ...compareShares('decision', decided(reference.scores, before), answers).slice(0, 1),
    ...compareEntropy(
      { scores: reference.scores, rows: before },
      { scores: now.scores, rows: after },
    ),
    ...(arrived.length > 0
      ? compareShares(
          'label',
          labelsOf(known),
          labelsOf(confusionAt(mergeScores(arrived), threshold)),
        )
      : estimateLabels(confusion, answers)
    ).slice(0, 1),
  ];
}

function compareAnswers(
  { current, reference }: NonNullable<Sources['answers']>,
  classes: readonly string[],
  mature: readonly string[],
): Comparison[] {
  const now = mergeAnswers([...current.values()]);
  if (reference === undefined || now === undefined) return [];
  const size = classes.length + 1;
  const names = classes.map((name) => name.replace(/\.0$/u, ''));
  const shares = (counts: ArrayLike<number>): Shares => ({
    names,
    counts: Array.from(counts).slice(0, classes.length),
  });
  const labels = (confusion: Float64Array): Shares => ({
    names,
    counts: classes.map((_, k) =>
      confusion.slice(k * size, (k + 1) * size).reduce((total, n) => total + n, 0),
    ),
  });
  const arrived = mergeAnswers(mature.flatMap((window) => current.get(window) ?? []));
  const confusion = classes.flatMap((_, k) =>
    Array.from(reference.confusion.slice(k * size, k * size + classes.length)),
  );
  return [
    ...compareShares('decision', shares(reference.answers), shares(now.answers)),
    ...(arrived === undefined
      ? estimateLabels(confusion, shares(now.answers))
      : compareShares('label', labels(reference.confusion), labels(arrived.confusion))),
  ];
}
