import type { PointsLost } from './decide.ts';

function amount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Every sentence about retraining a person can read. */
export const messages = {
  amount,
  due: (
    points: PointsLost | undefined,
    loss: number | undefined,
    cost: number | undefined,
    labels: number,
  ): string => {
    const lost =
      points === undefined
        ? 'An important column drifted'
        : points.metric === undefined
          ? `An important column drifted, which is assumed to cost ${amount(points.value)} points`
          : `${points.metric} lost ${amount(points.value)} points`;
    const worth =
      loss === undefined || cost === undefined
        ? ''
        : `; going on as before is expected to lose ${amount(loss)}, retraining costs ${amount(cost)}`;
    return `${lost}${worth}; ${amount(labels)} rows have their label.`;
  },
  fewLabels: (labels: number, wanted: number): string =>
    `${amount(labels)} rows of the current data have their label, and ${amount(wanted)} are wanted.`,
  coolingDown: (last: Date, until: Date): string =>
    `The last retraining was asked for on ${day(last)}; the next may be from ${day(until)} on.`,
  lossUnknown:
    'What the drift costs is not known: no metric of the report tells, and "assumed-points" is not set.',
  lossUnsure: (points: PointsLost): string =>
    `The loss of ${amount(points.value)} points may be chance: its lower bound is ${amount(points.low)}.`,
  notWorth: (loss: number, cost: number): string =>
    `Going on as before is expected to lose ${amount(loss)}, no more than the ${amount(cost)} a retraining costs.`,
  heldBack: (holds: readonly string[]): string => `Retraining is held back. ${holds.join(' ')}`,
  wanted: (reason: string): string => `Retraining is worth it. ${reason}`,
  started: (what: string, url: string | undefined): string =>
    `Started the retraining: ${what}${url === undefined ? '' : `, ${url}`}.`,
  event: (name: string): string => `the event ${name}`,
  workflow: (name: string): string => `the workflow ${name}`,
  pipeline: (ref: string): string => `a pipeline on ${ref}`,
  begunBefore: (at: string): string =>
    `A run that was stopped ${at} may have started the retraining already; it is not started twice.`,
  notStarted: (reason: string): string => `The retraining was not started: ${reason}`,
  kindUnknown: (kind: string, host: string): string =>
    `${host} cannot start a ${kind}. Give drift.retrain.trigger "event" or "workflow" on GitHub, "pipeline" on GitLab.`,
  tableTitle: 'Is retraining worth it?',
  rows: {
    points: 'points lost',
    perDay: 'loss a point and day',
    days: 'days the model would stay',
    loss: 'expected loss (the product)',
    cost: 'cost of a retraining',
    labels: 'rows with their label',
  },
  assumed: 'assumed by the configuration',
  measured: ({ metric, low }: PointsLost): string => `${metric}, at least ${amount(low)}`,
  least: (value: number): string => `at least ${amount(value)}`,
} as const;
